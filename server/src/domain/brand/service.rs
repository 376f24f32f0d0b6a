//! Changing a brand.

use serde_json::json;

use super::{Details, store};
use crate::domain::{connection, identity, rules};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Changes the brand acted in. When it comes to believe other vendors, its customers are to be resolved anew, see
/// [`identity::service::resolve_brand`].
///
/// # Errors
/// A rule is broken.
pub async fn update(work: &Work<'_>, change: impl FnOnce(&mut Details)) -> Result<i64> {
    let row = connection::store::brand(work.db(), work.brand()).await?;
    let row = row.ok_or_else(|| Error::internal("the viewer's brand is gone"))?;
    let was = Details::of(&row);
    let mut details = was.clone();
    change(&mut details);
    rules::check([
        rules::name("name", &details.name),
        rules::currency("currency", &details.currency),
        rules::time_zone("timeZone", &details.time_zone),
        repeated(&details),
    ])?;
    let data = json!({ "was": was.shown(), "is": details.shown() });
    let settings = identity::service::with_policy(row.settings, &details.policy)?;
    store::update(work.db(), row.id, details, settings).await?;
    work.audit("brand.update", "brand", row.id, data).await;
    Ok(row.id)
}

fn repeated(details: &Details) -> Option<Violation> {
    let trust = &details.policy.trust;
    let twice = trust.iter().enumerate().any(|(at, vendor)| trust[..at].contains(vendor));
    twice.then(|| Violation::new("survivorship.trust", Rule::NotAllowed, "a system can stand in the order only once"))
}
