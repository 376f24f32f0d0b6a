//! Staff sessions: a login gives a short access token and a refresh token that is exchanged for a new one at each use. Showing an old
//! refresh token again means that somebody copied it: the whole family ends.

use std::net::IpAddr;

use sea_orm::ConnectionTrait;

use super::guesses::Attempt;
use super::{Actor, Viewer, secrets, service, staff, store};
use crate::app::App;
use crate::error::{Error, Result};

/// What a login or a refresh gives.
#[derive(Debug)]
pub struct Session {
    /// The JWT for `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds it is valid.
    pub expires_in: i64,
    /// For the cookie.
    pub refresh_token: String,
    /// Seconds the cookie is valid.
    pub refresh_seconds: i64,
}

/// Logs a staff user in, who calls from `address` when that is known.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for an unknown address, a wrong password and a disabled user; [`Error::Limited`] after too many
/// failures.
pub async fn log_in(app: &App, email: &str, password: &str, address: Option<IpAddr>) -> Result<Session> {
    let email = service::email_key(email);
    let attempt = Attempt::begin(app, Some(&staff::login_subject(&email)), address).await?;
    let user = store::user_by_email(app.store().reader(), &email).await?;
    let kept = user.as_ref().filter(|user| user.disabled_at.is_none()).map(|user| user.password_hash.as_str());
    let fits = app.passwords().verify(password, kept).await?;
    let user = user.filter(|_| fits).ok_or(Error::Unauthenticated)?;
    attempt.succeed().await?;
    let family = secrets::random_hex::<16>()?;
    let access_token = app.tokens().issue(app, user.id, user.epoch, &family).await?;
    let tx = app.store().begin().await?;
    // The password took its time to check; if it was changed meanwhile, it was the old one.
    if !store::note_login(&tx, &user, app.clock().now()).await? {
        return Err(Error::Unauthenticated);
    }
    let session = session(app, &tx, user.id, family, access_token).await?;
    tx.commit().await?;
    Ok(session)
}

/// Exchanges a refresh token for a new pair.
///
/// # Errors
/// [`Error::Unauthenticated`] when it is unknown, ended, or was used before (which ends its family).
pub async fn refresh(app: &App, token: &str) -> Result<Session> {
    let tx = app.store().begin().await?;
    let now = app.clock().now();
    let row = store::refresh_token(&tx, &secrets::digest(token)).await?.ok_or(Error::Unauthenticated)?;
    let alive = row.revoked_at.is_none() && row.expires_at > now;
    // The exchange is one conditional update: of two servers shown the same token, one succeeds.
    let fresh = alive && store::use_refresh_token(&tx, row.id, now).await?;
    if !fresh {
        store::revoke_family(&tx, &row.family, now).await?;
        tx.commit().await?;
        tracing::warn!(user = row.staff_user_id, "a refresh token was shown again or late; its family is ended");
        return Err(Error::Unauthenticated);
    }
    tx.commit().await?;
    let user = store::user(app.store().reader(), row.staff_user_id).await?;
    let user = user.filter(|user| user.disabled_at.is_none()).ok_or(Error::Unauthenticated)?;
    let access_token = app.tokens().issue(app, user.id, user.epoch, &row.family).await?;
    session(app, app.store().writer(), user.id, row.family, access_token).await
}

/// Ends the session that a refresh token belongs to; an unknown token is no error.
///
/// # Errors
/// The store failed.
pub async fn log_out(app: &App, token: &str) -> Result<()> {
    if let Some(row) = store::refresh_token(app.store().reader(), &secrets::digest(token)).await? {
        store::revoke_family(app.store().writer(), &row.family, app.clock().now()).await?;
    }
    Ok(())
}

/// The viewer behind an access token, acting in `brand` (a brand number) or else in the user's first.
///
/// # Errors
/// [`Error::Unauthenticated`] when the token is not valid, the user is disabled, the session was ended or the brand is not granted.
pub async fn viewer(app: &App, access_token: &str, brand: Option<i32>) -> Result<Viewer> {
    let claims = app.tokens().read(app, access_token).await?;
    let id: i64 = claims.sub.parse().map_err(|_| Error::Unauthenticated)?;
    let user = store::user(app.store().reader(), id).await?;
    let user =
        user.filter(|user| user.disabled_at.is_none() && user.epoch == claims.epoch).ok_or(Error::Unauthenticated)?;
    if store::family_ended(app.store().reader(), &claims.family).await? {
        return Err(Error::Unauthenticated);
    }
    let granted = store::brands_of_user(app.store().reader(), user.id).await?;
    let brand = granted
        .iter()
        .find(|granted| brand.is_none_or(|number| granted.number == number))
        .ok_or(Error::Unauthenticated)?;
    let permissions = service::permissions(&user.permissions)?;
    Ok(Viewer::new(Actor::Staff(user.id), brand.id, user.name, permissions).in_session(claims.family))
}

async fn session(
    app: &App,
    db: &impl ConnectionTrait,
    user: i64,
    family: String,
    access_token: String,
) -> Result<Session> {
    let refresh_token = secrets::random_text()?;
    let (digest, refresh_seconds) = (secrets::digest(&refresh_token), app.config().auth.refresh_seconds);
    store::insert_refresh_token(db, user, family, digest, app.clock().now(), refresh_seconds).await?;
    Ok(Session { access_token, expires_in: app.tokens().seconds(), refresh_token, refresh_seconds })
}
