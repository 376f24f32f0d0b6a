//! Vendor clients that log in rather than show a key: API users with a password, OAuth clients with a secret.

use entity::vendor_token::TokenKind;
use entity::{oauth_client, vendor_login, vendor_token};
use sea_orm::ActiveValue::Set;

use super::{secrets, store};
use crate::app::App;
use crate::error::{Error, Result};

/// An API user just made; the only moment when the password is known.
#[derive(Debug)]
pub struct NewLogin {
    /// User name.
    pub login: String,
    /// Password.
    pub password: String,
    /// The application it logs in from.
    pub application_id: String,
}

/// An OAuth client just made; the only moment when the secret is known.
#[derive(Debug)]
pub struct NewOauthClient {
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
}

/// A bearer token just issued.
#[derive(Debug)]
pub struct IssuedToken {
    /// The token.
    pub token: String,
    /// When it ends.
    pub expires_at: Option<entity::Timestamp>,
}

/// Makes an API user of a connection.
///
/// # Errors
/// The store failed.
pub async fn create_login(app: &App, connection: i64) -> Result<NewLogin> {
    let login = format!("api_{}", secrets::random_hex::<4>()?);
    let password = secrets::random_text()?;
    let application_id = secrets::random_hex::<13>()?;
    let row = vendor_login::ActiveModel {
        connection_id: Set(connection),
        login: Set(login.clone()),
        password_hash: Set(app.passwords().hash(&password).await?),
        application_id: Set(application_id.clone()),
        created_at: Set(app.clock().now()),
        ..Default::default()
    };
    store::insert_vendor_login(app.store().writer(), row).await?;
    Ok(NewLogin { login, password, application_id })
}

/// Makes an OAuth client of a connection.
///
/// # Errors
/// The store failed.
pub async fn create_oauth_client(app: &App, connection: i64, name: &str) -> Result<NewOauthClient> {
    let client_id = secrets::random_hex::<16>()?;
    let client_secret = secrets::random_text()?;
    let row = oauth_client::ActiveModel {
        connection_id: Set(connection),
        client_id: Set(client_id.clone()),
        secret_hash: Set(secrets::digest(&client_secret)),
        name: Set(name.to_owned()),
        created_at: Set(app.clock().now()),
        ..Default::default()
    };
    store::insert_oauth_client(app.store().writer(), row).await?;
    Ok(NewOauthClient { client_id, client_secret })
}

/// Logs an API user in and issues a bearer token. The same work is done for an unknown login.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for an unknown login, another application, and a wrong password; [`Error::Limited`] after too many
/// failures.
pub async fn log_in(
    app: &App,
    application_id: &str,
    login: &str,
    password: &str,
) -> Result<(vendor_login::Model, IssuedToken)> {
    let guess = app.guesses().attempt("vendor", &format!("{application_id} {login}"))?;
    let user = store::vendor_login(app.store().reader(), application_id, login).await?;
    let user = user.filter(|user| user.disabled_at.is_none());
    let fits = app.passwords().verify(password, user.as_ref().map(|user| user.password_hash.as_str())).await?;
    let user = user.filter(|_| fits).ok_or(Error::Unauthenticated)?;
    guess.right();
    let seconds = app.config().auth.vendor_user_seconds;
    let issued =
        issue_token(app, user.connection_id, TokenKind::User, Some(user.id), Some(application_id), Some(seconds))
            .await?;
    Ok((user, issued))
}

/// Issues a bearer token of a connection.
///
/// # Errors
/// The store failed.
pub async fn issue_token(
    app: &App,
    connection: i64,
    kind: TokenKind,
    holder: Option<i64>,
    application_id: Option<&str>,
    seconds: Option<i64>,
) -> Result<IssuedToken> {
    let token = secrets::random_hex::<32>()?;
    let now = app.clock().now();
    let expires_at = seconds.map(|seconds| now.plus_seconds(seconds));
    let row = vendor_token::ActiveModel {
        connection_id: Set(connection),
        kind: Set(kind),
        token_hash: Set(secrets::digest(&token)),
        holder_id: Set(holder),
        application_id: Set(application_id.map(str::to_owned)),
        issued_at: Set(now),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    store::insert_vendor_token(app.store().writer(), row).await?;
    Ok(IssuedToken { token, expires_at })
}

/// The living token with this text.
///
/// # Errors
/// [`Error::Unauthenticated`] when there is none of this kind, or it ended or was revoked.
pub async fn find_token(app: &App, kind: TokenKind, token: &str) -> Result<vendor_token::Model> {
    let found = store::vendor_token(app.store().reader(), &secrets::digest(token)).await?;
    let now = app.clock().now();
    found
        .filter(|found| {
            found.kind == kind && found.revoked_at.is_none() && found.expires_at.is_none_or(|end| end > now)
        })
        .ok_or(Error::Unauthenticated)
}

/// Ends a token; an unknown one is no error.
///
/// # Errors
/// The store failed.
pub async fn revoke_token(app: &App, token: &str) -> Result<()> {
    store::revoke_vendor_token(app.store().writer(), &secrets::digest(token), app.clock().now()).await
}
