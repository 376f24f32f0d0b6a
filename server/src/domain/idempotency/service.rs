//! Remembering what a key was used for, in the transaction of the change itself.

use super::store;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Longest key, in characters.
const LONGEST: usize = 200;

/// A call under an idempotency key.
#[derive(Debug)]
pub struct Request {
    /// The caller's key.
    pub key: String,
    /// Digest of what was asked.
    pub digest: String,
}

/// The row that an earlier call with this key made or changed.
///
/// # Errors
/// [`Error::Conflict`] when the key was used for another input.
pub async fn earlier(work: &Work<'_>, request: &Request) -> Result<Option<i64>> {
    if request.key.is_empty() || request.key.chars().count() > LONGEST {
        let message = format!("an idempotency key has 1 to {LONGEST} characters");
        return Err(Violation::new("idempotencyKey", Rule::Format, message).into());
    }
    match store::find(work.db(), work.brand(), &actor(work), &request.key).await? {
        Some(row) if row.request_hash == request.digest => Ok(row.response.as_i64()),
        Some(_) => Err(Error::Conflict("this idempotency key was used for another input".to_owned())),
        None => Ok(None),
    }
}

/// Keeps the row that this call made or changed.
///
/// # Errors
/// [`Error::Conflict`] when another call with the same key was faster.
pub async fn remember(work: &Work<'_>, request: Request, row: i64) -> Result<()> {
    let kept = store::insert(work.db(), work.brand(), actor(work), request.key, request.digest, row, work.now()).await;
    match kept {
        Err(error) if error.is_unique_violation() => {
            Err(Error::Conflict("a call with this idempotency key is under way".to_owned()))
        }
        other => other,
    }
}

fn actor(work: &Work<'_>) -> String {
    format!("{}:{}", work.viewer().kind(), work.viewer().id().unwrap_or_default())
}
