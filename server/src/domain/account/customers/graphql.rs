//! Customers proving who they are, in the graph. These are mutations although two of them change no customer: what they are given is
//! secret and must not stand in an address, and a failure counts.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};

use super::hand_over::{self, Form, NewToken, ShownToken};
use super::service::{self, Asking};
use super::{Login, LoginKind, SocialLogin};
use crate::app::App;
use crate::domain::account::Permission;
use crate::domain::customer::graphql::{Customer, CustomerId};
use crate::domain::source;
use crate::domain::source::graphql::SourceRecordId;
use crate::error::{Error, Rule, Violation};
use crate::graphql::error::{Problem, fault};
use crate::graphql::mutation::{self, viewer};
use crate::graphql::scalar::DateTime;
use crate::payload;
use crate::store::Work;

/// What a customer logs in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "LoginKind", remote = "LoginKind")]
pub enum LoginKindName {
    /// The e-mail address.
    Email,
    /// The telephone number.
    Phone,
    /// The number of a card that is honoured.
    Card,
}

/// The form of a token that hands a customer over to another application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "AuthTokenForm", remote = "Form")]
pub enum FormName {
    /// A signed JWT.
    Signed,
    /// Letters and digits, to be read out.
    Letters,
    /// Digits alone.
    Digits,
}

/// A customer's login and password.
#[derive(Clone, Debug, InputObject)]
pub struct VerifyCredentialsInput {
    /// What the login is.
    pub login_kind: LoginKindName,
    /// The login.
    pub login: String,
    /// The password.
    #[graphql(secret)]
    pub password: String,
}

/// A customer's account at a social network.
#[derive(Clone, Debug, InputObject)]
pub struct VerifySocialNetworkCredentialsInput {
    /// The network, as the system that knows the account names it.
    pub network: String,
    /// What the network says of the customer.
    #[graphql(secret)]
    pub token: String,
}

/// A token to be made.
#[derive(Clone, Debug, InputObject)]
pub struct IssueAuthTokenInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record that is handed over; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// The application that may redeem it, by the id that a look-up list gives it.
    pub application_id: String,
    /// Its form.
    #[graphql(default_with = "FormName::Signed")]
    pub form: FormName,
}

/// A token to be redeemed.
#[derive(Clone, Debug, InputObject)]
pub struct VerifyAuthTokenInput {
    /// The application that redeems it.
    pub application_id: String,
    /// The token.
    #[graphql(secret)]
    pub token: String,
    /// The request that made it.
    pub request_id: String,
}

/// A token that hands a customer over to another application.
#[derive(Clone, Debug, SimpleObject)]
pub struct AuthToken {
    /// The token; shown this once.
    pub token: String,
    /// The request that made it, to be shown with it.
    pub request_id: String,
    /// Until when it can be redeemed, once.
    pub expires_at: DateTime,
}

