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

/// Redeems a token and answers with the source record of its customer.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for a token that is unknown, wrong, late, used, meant for another application or of another
/// request; [`Error::Limited`] after too many failures for one request.
pub async fn redeem(app: &App, viewer: &Viewer, connection: Option<i64>, shown: &ShownToken) -> Result<i64> {
    viewer.require(Permission::CustomerRead)?;
    let attempt = Attempt::begin(app, Some(&format!("auth token {}", shown.request_id)), None).await?;
    let signed = shown.token.contains('.');
    if signed && !is_signed_for(app, shown).await? {
        return Err(Error::Unauthenticated);
    }
    let work = Work::begin(app, viewer, Permission::CustomerRead).await?;
    let place = Where { brand: work.brand(), connection };
    let row = store::auth_token(work.db(), place, &shown.request_id).await?;
    let row = row.filter(|row| is_good(row, shown, work.now())).ok_or(Error::Unauthenticated)?;
    if !store::use_auth_token(work.db(), row.id, work.now()).await? {
        return Err(Error::Unauthenticated);
    }
    let data = json!({ "source_record": row.source_record_id, "application": row.application_id });
    work.audit("auth_token.redeem", "auth_token", row.id, data).await;
    work.commit().await?;
    attempt.succeed().await?;
    Ok(row.source_record_id)
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
