//! Checking what customers show. The work is the same whether the login is unknown or the password wrong, and so is the answer.

use std::net::IpAddr;

use entity::connection;

use super::store::{self, Where};
use super::{Login, Proof, SocialLogin, elsewhere};
use crate::app::App;
use crate::domain::account::guesses::Attempt;
use crate::domain::account::{Permission, Viewer, secrets};
use crate::error::Result;

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
    /// The vendors that are asked first of all: none about one connection, which then is this one's own.
    async fn elsewhere(&self, app: &App) -> Result<Vec<connection::Model>> {
        match self.connection {
            Some(_) => Ok(Vec::new()),
            None => elsewhere::places(app, self.viewer.brand()).await,
        }
    }

    fn place<'p>(&self, but: &'p [connection::Model]) -> Where<'p> {
        Where { brand: self.viewer.brand(), connection: self.connection, but }
    }
}

/// The source record of the customer with this login and password. Those of connections in proxy mode are their vendors' to know.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for an unknown login, one that several customers have, and a wrong password; [`Error::Limited`]
/// after too many failures; [`Error::Upstream`] when a vendor that may know does not answer.
pub async fn verify(app: &App, asking: Asking<'_>, login: &Login, password: &str) -> Result<i64> {
    asking.viewer.require(Permission::CustomerRead)?;
    let (brand, connection) = (asking.viewer.brand(), asking.connection);
    let guessed = format!("{brand} {connection:?} {:?} {}", login.kind, login.value.trim().to_lowercase());
    let attempt = Attempt::begin(app, Some(&guessed), asking.address).await?;
    let elsewhere = asking.elsewhere(app).await?;
    let place = asking.place(&elsewhere);
    let kept = store::credentials(app.store().reader(), place, login, app.clock().now()).await?;
    let fits = app.passwords().verify(password, kept.as_ref().map(|kept| kept.password_hash.as_str())).await?;
    let found = match kept.filter(|_| fits) {
        Some(kept) => Ok(Some(kept.source_record_id)),
        None => elsewhere::ask(app, asking.viewer, &elsewhere, &Proof::Password(login, password)).await,
    };
    attempt.end(found).await
}

/// The source record of the customer with this account at a social network. Those of connections in proxy mode are their vendors' to know.
///
/// # Errors
/// [`Error::Unauthenticated`] when there is none; [`Error::Limited`] after too many failures from one address; [`Error::Upstream`] when a
/// vendor that may know does not answer.
pub async fn verify_social(app: &App, asking: Asking<'_>, login: &SocialLogin) -> Result<i64> {
    asking.viewer.require(Permission::CustomerRead)?;
    let attempt = Attempt::begin(app, None, asking.address).await?;
    let elsewhere = asking.elsewhere(app).await?;
    let token_hash = secrets::digest(&login.token);
    let place = asking.place(&elsewhere);
    let kept = store::social_login(app.store().reader(), place, &login.network, &token_hash).await?;
    let found = match kept {
        Some(kept) => Ok(Some(kept.source_record_id)),
        None => elsewhere::ask(app, asking.viewer, &elsewhere, &Proof::Social(login)).await,
    };
    attempt.end(found).await
}
