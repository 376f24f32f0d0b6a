//! How Customerscore.io carries out changes made in the graph: everything by the one import, which adds to what it has.

use serde_json::{Map, Value, json};

use crate::domain::outbox::{Plan, PlannedCall, What};
use crate::domain::source::Facts;
use crate::error::Result;
use crate::vendor::plan::{Asked, Planning, difference, unheard};

const VENDOR: &str = "Customerscore.io";
/// What the vendor keeps of a customer itself; the rest are attributes that an account defines.
const KEPT: [&str; 4] = ["display_name", "company_name", "owner_email", "kind"];

pub(super) fn plan<'a>(asked: &'a Asked<'a>) -> Planning<'a> {
    Box::pin(async move {
        let plan = match asked.what {
            What::CustomerCreated => told(asked, Map::new(), Vec::new(), &Facts::default()),
            What::CustomerUpdated { before } => told(asked, Map::new(), Vec::new(), before),
            What::AttributeSet { codename, value } => {
                let attributes = [(codename.clone(), value.clone())].into_iter().collect();
                told(asked, attributes, Vec::new(), &Facts::of(asked.record))
            }
            What::MetricRecorded { codename, date, value } => {
                let metrics = vec![json!({ "date": date, codename.as_str(): value })];
                told(asked, Map::new(), metrics, &Facts::of(asked.record))
            }
            other => unheard(VENDOR, other),
        };
        Ok::<Plan, crate::error::Error>(plan) as Result<Plan>
    })
}

fn told(asked: &Asked<'_>, attributes: Map<String, Value>, metrics: Vec<Value>, before: &Facts) -> Plan {
    let facts = Facts::of(asked.record);
    let external_id = asked.record.external_id.as_deref().unwrap_or(&asked.record.vendor_id);
    let name = facts.name();
    let name = if name.is_empty() { external_id } else { &name };
    let customer = json!({
        "external_id": external_id,
        "name": name,
        "owner_email": facts.owner_email,
        "attributes": attributes,
        "metrics": metrics,
    });
    let mut plan = Plan::of(PlannedCall::of("importCustomers", json!({ "customers": [customer] })));
    let changed = difference(&before.said(), &facts.said());
    for name in changed.keys().filter(|name| !KEPT.contains(&name.as_str())) {
        // Parts of a name go there as one.
        if !matches!(name.as_str(), "first_name" | "last_name") {
            plan = plan.losing(format!("{VENDOR} keeps no {}", name.replace('_', " ")));
        }
    }
    plan
}
