//! `POST /customer/event/add`: create a calendar event.

use axum::http::Method;
use entity::calendar_event;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::dialect::CustomerDatabaseApp;
use super::fields::{self, all_filled, filled};
use super::reply::{self, Added};
use super::{access, remains, time};
use crate::domain::account::Permission;
use crate::domain::activity::event::store::NewEvent;
use crate::domain::activity::event::{EventFields, service as events};
use crate::error::{Error, Rule, Violation};
use crate::store::numbering;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::local;
use crate::vendor::shape::{Field, Kind};

const START: &str = "startdatetime";
const END: &str = "enddatetime";

/// The operation.
pub(super) struct AddCustomerEvent;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customerid: String,
    startdatetime: String,
    enddatetime: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default)]
    attendees: Vec<String>,
    #[serde(default)]
    attendeeuser: Vec<String>,
    #[serde(default)]
    attendeesuser: Vec<String>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Operation for AddCustomerEvent {
    type Dialect = CustomerDatabaseApp;
    type Request = Request;
    type Reply = Added;
    const NAME: &'static str = "addCustomerEvent";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/event/add";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            fields::customer(),
            Field::body(START, Kind::Text).required().doc("DD/MM/YYYY HH:MM:SS"),
            Field::body(END, Kind::Text).required().doc("DD/MM/YYYY HH:MM:SS, not before it begins"),
            fields::name(),
            Field::body("location", Kind::Text),
            Field::body("description", Kind::Text),
            fields::list("attendees").doc("Ids of customers who take part"),
            fields::list("attendeeuser").doc("Ids of colleagues who take part, as the table spells it"),
            fields::list("attendeesuser").doc("The same, as the sample spells it"),
        ]
    }

    async fn perform(call: &Call<'_, CustomerDatabaseApp>, request: Request) -> Result<Added, Refusal> {
        let zone = local::zone(&call.caller()?.connection.time_zone);
        let starts_at = time::instant(START, &request.startdatetime, zone);
        let ends_at = time::instant(END, &request.enddatetime, zone);
        let (starts_at, ends_at) = match (starts_at, ends_at) {
            (Ok(starts_at), Ok(ends_at)) if ends_at < starts_at => {
                let message = "enddatetime must not be before startdatetime";
                return Err(Violation::new(END, Rule::NotAllowed, message).into());
            }
            (Ok(starts_at), Ok(ends_at)) => (starts_at, ends_at),
            (starts_at, ends_at) => {
                let broken = [starts_at.err(), ends_at.err()].into_iter().flatten().collect();
                return Err(Error::Invalid(broken).into());
            }
        };
        let work = call.begin(Permission::CustomerCud).await?;
        let record = access::customer(call, &work, &request.customerid).await?;
        let mut attendee_users = all_filled(request.attendeeuser);
        for user in all_filled(request.attendeesuser) {
            if !attendee_users.contains(&user) {
                attendee_users.push(user);
            }
        }
        let fields = EventFields {
            name: request.name,
            location: filled(request.location),
            description: filled(request.description),
            starts_at,
            ends_at,
            attendees: all_filled(request.attendees),
            attendee_users,
        };
        let new = NewEvent { source_record: record.id, vendor_id: None, fields };
        let row = events::create(&work, new).await?;
        let of = (work.brand(), record.connection_id);
        let id = numbering::issue::<calendar_event::Entity>(work.db(), of, row.id, reply::given(call)).await?;
        remains::keep(&work, &record, Self::NAME, request.other).await?;
        work.commit().await?;
        Ok(Added::under(id))
    }
}
