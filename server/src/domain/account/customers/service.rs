//! Checking what customers show. The work is the same whether the login is unknown or the password wrong, and so is the answer.

use std::net::IpAddr;

use super::store::{self, Where};
use super::{Login, SocialLogin};
use crate::app::App;
use crate::domain::account::guesses::Attempt;
use crate::domain::account::{Permission, Viewer, secrets};
use crate::error::{Error, Result};

/// Who asks, about customers of which connection (absent: of the whole brand), from where.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Who asks; needs [`Permission::CustomerRead`].
    pub viewer: &'a Viewer,
    /// Only records of this connection.
    pub connection: Option<i64>,
    /// Where the attempt comes from, when that is known.
    pub address: Option<IpAddr>,
}

impl Asking<'_> {
    fn place(&self) -> Where {
        Where { brand: self.viewer.brand(), connection: self.connection }
    }
}

/// The source record of the customer with this login and password.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for an unknown login, one that several customers have, and a wrong password; [`Error::Limited`]
/// after too many failures.
pub async fn verify(app: &App, asking: Asking<'_>, login: &Login, password: &str) -> Result<i64> {
    asking.viewer.require(Permission::CustomerRead)?;
    let place = asking.place();
    let guessed =
        format!("{} {:?} {:?} {}", place.brand, place.connection, login.kind, login.value.trim().to_lowercase());
    let attempt = Attempt::begin(app, Some(&guessed), asking.address).await?;
    let kept = store::credentials(app.store().reader(), place, login, app.clock().now()).await?;
    let fits = app.passwords().verify(password, kept.as_ref().map(|kept| kept.password_hash.as_str())).await?;
    let kept = kept.filter(|_| fits).ok_or(Error::Unauthenticated)?;
    attempt.succeed().await?;
    Ok(kept.source_record_id)
}

/// The source record of the customer with this account at a social network.
///
/// # Errors
/// [`Error::Unauthenticated`] when there is none; [`Error::Limited`] after too many failures from one address.
pub async fn verify_social(app: &App, asking: Asking<'_>, login: &SocialLogin) -> Result<i64> {
    asking.viewer.require(Permission::CustomerRead)?;
    let attempt = Attempt::begin(app, None, asking.address).await?;
    let token_hash = secrets::digest(&login.token);
    let found = store::social_login(app.store().reader(), asking.place(), &login.network, &token_hash).await?;
    let found = found.ok_or(Error::Unauthenticated)?;
    attempt.succeed().await?;
    Ok(found.source_record_id)
}
