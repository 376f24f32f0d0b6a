//! What can be read of a customer at Omnidesk.

use entity::source_record;
use serde_json::{Value, json};

use crate::vendor::account::Reading;

fn customer(record: &source_record::Model, _: i32) -> Option<Value> {
    Some(json!({ "id": record.vendor_id }))
}

/// The timeline is asked for by the company's id.
fn timeline(record: &source_record::Model, brand: i32) -> Option<Value> {
    let external_id = record.external_id.as_ref()?;
    Some(json!({ "brand_id": brand, "external_id": external_id, "getTicketHistory": "1" }))
}

pub(super) static READINGS: &[Reading] = &[
    Reading { part: "customer", operation: "getCustomerItem", request: customer },
    Reading { part: "timeline", operation: "timelineByCustomerExternalID", request: timeline },
];
