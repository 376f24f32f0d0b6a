//! How Customer Database App carries out changes made in the graph: it adds, and neither changes nor removes nor reads.

use entity::{calendar_event, note, pipeline, pipeline_stage, pipeline_type, task};
use serde_json::{Map, Value, json};

use super::custom::FIELD;
use super::time;
use crate::domain::channel::store as channels;
use crate::domain::outbox::{Plan, PlannedCall, What, row};
use crate::domain::pipeline::definition::store as definitions;
use crate::error::Result;
use crate::store::listing;
use crate::vendor::local;
use crate::vendor::plan::{Asked, Planning, unheard};

const VENDOR: &str = "Customer Database App";
/// The name of the id in a reply.
const ID: &str = "message";

pub(super) fn plan<'a>(asked: &'a Asked<'a>) -> Planning<'a> {
    Box::pin(async move {
        match asked.what {
            What::CustomerCreated => created(asked).await,
            What::NoteAdded(row) => note_added(asked, *row).await,
            What::TaskCreated(row) => task_created(asked, *row).await,
            What::EventCreated(row) => event_created(asked, *row).await,
            What::PipelineCreated(row) => pipeline_created(asked, *row).await,
            other => Ok(unheard(VENDOR, other)),
        }
    })
}

fn gone() -> Result<Plan> {
    Ok(Plan::none("it is gone"))
}

async fn created(asked: &Asked<'_>) -> Result<Plan> {
    use entity::channel::ChannelKind;
    let record = asked.record;
    let known = channels::of_records(asked.work.db(), &[record.id]).await?;
    let of = |kind: ChannelKind, first: &Option<String>| -> Vec<String> {
        let rest = known.iter().filter(|channel| channel.kind == kind).map(|channel| channel.address.clone());
        let mut all: Vec<String> = first.iter().cloned().chain(rest).collect();
        let mut seen = std::collections::HashSet::new();
        all.retain(|address| seen.insert(address.clone()));
        all
    };
    let (emails, phones) = (of(ChannelKind::Email, &record.email), of(ChannelKind::Telephone, &record.phone));
    let (Some(first), Some(last)) = (&record.first_name, &record.last_name) else {
        return Ok(Plan::none(format!("{VENDOR} takes no customer without a given and a family name")));
    };
    if emails.is_empty() {
        return Ok(Plan::none(format!("{VENDOR} takes no customer without an e-mail address")));
    }
    let request =
        json!({ "forename": first, "surname": last, "email": emails, "phone": phones, FIELD: pairs(&record.extra) });
    let mut plan = Plan::of(PlannedCall::of("addCustomer", request).making("source_record", record.id, ID));
    let unkept = [
        ("birth date", record.birth_date.is_some()),
        ("company", record.company_name.is_some()),
        ("language", record.language.is_some()),
        ("address", record.address.is_some()),
        ("gender", record.gender.is_some()),
    ];
    for (name, _) in unkept.iter().filter(|(_, is_said)| *is_said) {
        plan = plan.losing(format!("{VENDOR} keeps no {name}"));
    }
    Ok(plan)
}

fn pairs(extra: &Value) -> Vec<Value> {
    let fields: Option<&Map<String, Value>> = extra.as_object();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    fields.into_iter().flatten().map(|(key, value)| json!({ "key": key, "value": text(value) })).collect()
}

async fn note_added(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let note = listing::find::<note::Entity>(asked.work.db(), asked.work.brand(), id).await?;
    let Some(note) = note else { return gone() };
    let call = match note.pipeline_id {
        Some(pipeline) => {
            PlannedCall::of("addPipelineNote", json!({ "pipelineid": row("pipeline", pipeline), "note": note.text }))
        }
        None => {
            let customer = row("source_record", asked.record.id);
            PlannedCall::of("addCustomerNote", json!({ "customerid": customer, "note": note.text }))
        }
    };
    Ok(Plan::of(call.making("note", note.id, ID)))
}

async fn task_created(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let task = listing::find::<task::Entity>(asked.work.db(), asked.work.brand(), id).await?;
    let Some(task) = task else { return gone() };
    let mut request = json!({
        "datedue": time::shown_day(task.due_on),
        "name": task.name,
        "description": task.description,
        "users": task.assignees,
    });
    let operation = match task.pipeline_id {
        Some(pipeline) => {
            request["pipelineid"] = row("pipeline", pipeline);
            "addPipelineTask"
        }
        None => {
            request["customerid"] = row("source_record", asked.record.id);
            "addCustomerTask"
        }
    };
    Ok(Plan::of(PlannedCall::of(operation, request).making("task", task.id, ID)))
}

async fn event_created(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let event = listing::find::<calendar_event::Entity>(asked.work.db(), asked.work.brand(), id).await?;
    let Some(event) = event else { return gone() };
    let zone = local::zone(&asked.connection.time_zone);
    let request = json!({
        "customerid": row("source_record", asked.record.id),
        "startdatetime": time::shown(event.starts_at, zone),
        "enddatetime": time::shown(event.ends_at, zone),
        "name": event.name,
        "location": event.location,
        "description": event.description,
        "attendees": event.attendees,
        // As the sample spells it, which is what runs.
        "attendeesuser": event.attendee_users,
    });
    Ok(Plan::of(PlannedCall::of("addCustomerEvent", request).making("calendar_event", event.id, ID)))
}

async fn pipeline_created(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let (db, brand) = (asked.work.db(), asked.work.brand());
    let Some(pipeline) = listing::find::<pipeline::Entity>(db, brand, id).await? else { return gone() };
    let of_type: Option<pipeline_type::Model> = definitions::type_by_id(db, brand, pipeline.type_id).await?;
    let Some(of_type) = of_type.filter(|of_type| of_type.connection_id == asked.connection.id) else {
        return Ok(Plan::none("the pipeline's type is none of this account's"));
    };
    let stage: Option<pipeline_stage::Model> = definitions::stage_by_id(db, brand, pipeline.stage_id).await?;
    let request = json!({
        "customerid": row("source_record", asked.record.id),
        "reference": pipeline.reference,
        "pipelinetypeid": of_type.vendor_id,
        "stageid": stage.map(|stage| stage.vendor_id),
        "userid": pipeline.owner_id,
        FIELD: pairs(&pipeline.custom),
    });
    let plan = Plan::of(PlannedCall::of("addPipeline", request).making("pipeline", pipeline.id, ID));
    Ok(if pipeline.value.is_some() { plan.losing(format!("{VENDOR} keeps no value of a pipeline")) } else { plan })
}