payload! {
    /// The outcome of checking a login and password.
    VerifyCredentialsPayload { customer: Customer }
}
payload! {
    /// The outcome of checking an account at a social network.
    VerifySocialNetworkCredentialsPayload { customer: Customer }
}
payload! {
    /// The outcome of making a token.
    IssueAuthTokenPayload { auth_token: AuthToken }
}
payload! {
    /// The outcome of redeeming a token.
    VerifyAuthTokenPayload { customer: Customer }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct CredentialsMutation;

#[Object]
impl CredentialsMutation {
    /// Checks a customer's login and password, which any of the brand's systems may hold; those of a connection in proxy mode are checked by
    /// its vendor, which says what a login may be. An unknown login and a wrong password are answered alike. Begins no session.
    /// Needs `CUSTOMER_READ`.
    async fn verify_credentials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Login and password.")] input: VerifyCredentialsInput,
    ) -> Result<VerifyCredentialsPayload> {
        let login = Login { kind: input.login_kind.into(), value: input.login };
        let done = service::verify(ctx.data::<App>()?, asking(ctx)?, &login, &input.password).await;
        let wrong = || Violation::new("password", Rule::NotAllowed, "the login or the password is not right");
        let (customer, problems) = found(ctx, done, wrong).await?;
        Ok(VerifyCredentialsPayload { customer, problems })
    }

    /// Finds the customer with an account at a social network; those of a connection in proxy mode are found by its vendor. Begins no session.
    /// Needs `CUSTOMER_READ`.
    async fn verify_social_network_credentials(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: VerifySocialNetworkCredentialsInput,
    ) -> Result<VerifySocialNetworkCredentialsPayload> {
        let login = SocialLogin { network: input.network, token: input.token };
        let done = service::verify_social(ctx.data::<App>()?, asking(ctx)?, &login).await;
        let wrong = || Violation::new("token", Rule::NotFound, "no customer has this account");
        let (customer, problems) = found(ctx, done, wrong).await?;
        Ok(VerifySocialNetworkCredentialsPayload { customer, problems })
    }

    /// Makes a token with which another application can learn, once and soon, who the customer is. For a record of a connection in proxy mode
    /// its vendor makes it. Needs `CUSTOMER_CUD`.
    async fn issue_auth_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: IssueAuthTokenInput,
    ) -> Result<IssueAuthTokenPayload> {
        let (auth_token, problems) = settle(issue(ctx, input).await)?;
        Ok(IssueAuthTokenPayload { auth_token, problems })
    }

    /// Redeems a token and tells who the customer is. It cannot be redeemed again. One that was not made here is redeemed by the vendors of
    /// connections in proxy mode. Needs `CUSTOMER_READ`.
    async fn verify_auth_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: VerifyAuthTokenInput,
    ) -> Result<VerifyAuthTokenPayload> {
        let VerifyAuthTokenInput { application_id: application, token, request_id } = input;
        let shown = ShownToken { application, token, request_id };
        mutation::not_planned(ctx).map_err(fault)?;
        let done = hand_over::redeem(ctx.data::<App>()?, viewer(ctx)?, None, &shown).await;
        let (customer, problems) = found(ctx, done, || hand_over::refused("token")).await?;
        Ok(VerifyAuthTokenPayload { customer, problems })
    }
}

/// The whole brand is asked; where from is not known here.
fn asking<'a>(ctx: &Context<'a>) -> Result<Asking<'a>> {
    Ok(Asking { viewer: viewer(ctx)?, connection: None, address: None })
}

async fn issue(ctx: &Context<'_>, input: IssueAuthTokenInput) -> crate::error::Result<AuthToken> {
    let app = ctx.data_opt::<App>().ok_or_else(|| Error::internal("no application"))?;
    let viewer = viewer(ctx).map_err(|_| Error::Unauthenticated)?;
    viewer.require(Permission::CustomerCud)?;
    mutation::not_planned(ctx)?;
    hand_over::prepare(app).await?;
    let work = Work::begin(app, viewer, Permission::CustomerCud).await?;
    let source_record = source::graphql::named(&work, input.customer_id, input.source_record_id).await?;
    let new = NewToken { source_record, application: input.application_id, form: input.form.into() };
    let issued = hand_over::issue_anywhere(work, "applicationId", new).await?;
    let hand_over::IssuedToken { token, request_id, expires_at } = issued;
    Ok(AuthToken { token, request_id, expires_at: DateTime(expires_at) })
}

/// The customer of the record that was found. What cannot be told apart from a wrong secret is a problem of the input.
async fn found(
    ctx: &Context<'_>,
    done: crate::error::Result<i64>,
    wrong: impl FnOnce() -> Violation,
) -> Result<(Option<Customer>, Vec<Problem>)> {
    let done = done.map_err(|error| match error {
        Error::Unauthenticated => wrong().into(),
        other => other,
    });
    match settle(done)? {
        (Some(record), problems) => Ok((source::graphql::customer(ctx, record).await?, problems)),
        (None, problems) => Ok((None, problems)),
    }
}

/// Broken rules are values of the payload, everything else is a fault.
fn settle<T>(done: crate::error::Result<T>) -> Result<(Option<T>, Vec<Problem>)> {
    match done {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(Error::Invalid(broken)) => Ok((None, broken.into_iter().map(Problem::from).collect())),
        Err(other) => Err(fault(other)),
    }
}
