//! How CustomerGauge carries out changes made in the graph: a survey response by the account's import configuration, and nothing else.

use chrono_tz::Tz;
use entity::import_configuration::{self, ImportType};
use entity::{Timestamp, survey_response};
use serde_json::{Map, Value, json};

use super::import::KnownField;
use crate::domain::catalogue::service as catalogue;
use crate::domain::outbox::{Plan, PlannedCall, What};
use crate::domain::survey::{service as surveys, store};
use crate::error::Result;
use crate::store::hanging;
use crate::vendor::local;
use crate::vendor::plan::{Asked, Planning, unheard};

const VENDOR: &str = "CustomerGauge";

pub(super) fn plan<'a>(asked: &'a Asked<'a>) -> Planning<'a> {
    Box::pin(async move {
        match asked.what {
            What::SurveyRecorded(row) => recorded(asked, *row).await,
            other => Ok(unheard(VENDOR, other)),
        }
    })
}

async fn recorded(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let (db, brand) = (asked.work.db(), asked.work.brand());
    let Some(response) = hanging::find::<survey_response::Entity>(db, brand, id).await? else {
        return Ok(Plan::none("the response is gone"));
    };
    let wanted = ImportType::ExternalResponse;
    let Some(configuration) = store::configuration_of_type(db, asked.connection.id, wanted).await? else {
        return Ok(Plan::none("the account has no import configuration for external responses"));
    };
    let touchpoint = match response.touchpoint_id {
        Some(id) => catalogue::by_ids(db, brand, &[id]).await?.remove(&id).map(|entry| entry.name),
        None => None,
    };
    let said = said(asked, &response, touchpoint);
    put(&configuration, said)
}

/// What a response says, by the vendor's fields.
fn said(asked: &Asked<'_>, response: &survey_response::Model, touchpoint: Option<String>) -> Vec<(KnownField, String)> {
    let (record, zone) = (asked.record, local::zone(&asked.connection.time_zone));
    let instant = |instant: Option<Timestamp>| instant.map(|instant| written(instant, zone));
    let said = [
        (KnownField::AccountName, response.account_name.clone().or_else(|| record.company_name.clone())),
        (KnownField::FirstName, record.first_name.clone()),
        (KnownField::LastName, record.last_name.clone()),
        (KnownField::Email, record.email.clone()),
        (KnownField::Phone, record.phone.clone()),
        (KnownField::Nps, response.nps.map(|nps| nps.to_string())),
        (KnownField::Comment, response.comment.clone()),
        (KnownField::FollowUp, response.follow_up.clone()),
        (KnownField::FollowUpDetails, response.follow_up_details.clone()),
        (KnownField::Touchpoint, touchpoint),
        (KnownField::SentDate, instant(response.sent_at.or(response.responded_at).or(Some(response.created_at)))),
        (KnownField::ResponseDate, instant(response.responded_at.or(Some(response.created_at)))),
    ];
    said.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
}

/// Under the headings of the configuration; what it does not map, the vendor would drop without a word.
fn put(configuration: &import_configuration::Model, said: Vec<(KnownField, String)>) -> Result<Plan> {
    let mapping = surveys::mapping(configuration)?;
    let (mut record, mut losses) = (Map::new(), Vec::new());
    for (field, text) in said {
        let heading = mapping.iter().find(|mapped| KnownField::of(&mapped.field) == Some(field));
        match heading {
            Some(mapped) => {
                record.insert(mapped.heading.clone(), Value::String(text));
            }
            None => losses.push(format!("the configuration {} maps no {}", configuration.reference, field.title())),
        }
    }
    let request = json!({ "configuration": configuration.reference, "record": record });
    Ok(Plan { calls: vec![PlannedCall::of("putRecord", request)], losses })
}

fn written(instant: Timestamp, zone: Tz) -> String {
    let instant: chrono::DateTime<chrono::Utc> = instant.into();
    instant.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S").to_string()
}
