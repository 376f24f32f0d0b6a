//! What can be read of a customer at CareCloud.

use entity::source_record;
use serde_json::{Value, json};

use crate::vendor::account::Reading;

/// Entries of a list that are read; whoever has more is rare, and the newest come first nowhere.
const COUNT: u32 = 1000;

fn customer(record: &source_record::Model, _: i32) -> Option<Value> {
    Some(json!({ "customer_id": record.vendor_id }))
}

fn list(record: &source_record::Model, _: i32) -> Option<Value> {
    Some(json!({ "customer_id": record.vendor_id, "count": COUNT }))
}

/// With what was bought.
fn purchases(record: &source_record::Model, brand: i32) -> Option<Value> {
    let mut asked = list(record, brand)?;
    asked["purchase_items_extension"] = json!(true);
    Some(asked)
}

/// The customer first, on whose record the rest hangs.
pub(super) static READINGS: &[Reading] = &[
    Reading { part: "customer", operation: "getCustomer", request: customer },
    Reading { part: "properties", operation: "getSubCustomerProperties", request: list },
    Reading { part: "interests", operation: "getSubCustomerInterests", request: list },
    Reading { part: "origins", operation: "getSubCustomerSources", request: list },
    Reading { part: "purchases", operation: "getSubCustomerPurchases", request: purchases },
    Reading { part: "points", operation: "getSubCustomerPoints", request: list },
    Reading { part: "credits", operation: "getSubCustomerCredits", request: list },
    Reading { part: "rewards", operation: "getSubCustomerRewards", request: list },
    Reading { part: "vouchers", operation: "getSubCustomerVouchers", request: list },
    Reading { part: "cards", operation: "getSubCustomerCards", request: list },
    Reading { part: "segments", operation: "getSubCustomerSegmentRecords", request: list },
    Reading { part: "statuses", operation: "getSubCustomerStatusRecords", request: list },
    Reading { part: "recommendations", operation: "getSubCustomerRecommendations", request: list },
];
