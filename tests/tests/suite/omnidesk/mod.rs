//! Omnidesk's customer controller, with the page's own examples.

mod brands;
mod deleting;
mod encodings;
mod reading;
mod refusals;
mod syncing;
mod writing;

use onefold_tests::{Answer, TestApp};
use serde_json::{Value, json};

/// The whole of brand 1 as the graph has it.
async fn graph(app: &TestApp) -> Value {
    let query = r#"{ customers { nodes {
        displayName firstName lastName email phone
        sources { nodes { vendor vendorId externalId extra state } }
        channels { nodes { kind address isPrimary } }
        timeline { nodes { kind title body actor sourceUrl ticketId } }
    } } }"#;
    app.data(query, json!({})).await["customers"]["nodes"].take()
}

/// Kinds and titles of a customer's timeline, oldest first.
fn told(customer: &Value) -> Vec<String> {
    let entries = customer["timeline"]["nodes"].as_array().expect("entries");
    let told = entries.iter().rev();
    told.map(|entry| format!("{}: {}", entry["kind"].as_str().unwrap_or(""), entry["title"].as_str().unwrap_or("")))
        .collect()
}

/// The refusal of an answer that must be one, in the vendor's envelope.
fn refusal(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    let message = body["message"].as_str().expect("a message").to_owned();
    assert_eq!(body, json!({ "status": "error", "message": message }));
    (answer.status.as_u16(), message)
}
