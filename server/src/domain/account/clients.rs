//! Vendor clients that log in rather than show a key: API users with a password, OAuth clients with a secret.

use std::net::IpAddr;

use entity::vendor_token::TokenKind;
use entity::{Timestamp, oauth_client, vendor_login, vendor_token};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::guesses::Attempt;
use super::service::NewPassword;
use super::{Permission, Viewer, secrets, store};
use crate::app::App;
use crate::domain::connection::{self, Access};
use crate::domain::rules;
use crate::error::{Error, Result};
use crate::store::Work;

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
pub async fn create_login(app: &App, connection: &entity::connection::Model) -> Result<NewLogin> {
    let password = login_password(app).await?;
    let row = login(app, connection, &password, app.clock().now())?;
    let made = store::insert_vendor_login(app.store().writer(), row).await?;
    Ok(NewLogin { login: made.login, password: password.text, application_id: made.application_id })
}

/// A password for an API user, made before the transaction begins.
///
/// # Errors
/// No randomness, or the hash could not be computed.
pub async fn login_password(app: &App) -> Result<NewPassword> {
    NewPassword::of(app, &secrets::random_text()?).await
}

/// Makes an API user for an administrator.
///
/// # Errors
/// The connection is not the brand's, or its vendor has no API users.
pub async fn issue_login(work: &Work<'_>, connection: i64, password: &NewPassword) -> Result<i64> {
    rules::check([connection::service::not_open_to(work, "connectionId", connection, Access::Login).await?])?;
    let of = connection::store::of_brand_by_id(work.db(), work.brand(), connection).await?;
    let of = of.ok_or(Error::NotFound { kind: "connection" })?;
    let row = store::insert_vendor_login(work.db(), login(work.app(), &of, password, work.now())?).await?;
    let data = json!({ "login": row.login, "connection": connection });
    work.audit("vendor_login.create", "vendor_login", row.id, data).await;
    Ok(row.id)
}

/// Refuses an API user from now on and ends the tokens they have. One who is disabled stays so.
///
/// # Errors
/// There is no such user in the brand.
pub async fn disable_login(work: &Work<'_>, id: i64) -> Result<i64> {
    let row = store::vendor_login_of(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "vendor login" })?;
    if store::disable_vendor_login(work.db(), id, work.now()).await? {
        store::revoke_tokens_of(work.db(), row.connection_id, TokenKind::User, id, work.now()).await?;
        work.audit("vendor_login.disable", "vendor_login", id, json!({ "login": row.login })).await;
    }
    Ok(id)
}

/// An API user of one of the brand's connections.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn find_login(app: &App, viewer: &Viewer, id: i64) -> Result<Option<vendor_login::Model>> {
    viewer.require(Permission::Admin)?;
    store::vendor_login_of(app.store().reader(), viewer.brand(), id).await
}

fn login(
    app: &App,
    connection: &entity::connection::Model,
    password: &NewPassword,
    now: Timestamp,
) -> Result<vendor_login::ActiveModel> {
    let digest = app.form(connection.vendor).digest.and_then(|digest| digest(connection, &password.text));
    let sealed = digest.map(|digest| app.vault().seal(DIGEST_PURPOSE, digest.as_bytes())).transpose()?;
    Ok(vendor_login::ActiveModel {
        connection_id: Set(connection.id),
        sealed_digest: Set(sealed),
        login: Set(format!("api_{}", secrets::random_hex::<4>()?)),
        password_hash: Set(password.hash.clone()),
        application_id: Set(secrets::random_hex::<13>()?),
        created_at: Set(now),
        ..Default::default()
    })
}

/// Makes an OAuth client of a connection.
///
/// # Errors
/// The store failed.
pub async fn create_oauth_client(app: &App, connection: i64, name: &str) -> Result<NewOauthClient> {
    let (row, client_secret) = new_oauth_client(connection, name, app.clock().now())?;
    let made = store::insert_oauth_client(app.store().writer(), row).await?;
    Ok(NewOauthClient { client_id: made.client_id, client_secret })
}

/// Makes an OAuth client for an administrator and returns its secret too.
///
/// # Errors
/// The connection is not the brand's, or its vendor has no OAuth clients.
pub async fn issue_oauth_client(work: &Work<'_>, connection: i64, name: &str) -> Result<(i64, String)> {
    let closed = connection::service::not_open_to(work, "connectionId", connection, Access::OauthClient).await?;
    rules::check([rules::name("name", name), closed])?;
    let (row, secret) = new_oauth_client(connection, name, work.now())?;
    let row = store::insert_oauth_client(work.db(), row).await?;
    let data = json!({ "name": row.name, "client_id": row.client_id, "connection": connection });
    work.audit("oauth_client.create", "oauth_client", row.id, data).await;
    Ok((row.id, secret))
}

/// Revokes an OAuth client and ends the tokens it has. One that was revoked stays as it is.
///
/// # Errors
/// There is no such client in the brand.
pub async fn revoke_oauth_client(work: &Work<'_>, id: i64) -> Result<i64> {
    let row = store::oauth_client_of(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "OAuth client" })?;
    if store::revoke_oauth_client(work.db(), id, work.now()).await? {
        store::revoke_tokens_of(work.db(), row.connection_id, TokenKind::Oauth, id, work.now()).await?;
        work.audit("oauth_client.revoke", "oauth_client", id, json!({ "name": row.name })).await;
    }
    Ok(id)
}

/// An OAuth client of one of the brand's connections.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn find_oauth_client(app: &App, viewer: &Viewer, id: i64) -> Result<Option<oauth_client::Model>> {
    viewer.require(Permission::Admin)?;
    store::oauth_client_of(app.store().reader(), viewer.brand(), id).await
}

/// The row of a client, and its secret.
fn new_oauth_client(connection: i64, name: &str, now: Timestamp) -> Result<(oauth_client::ActiveModel, String)> {
    let secret = secrets::random_text()?;
    let row = oauth_client::ActiveModel {
        connection_id: Set(connection),
        client_id: Set(secrets::random_hex::<16>()?),
        secret_hash: Set(secrets::digest(&secret)),
        name: Set(name.to_owned()),
        created_at: Set(now),
        ..Default::default()
    };
    Ok((row, secret))
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

/// The OAuth client with this id and secret.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for an unknown client, one that was withdrawn, and a wrong secret.
pub async fn oauth_client(app: &App, client_id: &str, secret: &str) -> Result<oauth_client::Model> {
    let client = store::oauth_client(app.store().reader(), client_id).await?;
    client.filter(|client| secrets::matches(secret, &client.secret_hash)).ok_or(Error::Unauthenticated)
}

/// The OAuth client that a living token was issued to.
///
/// # Errors
/// As [`find_token`]; also when the client was withdrawn since.
pub async fn holder(app: &App, token: &str) -> Result<oauth_client::Model> {
    let (token, _) = find_token(app, TokenKind::Oauth, token).await?;
    let holder = token.holder_id.ok_or(Error::Unauthenticated)?;
    store::living_oauth_client(app.store().reader(), holder).await?.ok_or(Error::Unauthenticated)
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

/// The living token with this text, and the account that issued it.
///
/// # Errors
/// [`Error::Unauthenticated`] when there is none of this kind, or it ended or was revoked.
pub async fn find_token(
    app: &App,
    kind: TokenKind,
    token: &str,
) -> Result<(vendor_token::Model, entity::connection::Model)> {
    let found = store::vendor_token(app.store().reader(), &secrets::digest(token)).await?;
    let now = app.clock().now();
    found
        .filter(|(found, _)| {
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
