//! Importing one record, by the configuration that the call names.
//!
//! What a configuration maps goes to its place; what it does not is accepted, as the vendor does, and kept aside with the reason, so that
//! accepted and kept aside together are what was sent.

mod name;
mod people;
mod record;

use entity::import_configuration::ImportType;
use entity::lookup::{self, LookupKind};
use entity::source_record::RecordState;
use entity::{connection, source_record};
use serde_json::{Map, Value, json};

pub(super) use name::KnownField;
use record::{Answer, Record};

use crate::domain::catalogue::service as catalogue;
use crate::domain::connection::service as connections;
use crate::domain::quarantine::{Entry, service as quarantine};
use crate::domain::survey::{NewResponse, service as surveys, store};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};
use crate::vendor::local;

/// A call that carries a record.
pub(super) struct Import<'a> {
    pub(super) connection: &'a connection::Model,
    pub(super) operation: &'static str,
    /// The reference it names.
    pub(super) configuration: String,
}

/// Imports a record. `beside` is what the call has that is no part of it.
pub(super) async fn import(
    work: &Work<'_>,
    import: Import<'_>,
    sent: Map<String, Value>,
    beside: Map<String, Value>,
) -> Result<()> {
    let connection = import.connection;
    let configuration = store::configuration(work.db(), connection.id, &import.configuration).await?;
    let configuration = configuration
        .ok_or_else(|| Violation::new("configuration", Rule::NotFound, "The selected configuration is invalid."))?;
    if sent.is_empty() {
        return Err(Violation::required("record").into());
    }
    let (mut record, mut broken) = Record::read(&surveys::mapping(&configuration)?, sent);
    broken.extend(record.violations(configuration.data_type));
    let answer = record.answer(local::zone(&connection.time_zone)).map_err(|more| broken.extend(more));
    let touchpoint = touchpoint(work, connection.id, &record).await?.map_err(|one| broken.push(one));
    let (Ok(answer), Ok(touchpoint), true) = (answer, touchpoint, broken.is_empty()) else {
        return Err(Error::Invalid(broken));
    };
    // Two calls with one new contact would both find nobody.
    connections::hold(work, connection.id).await?;
    let unmapped = std::mem::take(&mut record.unmapped);
    let about = write(work, connection.id, configuration.data_type, record, answer, touchpoint).await?;
    let entry = |path: String, value: Value, reason: &str| Entry {
        connection: connection.id,
        source_record: Some(about.id),
        operation: import.operation,
        path,
        value,
        reason: reason.to_owned(),
    };
    let reason = format!("the configuration {} maps no field to this heading", configuration.reference);
    let unmapped = unmapped.into_iter().map(|(heading, value)| entry(format!("record.{heading}"), value, &reason));
    let beside = beside.into_iter().map(|(name, value)| entry(name, value, "the call has no such parameter"));
    quarantine::keep(work, unmapped.chain(beside).collect()).await
}

/// "Only Touchpoints that exist in your CustomerGauge system will be accepted."
async fn touchpoint(
    work: &Work<'_>,
    connection: i64,
    record: &Record,
) -> Result<Result<Option<lookup::Model>, Violation>> {
    let Some(named) = record.text(KnownField::Touchpoint) else { return Ok(Ok(None)) };
    let known = catalogue::all(work.db(), connection, LookupKind::Touchpoint).await?;
    let found = known.into_iter().filter(|entry| entry.state == RecordState::Active);
    let found = found.into_iter().find(|entry| entry.name == named || entry.vendor_id == named);
    let unknown = |heading: &str| format!("The selected {heading} is invalid.");
    Ok(found.map(Some).ok_or_else(|| record.broken(KnownField::Touchpoint, Rule::NotFound, unknown)))
}

/// Writes what a record says; the record of the company or person it is about.
async fn write(
    work: &Work<'_>,
    connection: i64,
    data_type: ImportType,
    mut record: Record,
    answer: Answer,
    touchpoint: Option<lookup::Model>,
) -> Result<source_record::Model> {
    let other = std::mem::take(&mut record.other);
    match data_type {
        ImportType::Account | ImportType::AccountAlias => {
            let more = record.titled(|name| !name.is_of_account() && name != KnownField::Alias).chain(other).collect();
            company(people::account(work, connection, &record, more).await?)
        }
        ImportType::Activity => {
            let about = company(people::account(work, connection, &record, Map::new()).await?)?;
            let data = record.titled(|name| !name.is_of_account()).chain(other).collect();
            happened(work, about.id, &record, data).await;
            Ok(about)
        }
        ImportType::Contact => {
            let more = record.titled(|name| !name.is_of_account() && !name.is_of_contact()).chain(other).collect();
            people::contact(work, connection, &record, more).await
        }
        ImportType::MultiObject => {
            people::account(work, connection, &record, Map::new()).await?;
            let more = record.titled(|name| !name.is_of_account() && !name.is_of_contact()).chain(other).collect();
            people::contact(work, connection, &record, more).await
        }
        ImportType::Survey => {
            people::account(work, connection, &record, Map::new()).await?;
            let about = people::contact(work, connection, &record, Map::new()).await?;
            let data = record.titled(|name| !name.is_of_account() && !name.is_of_contact()).chain(other).collect();
            invited(work, about.id, &answer, data).await;
            Ok(about)
        }
        ImportType::ExternalResponse => {
            people::account(work, connection, &record, Map::new()).await?;
            let about = people::contact(work, connection, &record, Map::new()).await?;
            let beyond = |name: KnownField| !name.is_of_account() && !name.is_of_contact() && !name.is_of_response();
            let answers = record.titled(beyond).chain(other).collect();
            answered(work, about.id, &record, answer, touchpoint, answers).await?;
            Ok(about)
        }
    }
}

/// The rules of these data types let no record through that names none.
fn company(account: Option<source_record::Model>) -> Result<source_record::Model> {
    account.ok_or_else(|| Error::internal("a record of an account names none"))
}

/// A response is never updated: the same record twice makes two.
async fn answered(
    work: &Work<'_>,
    about: i64,
    record: &Record,
    answer: Answer,
    touchpoint: Option<lookup::Model>,
    answers: Map<String, Value>,
) -> Result<()> {
    let Answer { nps, follow_up, sent_at, responded_at } = answer;
    let new = NewResponse {
        source_record: about,
        account_name: record.text(KnownField::AccountName),
        nps,
        comment: record.text(KnownField::Comment),
        follow_up,
        follow_up_details: record.text(KnownField::FollowUpDetails),
        touchpoint: touchpoint.map(|touchpoint| touchpoint.id),
        sent_at,
        responded_at,
        answers,
    };
    let row = surveys::record(work, new).await?;
    // So do the printed samples; it is let through, and whoever wonders finds it noted.
    if responded_at < sent_at {
        let warning = json!({ "warning": "answered before it was sent" });
        work.audit("survey_response.warning", "survey_response", row.id, warning).await;
    }
    Ok(())
}

/// An invitation has no place but the timeline.
async fn invited(work: &Work<'_>, about: i64, answer: &Answer, data: Map<String, Value>) {
    let mut entry = TimelineDraft::new("survey.requested", "Survey requested").with_data(data.into());
    entry.occurred_at = answer.sent_at;
    work.timeline(about, entry).await;
}

/// An activity has no place but the timeline.
async fn happened(work: &Work<'_>, about: i64, record: &Record, data: Map<String, Value>) {
    let part = |name| record.text(name).unwrap_or_default();
    let title = format!("{}: {}", part(KnownField::Type), part(KnownField::Reference));
    work.timeline(about, TimelineDraft::new("account.activity", title).with_data(data.into())).await;
}
