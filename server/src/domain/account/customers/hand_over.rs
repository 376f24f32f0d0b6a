//! Handing a customer over from one application to another: a token for the other one, which redeems it once and soon.
//!
//! A token is bound to the application it is meant for and to the request that made it, whose id must be shown with it. Programs get a
//! signed JWT that says so itself; a code that a person can read out stands for the same, and is worth nothing without the request's id.

use entity::{Timestamp, auth_token};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::devices::require_application;
use super::store::{self, Where};
use super::{Proof, elsewhere};
use crate::app::App;
use crate::domain::account::guesses::Attempt;
use crate::domain::account::{Permission, Viewer, secrets};
use crate::domain::source;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Characters of a code that a person reads out.
const CODE: usize = 8;
/// Without those that look alike.
const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";

/// The form of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A signed JWT.
    Signed,
    /// Letters and digits, to be read out.
    Letters,
    /// Digits alone.
    Digits,
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// The record of the customer.
    pub source_record: i64,
    /// The application that may redeem it.
    pub application: String,
    /// Its form.
    pub form: Form,
}

/// A token just made; the only moment when it is known.
#[derive(Clone, Debug)]
pub struct IssuedToken {
    /// The token.
    pub token: String,
    /// The request that made it, to be shown with it.
    pub request_id: String,
    /// Until when it can be redeemed.
    pub expires_at: Timestamp,
}

/// A token as it is shown.
#[derive(Clone, Debug)]
pub struct ShownToken {
    /// The application that redeems it.
    pub application: String,
    /// The token.
    pub token: String,
    /// The request that made it.
    pub request_id: String,
}

/// What a signed token says.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    /// The application.
    aud: String,
    /// The customer, by the id at the system whose record it is.
    sub: String,
    /// The request.
    jti: String,
    iat: i64,
    exp: i64,
}

/// An application's name among the audiences; no other sort of token has such.
fn audience(application: &str) -> String {
    format!("onefold-application:{application}")
}

/// What must be done before the work begins in which a token is made.
///
/// # Errors
/// No signing key could be read or made.
pub async fn prepare(app: &App) -> Result<()> {
    app.tokens().ready(app).await
}

/// Makes a token for a customer and ends the unit of work, which has changed nothing else. Where the record is of a connection in proxy
/// mode, its vendor makes the token, who will redeem it.
///
/// # Errors
/// As [`issue`]; also when the vendor does not answer.
pub async fn issue_anywhere(work: Work<'_>, path: &str, new: NewToken) -> Result<IssuedToken> {
    if let Some(maker) = elsewhere::maker(&work, new.source_record).await? {
        let (app, viewer) = (work.app(), work.viewer());
        // Nothing is held while the vendor thinks.
        drop(work);
        return elsewhere::issue(app, viewer, path, &maker, new).await;
    }
    let issued = issue(&work, path, new).await?;
    work.commit().await?;
    Ok(issued)
}

