//! Vendor clients that log in rather than show a key: API users with a password, OAuth clients with a secret.

use std::net::IpAddr;

use entity::vendor_token::TokenKind;
use entity::{oauth_client, vendor_login, vendor_token};
use sea_orm::ActiveValue::Set;

use super::guesses::Attempt;
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

/// What a sealed digest of an API user's password is for.
const DIGEST_PURPOSE: &str = "vendor_login";

/// Makes an API user of a connection. Where the account also takes credentials that are made of a digest of the password, `digest` makes
/// it; it is kept sealed, because it must be read again.
///
/// # Errors
/// The store failed.
pub async fn create_login(app: &App, connection: i64, digest: Option<fn(&str) -> String>) -> Result<NewLogin> {
    let login = format!("api_{}", secrets::random_hex::<4>()?);
    let password = secrets::random_text()?;
    let application_id = secrets::random_hex::<13>()?;
    let sealed = digest.map(|digest| app.vault().seal(DIGEST_PURPOSE, digest(&password).as_bytes())).transpose()?;
    let row = vendor_login::ActiveModel {
        connection_id: Set(connection),
        login: Set(login.clone()),
        password_hash: Set(app.passwords().hash(&password).await?),
        sealed_digest: Set(sealed),
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
    address: Option<IpAddr>,
) -> Result<(vendor_login::Model, IssuedToken)> {
    let attempt = Attempt::begin(app, Some(&format!("vendor user {application_id} {login}")), address).await?;
    let user = store::vendor_login(app.store().reader(), application_id, login).await?;
    let user = user.filter(|user| user.disabled_at.is_none());
    let fits = app.passwords().verify(password, user.as_ref().map(|user| user.password_hash.as_str())).await?;
    let user = user.filter(|_| fits).ok_or(Error::Unauthenticated)?;
    attempt.succeed().await?;
    let seconds = app.config().auth.vendor_user_seconds;
    let issued =
        issue_token(app, user.connection_id, TokenKind::User, Some(user.id), Some(application_id), Some(seconds))
            .await?;
    Ok((user, issued))
}

/// The API users of this name whose password's digest is kept, with the digest. A name is unique within a connection only.
///
/// # Errors
/// The store failed, or a digest does not open.
pub async fn digests(app: &App, login: &str) -> Result<Vec<(vendor_login::Model, String)>> {
    let mut found = Vec::new();
    for user in store::vendor_logins_named(app.store().reader(), login).await? {
        if let Some(sealed) = &user.sealed_digest {
            let digest = app.vault().unseal(DIGEST_PURPOSE, sealed)?;
            let digest = String::from_utf8(digest).map_err(Error::internal)?;
            found.push((user, digest));
        }
    }
    Ok(found)
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
