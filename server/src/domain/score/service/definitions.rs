//! Defining attributes and metrics. Scores follow by [`super::recompute_connection`], which is not part of the same transaction: it may
//! concern every customer of the connection.

use entity::Amount;
use entity::score_definition::{self, SignalKind, SignalType};
use sea_orm::ActiveEnum;
use serde_json::json;

use crate::domain::rules;
use crate::domain::score::{NewDefinition, Scoring, store};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{Work, listing};

/// Longest codename and name, in characters.
const LONGEST: usize = 255;

/// 100 percent.
const WHOLE: Amount = Amount(1_000_000);

/// Defines an attribute or metric.
///
/// # Errors
/// The definition breaks rules, or the connection has the codename already.
pub async fn define(work: &Work<'_>, new: NewDefinition) -> Result<i64> {
    let mut broken: Vec<Violation> = named("codename", &new.codename).into_iter().collect();
    if broken.is_empty() && new.codename.trim() != new.codename {
        broken.push(Violation::new("codename", Rule::Format, "a codename neither begins nor ends with a blank"));
    }
    broken.extend(named("name", &new.name));
    broken.extend(new.scoring.iter().flat_map(|scoring| unfit(new.data_type, scoring)));
    let known = store::of_codename(work.db(), new.connection, new.kind, &new.codename).await?;
    if known.is_some() {
        let message = format!("the connection has {} with this codename", article(new.kind));
        broken.push(Violation::new("codename", Rule::AlreadyExists, message).with_value(&new.codename));
    }
    rules::check(broken.into_iter().map(Some))?;
    let row = store::insert(work.db(), work.brand(), new, work.now()).await?;
    trace(work, "score_definition.create", &row).await;
    Ok(row.id)
}

/// Changes a definition. `change` gets what may be changed: the name and how it feeds a score; values that were sent must go on fitting,
/// so codename and type stay.
///
/// # Errors
/// There is no such definition in the brand, or what it would be breaks rules.
pub async fn revise(work: &Work<'_>, id: i64, change: impl FnOnce(&mut String, &mut Option<Scoring>)) -> Result<i64> {
    let definition = find(work, id).await?;
    let (mut name, mut scoring) = (definition.name.clone(), scoring_of(&definition));
    change(&mut name, &mut scoring);
    let mut broken: Vec<Violation> = named("name", &name).into_iter().collect();
    broken.extend(scoring.iter().flat_map(|scoring| unfit(definition.data_type, scoring)));
    rules::check(broken.into_iter().map(Some))?;
    let row = store::update(work.db(), definition, name, scoring, work.now()).await?;
    trace(work, "score_definition.update", &row).await;
    Ok(row.id)
}

/// Removes a definition, and with it every value of it.
///
/// # Errors
/// There is no such definition in the brand, or its vendor's system has it always.
pub async fn remove(work: &Work<'_>, id: i64) -> Result<i64> {
    let row = find(work, id).await?;
    if row.is_system {
        return Err(Error::Conflict("this definition belongs to the system and cannot be removed".to_owned()));
    }
    store::delete(work.db(), row.id).await?;
    trace(work, "score_definition.delete", &row).await;
    Ok(row.id)
}

async fn find(work: &Work<'_>, id: i64) -> Result<score_definition::Model> {
    let row = listing::find::<score_definition::Entity>(work.db(), work.brand(), id).await?;
    row.ok_or(Error::NotFound { kind: "score definition" })
}

/// How a definition feeds a score today.
fn scoring_of(definition: &score_definition::Model) -> Option<Scoring> {
    let (score, weight) = (definition.score?, definition.weight?);
    Some(Scoring { score, weight, lowest: definition.lowest, highest: definition.highest })
}

fn named(path: &str, text: &str) -> Option<Violation> {
    let long = || Violation::new(path, Rule::TooLong, format!("{path} has more than {LONGEST} characters"));
    rules::filled(path, text).or_else(|| (text.chars().count() > LONGEST).then(long))
}

/// What keeps values of this type from feeding a score in this way.
fn unfit(data_type: SignalType, scoring: &Scoring) -> Vec<Violation> {
    if matches!(data_type, SignalType::Text | SignalType::Date) {
        let message = "texts and dates have no scale and cannot feed a score";
        return vec![Violation::new("scoring", Rule::NotAllowed, message)];
    }
    let mut broken = Vec::new();
    if scoring.weight <= Amount::ZERO || scoring.weight > WHOLE {
        let message = "a weight is more than 0 and at most 100 percent";
        broken.push(Violation::new("scoring.weight", Rule::NotAllowed, message).with_value(scoring.weight));
    }
    match (scoring.lowest, scoring.highest) {
        (Some(lowest), Some(highest)) if lowest == highest => {
            let message = "the two ends of a scale must differ";
            broken.push(Violation::new("scoring.highest", Rule::NotAllowed, message).with_value(highest));
        }
        (Some(_), Some(_)) => {}
        // False counts as 0 and true as 1, so a truth has a scale of its own.
        (None, None) if data_type == SignalType::Boolean => {}
        (lowest, highest) => {
            broken.extend(lowest.is_none().then(|| Violation::required("scoring.lowest")));
            broken.extend(highest.is_none().then(|| Violation::required("scoring.highest")));
        }
    }
    broken
}

fn article(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Attribute => "an attribute",
        SignalKind::Metric => "a metric",
    }
}

async fn trace(work: &Work<'_>, action: &str, row: &score_definition::Model) {
    let data = json!({ "connection": row.connection_id, "kind": row.kind.to_value(), "codename": row.codename });
    work.audit(action, "score_definition", row.id, data).await;
}

/// Whether a connection has a scoring profile: at least one attribute or metric that carries weight.
///
/// # Errors
/// The store failed.
pub async fn is_configured(work: &Work<'_>, connection: i64) -> Result<bool> {
    Ok(!store::scoring(work.db(), &[connection]).await?.is_empty())
}