/// Makes a token for a customer. `path` is where the application stands in the input.
///
/// # Errors
/// There is no such record in the brand, or the application is not known.
pub async fn issue(work: &Work<'_>, path: &str, new: NewToken) -> Result<IssuedToken> {
    require_application(work, path, &new.application).await?;
    let record = source::store::find(work.db(), work.brand(), new.source_record).await?;
    let record = record.ok_or(Error::NotFound { kind: "source record" })?;
    let request_id = secrets::random_hex::<36>()?;
    let now = work.now();
    let expires_at = now.plus_seconds(work.app().config().auth.hand_over_seconds);
    let token = match new.form {
        Form::Letters => code(LETTERS)?,
        Form::Digits => code(DIGITS)?,
        Form::Signed => {
            let claims = Claims {
                iss: super::super::tokens::ISSUER.to_owned(),
                aud: audience(&new.application),
                sub: record.vendor_id,
                jti: request_id.clone(),
                iat: now.as_seconds(),
                exp: expires_at.as_seconds(),
            };
            work.app().tokens().sign(&claims)?
        }
    };
    let row = auth_token::ActiveModel {
        connection_id: Set(record.connection_id),
        source_record_id: Set(record.id),
        application_id: Set(new.application),
        request_id: Set(request_id.clone()),
        token_hash: Set(secrets::digest(&token)),
        issued_at: Set(now),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    let row = store::insert_auth_token(work.db(), row).await?;
    let data = json!({ "source_record": row.source_record_id, "application": row.application_id });
    work.audit("auth_token.issue", "auth_token", row.id, data).await;
    Ok(IssuedToken { token, request_id, expires_at })
}

/// Redeems a token and answers with the source record of its customer. One that was not made here, in the whole brand, is shown to the
/// vendors of connections in proxy mode.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for a token that is unknown, wrong, late, used, meant for another application or of another
/// request; [`Error::Limited`] after too many failures for one request; [`Error::Upstream`] when a vendor that may have made it does not
/// answer.
pub async fn redeem(app: &App, viewer: &Viewer, connection: Option<i64>, shown: &ShownToken) -> Result<i64> {
    viewer.require(Permission::CustomerRead)?;
    let attempt = Attempt::begin(app, Some(&format!("auth token {}", shown.request_id)), None).await?;
    let place = Where { brand: viewer.brand(), connection, but: &[] };
    // What was made here is nobody else's to see.
    let is_own =
        connection.is_some() || store::auth_token(app.store().reader(), place, &shown.request_id).await?.is_some();
    let found = if is_own { own(app, viewer, place, shown).await } else { others(app, viewer, shown).await };
    attempt.end(found).await
}

/// Redeems a token that was made here.
async fn own(app: &App, viewer: &Viewer, place: Where<'_>, shown: &ShownToken) -> Result<Option<i64>> {
    let signed = shown.token.contains('.');
    if signed && !is_signed_for(app, shown).await? {
        return Ok(None);
    }
    let work = Work::begin(app, viewer, Permission::CustomerRead).await?;
    let row = store::auth_token(work.db(), place, &shown.request_id).await?;
    let Some(row) = row.filter(|row| is_good(row, shown, work.now())) else { return Ok(None) };
    if !store::use_auth_token(work.db(), row.id, work.now()).await? {
        return Ok(None);
    }
    let data = json!({ "source_record": row.source_record_id, "application": row.application_id });
    work.audit("auth_token.redeem", "auth_token", row.id, data).await;
    work.commit().await?;
    Ok(Some(row.source_record_id))
}

/// Redeems a token that a vendor made.
async fn others(app: &App, viewer: &Viewer, shown: &ShownToken) -> Result<Option<i64>> {
    let places = elsewhere::places(app, viewer.brand()).await?;
    let found = elsewhere::ask(app, viewer, &places, &Proof::Token(shown)).await?;
    if let Some(record) = found {
        let permission = Permission::CustomerRead;
        elsewhere::note(app, viewer, permission, "auth_token.redeem", record, &shown.application).await?;
    }
    Ok(found)
}

fn is_good(row: &auth_token::Model, shown: &ShownToken, now: Timestamp) -> bool {
    // The digest is compared first, so that the time tells nothing of the rest.
    secrets::matches(&shown.token, &row.token_hash)
        && row.application_id == shown.application
        && row.used_at.is_none()
        && row.expires_at > now
}

async fn is_signed_for(app: &App, shown: &ShownToken) -> Result<bool> {
    match app.tokens().open::<Claims>(app, &shown.token, &audience(&shown.application)).await {
        Ok(claims) => Ok(claims.jti == shown.request_id && claims.exp > app.clock().now().as_seconds()),
        Err(Error::Unauthenticated) => Ok(false),
        Err(other) => Err(other),
    }
}

/// What a vendor or the graph answers when a token cannot be redeemed.
pub fn refused(path: &str) -> Violation {
    Violation::new(path, Rule::NotFound, "there is no such token, or it was redeemed, or its time is over")
}

/// A code of characters that are all equally likely.
fn code(alphabet: &[u8]) -> Result<String> {
    let mut code = String::with_capacity(CODE);
    let fair = 256 - 256 % alphabet.len();
    while code.len() < CODE {
        let mut byte = [0];
        OsRng.try_fill_bytes(&mut byte).map_err(Error::internal)?;
        // Bytes beyond the last whole multiple would favour the first characters.
        if usize::from(byte[0]) < fair {
            code.push(char::from(alphabet[usize::from(byte[0]) % alphabet.len()]));
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_alphabet_and_length() {
        for alphabet in [LETTERS, DIGITS] {
            let made = code(alphabet).expect("a code");
            assert!(made.len() == CODE && made.bytes().all(|byte| alphabet.contains(&byte)), "{made}");
        }
    }
}
