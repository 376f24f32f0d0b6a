//! Customers proving who they are, in what the actions and the tokens share: the structures, the checks, the answers.

use serde::{Deserialize, Serialize};

use super::customers::SocialNetworkCredentials;
use super::dialect::CareCloud;
use super::time;
use crate::domain::account::customers::hand_over::{Form, IssuedToken, ShownToken, redeem, refused};
use crate::domain::account::customers::service::{self, Asking};
use crate::domain::account::customers::{Login, LoginKind, SocialLogin};
use crate::domain::source::store as sources;
use crate::error::{Error, Rule, Violation};
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The answer of everything that finds a customer.
#[derive(Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) customer_id: String,
}

/// A login and a password.
#[derive(Serialize, Deserialize)]
pub(super) struct Credentials {
    login_type: String,
    login_value: String,
    password: String,
}

impl Credentials {
    /// Its fields, with the types of login that the operation knows.
    pub(super) fn fields(types: &'static [&'static str]) -> Vec<Field> {
        vec![
            Field::body("login_type", Kind::Text).required().one_of(types).doc("What the login is"),
            Field::body("login_value", Kind::Text).or_number().required().longest(255).doc("The login"),
            Field::body("password", Kind::Text).required().longest(1000).doc("Password of the customer"),
        ]
    }

    /// The source record of the customer. Which of the two is wrong is not said; a status of 401 would make clients drop their token.
    pub(super) async fn verify(&self, call: &Call<'_, CareCloud>) -> Result<i64, Refusal> {
        let kind = match self.login_type.to_ascii_lowercase().as_str() {
            "card" => LoginKind::Card,
            "phone" => LoginKind::Phone,
            _ => LoginKind::Email,
        };
        let login = Login { kind, value: self.login_value.clone() };
        let done = service::verify(call.app, asking(call)?, &login, &self.password).await;
        or_violation(done, || Violation::new("password", Rule::NotAllowed, "the login or the password is not right"))
    }
}

/// The source record of the customer with this account at a social network.
pub(super) async fn verify_social(
    call: &Call<'_, CareCloud>,
    credentials: &SocialNetworkCredentials,
) -> Result<i64, Refusal> {
    let login =
        SocialLogin { network: credentials.social_network_id.clone(), token: credentials.social_network_token.clone() };
    let done = service::verify_social(call.app, asking(call)?, &login).await;
    or_violation(done, || {
        Violation::new("social_network_token", Rule::NotFound, "no customer has this account at the social network")
    })
}

/// A token that hands a customer over, as it is shown.
#[derive(Serialize, Deserialize)]
pub(super) struct ShownAuthToken {
    application_id: String,
    token: String,
    token_request_id: String,
}

impl ShownAuthToken {
    /// Its fields.
    pub(super) fn fields() -> Vec<Field> {
        vec![
            Field::body("application_id", Kind::Text).required().longest(255).doc("The application it is meant for"),
            Field::body("token", Kind::Text).or_number().required().longest(4096).doc("Authentication token"),
            Field::body("token_request_id", Kind::Text).required().longest(255).doc("The request that made it"),
        ]
    }
}

/// The source record of the customer whom a token hands over. It can be asked once.
pub(super) async fn verify_token(call: &Call<'_, CareCloud>, shown: ShownAuthToken) -> Result<i64, Refusal> {
    let caller = call.caller()?;
    let ShownAuthToken { application_id: application, token, token_request_id: request_id } = shown;
    let shown = ShownToken { application, token, request_id };
    let done = redeem(call.app, &caller.viewer, Some(caller.connection.id), &shown).await;
    or_violation(done, || refused("token"))
}

fn asking<'a>(call: &'a Call<'_, CareCloud>) -> Result<Asking<'a>, Error> {
    let caller = call.caller()?;
    Ok(Asking { viewer: &caller.viewer, connection: Some(caller.connection.id), address: call.address })
}

fn or_violation(done: Result<i64, Error>, wrong: impl FnOnce() -> Violation) -> Result<i64, Refusal> {
    done.map_err(|error| match error {
        Error::Unauthenticated => wrong().into(),
        other => other.into(),
    })
}

/// The answer that names the customer of a source record.
pub(super) async fn found(call: &Call<'_, CareCloud>, source_record: i64) -> Result<Found, Refusal> {
    let record = sources::find(call.app.store().reader(), call.caller()?.viewer.brand(), source_record).await?;
    let record = record.ok_or(Error::NotFound { kind: "customer" })?;
    Ok(Found { customer_id: record.vendor_id })
}

/// A token as the vendor answers it.
#[derive(Serialize, Deserialize)]
pub(super) struct AuthToken {
    authentication_token: String,
    token_request_id: String,
    valid_to: String,
}

impl AuthToken {
    /// A token just made.
    pub(super) fn of(issued: IssuedToken, call: &Call<'_, CareCloud>) -> Result<Self, Refusal> {
        let zone = time::zone(&call.caller()?.connection.time_zone);
        Ok(Self {
            authentication_token: issued.token,
            token_request_id: issued.request_id,
            valid_to: time::write(issued.expires_at, zone),
        })
    }
}

/// The rules of `token_type`, wherever it is sent.
pub(super) fn token_type(field: Field) -> Field {
    field.between(1, 2).doc("1 letters and digits, 2 digits alone; a signed token (JWT) unless given")
}

/// The form that a `token_type` asks for.
pub(super) fn form(token_type: Option<i64>) -> Form {
    match token_type {
        Some(1) => Form::Letters,
        Some(_) => Form::Digits,
        None => Form::Signed,
    }
}
