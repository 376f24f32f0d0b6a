//! `GET /customer/timelineByCustomerExternalID`: the contacts with a customer, oldest first.

use axum::http::Method;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::{Timestamp, timeline_entry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::contacts::{self, FORM, OF_EVENTS};
use super::fields;
use crate::domain::account::Permission;
use crate::domain::timeline::{EXTERNAL, TimelineFilter};
use crate::store::children::Listed;
use crate::store::keyset::Ordering;
use crate::store::slice::{self, Slice};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The newest so many; nobody reads further back in one answer.
const MOST: u64 = 1000;

/// The operation.
pub(super) struct GetTimeline;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    brand_id: i64,
    external_id: String,
    #[serde(rename = "getTicketHistory", default, skip_serializing_if = "Option::is_none")]
    ticket_history: Option<Value>,
}

/// An event, with the keys that the vendor's ticket timeline has.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Event {
    id: i64,
    ticket_id: Option<Value>,
    item_type: String,
    item_type_id: String,
    description: String,
    initiated_by: String,
    created_at: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_url: Option<String>,
}

impl Operation for GetTimeline {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Vec<Event>;
    const NAME: &'static str = "timelineByCustomerExternalID";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customer/timelineByCustomerExternalID";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![
            fields::in_query(fields::brand("brand_id")).required(),
            fields::in_query(fields::primary("external_id")).required(),
            Field::query("getTicketHistory", Kind::Any)
                .or(&["ticket_history"])
                .doc("With any value: what belongs to tickets is shown too"),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Vec<Event>, Refusal> {
        let db = call.app.store().reader();
        let named = Named { brand: Some(request.brand_id), primary: Some(request.external_id), ..Named::default() };
        let (grant, record) = named.find(db, &call.caller()?.session).await?;
        let filter = TimelineFilter { without_tickets: request.ticket_history.is_none(), ..TimelineFilter::default() };
        let newest: Ordering<timeline_entry::Column> = timeline_entry::Entity::ordering(&filter);
        let part = Slice { ordering: newest, offset: 0, limit: MOST };
        let entries = slice::of_record::<timeline_entry::Entity>(db, record.id, &filter, part).await?;
        // An unknown zone is read as UTC.
        let zone = grant.connection.time_zone.parse().unwrap_or(Tz::UTC);
        Ok(entries.rows.into_iter().rev().map(|entry| event(entry, zone)).collect())
    }

    async fn absorb(call: &Call<'_, Omnidesk>, request: Request) -> Result<(), Refusal> {
        let named = Named { brand: Some(request.brand_id), primary: Some(request.external_id), ..Named::default() };
        contacts::absorb(call, Self::NAME, &named).await
    }
}

fn event(entry: timeline_entry::Model, zone: Tz) -> Event {
    let is_external = entry.kind == EXTERNAL;
    let description = if is_external { entry.body.unwrap_or(entry.title) } else { entry.title };
    Event {
        id: entry.id,
        ticket_id: entry.ticket_id.map(|id| id.parse::<i64>().map_or_else(|_| Value::from(id), Value::from)),
        item_type: if is_external { OF_EVENTS.to_owned() } else { entry.kind },
        item_type_id: entry.subject_id.unwrap_or(entry.id).to_string(),
        description,
        initiated_by: entry.actor.unwrap_or_default(),
        created_at: local(entry.occurred_at, zone),
        kind: "event".to_owned(),
        source_url: entry.source_url,
    }
}

/// `YYYY-MM-DD HH:MM:SS`, without an offset.
fn local(instant: Timestamp, zone: Tz) -> String {
    DateTime::<Utc>::from(instant).with_timezone(&zone).format(FORM).to_string()
}
