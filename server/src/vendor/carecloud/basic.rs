//! HTTP Basic, the older form of credentials. On the customer interface the password is the token; on the enterprise interface it is made
//! of the user's password and the hour, and taken only where the connection's settings allow it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use entity::connection;
use md5::{Digest as _, Md5};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use super::dialect::CareCloud;
use crate::app::App;
use crate::domain::account::clients;
use crate::domain::connection::service as connections;
use crate::error::{Error, Result};
use crate::vendor::contract::Dialect;

/// The setting of a connection whose enterprise interface takes Basic credentials. They are no stronger than a digest of the password
/// that the server must be able to read, so that they are off unless wanted.
pub(super) const ALLOWED: &str = "enterprise_basic_auth";

/// What is kept of a new API user's password, where the connection allows this form.
pub(super) fn digest_for(connection: &connection::Model, password: &str) -> Option<String> {
    is_allowed(connection).then(|| digest(password))
}

fn is_allowed(connection: &connection::Model) -> bool {
    connection.settings.get(ALLOWED).and_then(serde_json::Value::as_bool).unwrap_or(false)
}

/// The token of `<user>:<token_id>`; which user, the page leaves to the project.
pub(super) fn token(shown: &str) -> Result<String> {
    let (_, token) = user_and_password(shown)?;
    Ok(token.trim().to_owned())
}

/// The connection whose API user shows these credentials.
pub(super) async fn connection(app: &App, shown: &str) -> Result<connection::Model> {
    let (login, password) = user_and_password(shown)?;
    for (user, digest) in clients::digests(app, &login).await? {
        if fits(&digest, &password, app.clock().today()) {
            let connection = connections::of_vendor(app, user.connection_id, CareCloud::VENDOR).await?;
            return if is_allowed(&connection) { Ok(connection) } else { Err(Error::Unauthenticated) };
        }
    }
    Err(Error::Unauthenticated)
}

fn user_and_password(shown: &str) -> Result<(String, String)> {
    let shown = STANDARD.decode(shown.trim()).map_err(|_| Error::Unauthenticated)?;
    let shown = String::from_utf8(shown).map_err(|_| Error::Unauthenticated)?;
    let (user, password) = shown.split_once(':').ok_or(Error::Unauthenticated)?;
    Ok((user.to_owned(), password.to_owned()))
}

/// `md5_hex(password)`
pub(super) fn digest(password: &str) -> String {
    hex::encode(Md5::digest(password.as_bytes()))
}

/// `sha256_hex(md5_hex(password) + hour)`
pub(super) fn password_of(digest: &str, hour: DateTime<Utc>) -> String {
    hex::encode(Sha256::digest(format!("{digest}{}", hour.format("%Y%m%d%H"))))
}

/// The hours before and after are taken too: clocks differ, and a call takes its time.
fn fits(digest: &str, password: &str, now: DateTime<Utc>) -> bool {
    let hours = [-1, 0, 1].map(|hours| now + TimeDelta::hours(hours));
    let password = password.to_ascii_lowercase();
    hours.iter().fold(false, |fits, hour| {
        let expected = password_of(digest, *hour);
        fits | bool::from(expected.as_bytes().ct_eq(password.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "c0c0d92061deb13bf34570e513229368979708efcdbc80b8d881e7ef03461a6c";

    fn at(instant: &str) -> DateTime<Utc> {
        instant.parse().expect("an instant")
    }

    #[test]
    fn the_published_example_is_reproduced() {
        assert_eq!(password_of(&digest("password"), at("2019-04-01T12:34:56Z")), PASSWORD);
    }

    #[test]
    fn the_hour_may_be_one_off_and_no_more() {
        let digest = digest("password");
        for fitting in ["2019-04-01T11:00:00Z", "2019-04-01T12:59:59Z", "2019-04-01T13:59:59Z"] {
            assert!(fits(&digest, PASSWORD, at(fitting)), "{fitting}");
        }
        for late in ["2019-04-01T10:59:59Z", "2019-04-01T14:00:00Z", "2019-04-02T12:00:00Z"] {
            assert!(!fits(&digest, PASSWORD, at(late)), "{late}");
        }
        assert!(!fits(&digest, "", at("2019-04-01T12:00:00Z")));
    }

    #[test]
    fn the_printed_headers_hold_no_credentials() {
        // One is a text in place of credentials, the other was altered and is no base64 any more.
        let shown = "PEF1dGhvcml6YXRpb24gc3RyaW5nICB3aXRoIHRva2VuIGlkPg==";
        assert!(token(shown).is_err());
        let altered = "ZW50ZXJwcmlzZV9pbnRlcmZhY2U6ODEwTU0MTEyNWY1Y2UzNDg5zU2YTE3MDI3MGYyYzUxMGM4MTM5MWJlZDM2ZjU2ODc4MDM0N2MyZjFmNzU4Ng==";
        assert!(user_and_password(altered).is_err());
        assert_eq!(token("Y3VzdG9tZXJfaW50ZXJmYWNlOmFiYw==").expect("a token"), "abc");
    }
}
