//! Against guessing: attempts to log in are counted in the store, where every server sees them, and refused for a while when too many
//! failed. Only digests of logins and addresses are kept.

use std::net::IpAddr;

use super::{secrets, store};
use crate::app::App;
use crate::error::{Error, Result};

/// Seconds after which the count begins anew.
const WINDOW: i64 = 60;
/// Seconds after which a count that nobody goes on with is forgotten.
const FORGOTTEN: i64 = 24 * 3600;
/// Behind one address there may be many people.
const PEOPLE_OF_AN_ADDRESS: i32 = 10;

/// An attempt to log in, which counts as failed until [`Attempt::succeed`] says otherwise: of many at the same moment no more are let
/// through than of as many after each other.
#[derive(Debug)]
#[must_use]
pub struct Attempt<'a> {
    app: &'a App,
    login: Option<String>,
    address: Option<String>,
}

impl<'a> Attempt<'a> {
    /// Begins an attempt. `login` is what is guessed at, with whatever makes it unique; absent where only the address tells guesses
    /// apart.
    ///
    /// # Errors
    /// [`Error::Limited`] when too many failed within a minute.
    pub async fn begin(app: &'a App, login: Option<&str>, address: Option<IpAddr>) -> Result<Self> {
        let login = login.map(|login| secrets::digest(&format!("login {login}")));
        let address = address.map(|address| secrets::digest(&format!("address {address}")));
        let attempt = Self { app, login, address };
        let most = i32::try_from(app.config().auth.failures_per_minute).unwrap_or(i32::MAX);
        let limits = [(&attempt.login, most), (&attempt.address, most.saturating_mul(PEOPLE_OF_AN_ADDRESS))];
        for (subject, most) in limits {
            if let Some(subject) = subject {
                count(app, subject, most).await?;
            }
        }
        Ok(attempt)
    }

    /// It was right: it does not count, and those before it were slips.
    ///
    /// # Errors
    /// The store failed.
    pub async fn succeed(self) -> Result<()> {
        let db = self.app.store().writer();
        if let Some(login) = &self.login {
            store::forget_failures(db, login).await?;
        }
        if let Some(address) = &self.address {
            store::take_back_failure(db, address).await?;
        }
        Ok(())
    }

    /// Nobody found out whether it was right: it does not count, and those before it do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn take_back(self) -> Result<()> {
        for subject in [&self.login, &self.address].into_iter().flatten() {
            store::take_back_failure(self.app.store().writer(), subject).await?;
        }
        Ok(())
    }

    /// Ends it by what was found out: who it is, nobody, or nothing.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody; else as what was found out, or the store failed.
    pub async fn end<T>(self, found: Result<Option<T>>) -> Result<T> {
        match found {
            Ok(Some(found)) => {
                self.succeed().await?;
                Ok(found)
            }
            Ok(None) | Err(Error::Unauthenticated) => Err(Error::Unauthenticated),
            Err(other) => {
                self.take_back().await?;
                Err(other)
            }
        }
    }
}

async fn count(app: &App, subject: &str, most: i32) -> Result<()> {
    let now = app.clock().now();
    let since = now.plus_seconds(-WINDOW);
    // Refused without writing: whoever keeps on trying shall not keep the store busy.
    if let Some(known) = store::failures(app.store().reader(), subject).await?
        && known.since > since
        && known.failures >= most
    {
        let left = known.since.plus_seconds(WINDOW).as_seconds() - now.as_seconds();
        return Err(limited(left));
    }
    let counted = store::count_failure(app.store().writer(), subject, since, now).await?;
    if counted.failures > most {
        return Err(limited(WINDOW));
    }
    if counted.failures == 1 {
        store::forget_old_failures(app.store().writer(), now.plus_seconds(-FORGOTTEN)).await?;
    }
    Ok(())
}

fn limited(seconds: i64) -> Error {
    let message = "too many failed attempts to log in; try again in a minute".to_owned();
    Error::Limited { message, retry_after: u64::try_from(seconds.max(1)).ok() }
}
