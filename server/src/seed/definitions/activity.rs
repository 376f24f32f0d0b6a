//! The small-business CRM: processes with their stages, users, custom fields.

use entity::lookup::{self, LookupKind};
use entity::pipeline_stage::{self, Outcome};
use entity::pipeline_type;
use entity::property_definition::PropertyType;
use serde_json::json;

use super::catalogue::{ensure_properties, property};
use super::lookups::{Entry, define as lookups};
use super::*;

/// What pipelines, tasks and events name.
#[derive(Clone, Debug)]
pub(in crate::seed) struct Activity {
    pub(in crate::seed) processes: Vec<Process>,
    pub(in crate::seed) users: Vec<lookup::Model>,
}

/// A pipeline type and its stages in order.
#[derive(Clone, Debug)]
pub(in crate::seed) struct Process {
    pub(in crate::seed) id: i64,
    pub(in crate::seed) stages: Vec<pipeline_stage::Model>,
}

/// Keys of the vendor's printed examples: two of a customer, two of a pipeline.
pub(in crate::seed) const CUSTOMER_FIELDS: [&str; 2] =
    ["f-4bc9a801-f63d-4b9c-b527-a0cbe902828b", "f-7515a3ca-b5ef-4f74-9c30-621f502886de"];
pub(in crate::seed) const PIPELINE_FIELDS: [&str; 2] =
    ["f-e0c124cb-b838-4f39-a078-4ef489995b6f", "f-c25257rd-a542-6f36-n072-1fa585935b6f"];

/// A stage's name and what reaching it means.
type Stage = (&'static str, Option<Outcome>);

/// Name and stages; ids count from 1, as the vendor's do.
const PROCESSES: [(&str, &[Stage]); 2] = [
    (
        "Sales",
        &[
            ("Enquiry", None),
            ("Quote sent", None),
            ("Negotiation", None),
            ("Won", Some(Outcome::Won)),
            ("Lost", Some(Outcome::Lost)),
        ],
    ),
    (
        "Onboarding",
        &[("Welcome call", None), ("Set-up", None), ("Live", Some(Outcome::Won)), ("Stopped", Some(Outcome::Lost))],
    ),
];

const USERS: [(&str, &str); 4] = [
    ("1", "sarah.jones@shop.example"),
    ("2", "tomas.riha@shop.example"),
    ("3", "katrin.boehm@shop.example"),
    ("4", "lucie.vankova@shop.example"),
];

pub(super) async fn define(db: &impl ConnectionTrait, of: Scope) -> Result<Activity, DbErr> {
    fields(db, of).await?;
    let user = |(id, email): &(&str, &str)| Entry::printed(id, &person(email)).with_data(json!({ "email": email }));
    Ok(Activity {
        processes: processes(db, of).await?,
        users: lookups(db, of, LookupKind::CrmUser, USERS.iter().map(user).collect()).await?,
    })
}

/// `sarah.jones@…` is Sarah Jones.
fn person(email: &str) -> String {
    let name = email.split('@').next().unwrap_or_default();
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    name.split('.').map(capital).collect::<Vec<_>>().join(" ")
}

async fn processes(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<Process>, DbErr> {
    let row = |(position, (name, _)): (i32, &(&str, _))| pipeline_type::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        vendor_id: (position + 1).to_string(),
        name: (*name).to_owned(),
        position,
    };
    let list = Condition::all().add(pipeline_type::Column::ConnectionId.eq(of.connection));
    let wanted = (0..).zip(&PROCESSES).map(row).collect();
    let types = ensure::<pipeline_type::Entity>(db, list, pipeline_type::Column::VendorId, wanted).await?;
    // Stage ids count through all types, as in a vendor that has one table of stages.
    let mut next = 1;
    let mut processes = Vec::new();
    for (of_type, (_, names)) in types.iter().zip(&PROCESSES) {
        processes.push(Process { id: of_type.id, stages: stages(db, of_type.id, next, names).await? });
        next += names.len();
    }
    Ok(processes)
}

async fn stages(
    db: &impl ConnectionTrait,
    of_type: i64,
    first: usize,
    names: &[(&str, Option<Outcome>)],
) -> Result<Vec<pipeline_stage::Model>, DbErr> {
    let row = |(position, (name, outcome)): (i32, &(&str, Option<Outcome>))| pipeline_stage::Model {
        id: 0,
        type_id: of_type,
        vendor_id: (first as i64 + i64::from(position)).to_string(),
        name: (*name).to_owned(),
        position,
        outcome: *outcome,
    };
    let list = Condition::all().add(pipeline_stage::Column::TypeId.eq(of_type));
    let wanted = (0..).zip(names).map(row).collect();
    ensure::<pipeline_stage::Entity>(db, list, pipeline_stage::Column::VendorId, wanted).await
}

async fn fields(db: &impl ConnectionTrait, of: Scope) -> Result<(), DbErr> {
    let [colour, seats] = CUSTOMER_FIELDS;
    let [comment, budget] = PIPELINE_FIELDS;
    let wanted = [
        (colour, "Favourite colour", PropertyType::String),
        (seats, "Number of employees", PropertyType::Integer),
        (comment, "Comment from website", PropertyType::String),
        (budget, "Budget", PropertyType::Float),
    ];
    let wanted = wanted.map(|(key, name, data_type)| property(of, key, name, "", data_type, Vec::new()));
    ensure_properties(db, of, wanted.into()).await?;
    Ok(())
}
