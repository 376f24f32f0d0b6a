//! Recording answers, and configuring how imports of them are read.

use std::collections::HashSet;

use entity::lookup::LookupKind;
use entity::{import_configuration, survey_response};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{ConfigurationDraft, Mapped, NewConfiguration, NewResponse, NpsSummary, ResponseFilter, store};
use crate::domain::account::secrets;
use crate::domain::outbox::What;
use crate::domain::{catalogue, rules};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work, listing};

/// Longest reference, name, field and heading, in characters.
const LONGEST: usize = 255;

/// Makes an import configuration.
///
/// # Errors
/// It breaks rules, or the connection has the reference already.
pub async fn create_configuration(work: &Work<'_>, new: NewConfiguration) -> Result<i64> {
    let mut broken = broken(&new.draft);
    let reference = match new.reference {
        Some(reference) => {
            broken.extend(named("reference", &reference));
            if store::configuration(work.db(), new.connection, &reference).await?.is_some() {
                let message = "the connection has a configuration with this reference";
                broken.push(Violation::new("reference", Rule::AlreadyExists, message).with_value(&reference));
            }
            reference
        }
        None => secrets::random_hex::<16>()?,
    };
    rules::check(broken.into_iter().map(Some))?;
    let (connection, now) = (new.connection, work.now());
    let row = store::insert_configuration(work.db(), work.brand(), connection, reference, new.draft, now).await?;
    let data = json!({ "connection": connection, "reference": row.reference });
    work.audit("import_configuration.create", "import_configuration", row.id, data).await;
    Ok(row.id)
}

/// Changes what an import configuration says. Its reference stays, because imports name it.
///
/// # Errors
/// There is no such configuration in the brand, or what it would be breaks rules.
pub async fn update_configuration(
    work: &Work<'_>,
    id: i64,
    change: impl FnOnce(&mut ConfigurationDraft),
) -> Result<i64> {
    let row = listing::find::<import_configuration::Entity>(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "import configuration" })?;
    let mut draft = ConfigurationDraft { name: row.name.clone(), data_type: row.data_type, mapping: mapping(&row)? };
    change(&mut draft);
    rules::check(broken(&draft).into_iter().map(Some))?;
    let data = json!({ "connection": row.connection_id, "reference": row.reference });
    store::update_configuration(work.db(), row, draft, work.now()).await?;
    work.audit("import_configuration.update", "import_configuration", id, data).await;
    Ok(id)
}

/// Where a configuration reads each field from.
///
/// # Errors
/// What is stored cannot be read.
pub fn mapping(row: &import_configuration::Model) -> Result<Vec<Mapped>> {
    serde_json::from_value(row.mapping.clone()).map_err(Error::internal)
}

/// Records an answered survey on a record of the brand.
///
/// # Errors
/// The answer breaks rules.
pub async fn record(work: &Work<'_>, new: NewResponse) -> Result<survey_response::Model> {
    let beyond = new.nps.filter(|nps| !(0..=10).contains(nps));
    let beyond = beyond.map(|_| Violation::new("nps", Rule::NotAllowed, "a score lies between 0 and 10"));
    let unknown = catalogue::service::unknown(work, "touchpointId", LookupKind::Touchpoint, new.touchpoint).await?;
    rules::check([beyond, unknown])?;
    let row = store::insert_response(work.db(), work.brand(), new, work.now()).await?;
    let title = match row.nps {
        Some(nps) => format!("Survey answered with {nps} of 10"),
        None => "Survey answered".to_owned(),
    };
    let mut draft = TimelineDraft::new("survey.answered", title).about("survey_response", row.id);
    draft.occurred_at = row.responded_at;
    draft.body.clone_from(&row.comment);
    work.timeline(row.source_record_id, draft).await;
    let data = json!({ "source_record": row.source_record_id });
    work.audit("survey_response.create", "survey_response", row.id, data).await;
    work.change(row.source_record_id, What::SurveyRecorded(row.id)).await;
    Ok(row)
}

/// How the brand's customers scored it.
///
/// # Errors
/// The store failed.
pub async fn nps(db: &impl ConnectionTrait, brand: i64, filter: &ResponseFilter) -> Result<NpsSummary> {
    store::nps(db, brand, filter).await
}

fn broken(draft: &ConfigurationDraft) -> Vec<Violation> {
    let mut broken: Vec<Violation> = named("name", &draft.name).into_iter().collect();
    if draft.mapping.is_empty() {
        broken.push(Violation::new("mapping", Rule::Empty, "an import reads at least one field"));
    }
    let (mut fields, mut headings) = (HashSet::new(), HashSet::new());
    for (at, mapped) in draft.mapping.iter().enumerate() {
        for (part, text, known) in [("field", &mapped.field, &mut fields), ("heading", &mapped.heading, &mut headings)]
        {
            let path = format!("mapping[{at}].{part}");
            broken.extend(named(&path, text));
            if !known.insert(text.as_str()) {
                let message = format!("this {part} is mapped before");
                broken.push(Violation::new(path, Rule::AlreadyExists, message).with_value(text));
            }
        }
    }
    broken
}

fn named(path: &str, text: &str) -> Option<Violation> {
    let long = || Violation::new(path, Rule::TooLong, format!("{path} has more than {LONGEST} characters"));
    rules::filled(path, text).or_else(|| (text.chars().count() > LONGEST).then(long))
}
