//! From credentials to viewer: a staff user's access token or an API key, both as `Authorization: Bearer`.

use axum::http::{HeaderMap, header};

use crate::app::App;
use crate::domain::account::{Viewer, keys, sessions};
use crate::error::{Error, Result};

/// The brand a staff user acts in, by its number; absent: the first granted.
const BRAND: &str = "x-onefold-brand";

/// The viewer of a request; `None` when it shows no credentials.
///
/// # Errors
/// [`Error::Unauthenticated`] when the credentials shown are not valid.
pub(super) async fn of(app: &App, headers: &HeaderMap) -> Result<Option<Viewer>> {
    let Some(shown) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let shown = shown.to_str().map_err(|_| Error::Unauthenticated)?;
    let token = bearer(shown).ok_or(Error::Unauthenticated)?;
    if token.starts_with("ofk_") {
        return keys::viewer(app, token).await.map(Some);
    }
    sessions::viewer(app, token, brand(headers)?).await.map(Some)
}

/// The token of `Bearer <token>`; the scheme's case does not matter (RFC 9110 section 11.1).
pub(crate) fn bearer(shown: &str) -> Option<&str> {
    let (scheme, token) = shown.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn brand(headers: &HeaderMap) -> Result<Option<i32>> {
    let Some(number) = headers.get(BRAND) else { return Ok(None) };
    number.to_str().ok().and_then(|text| text.parse().ok()).map(Some).ok_or(Error::Unauthenticated)
}
