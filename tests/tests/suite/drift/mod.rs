//! Replies of real vendors, played by a sandbox, that are not as they are documented.

mod changed;
mod dealing;
mod tour;
mod unchanged;

use onefold::job::drift;
use onefold_tests::Proxied;
use serde_json::{Value, json};

const ALL: &str =
    "query($after: String, $filter: DriftFilterInput) { drift(first: 100, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id vendor operation status kind path expected found count firstSeen lastSeen resolvedAt affects }
} }";

/// What was found so far, last seen first.
async fn found(proxied: &Proxied, filter: Value) -> Vec<Value> {
    drift::round(&proxied.app.app).await;
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = proxied.app.data(ALL, json!({ "after": after, "filter": filter })).await;
        all.extend(data["drift"]["nodes"].as_array().expect("differences").clone());
        if data["drift"]["pageInfo"]["hasNextPage"] == json!(false) {
            return all;
        }
        after = data["drift"]["pageInfo"]["endCursor"].clone();
    }
}
