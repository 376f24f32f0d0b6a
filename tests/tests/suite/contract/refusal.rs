//! What a refusal looks like in each vendor's words.

use entity::connection::Vendor;
use onefold_tests::Answer;
use serde_json::Value;

/// Whether the answer has the vendor's own error body.
pub(super) fn check(vendor: Vendor, answer: &Answer) -> Result<(), String> {
    let kind = answer.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/json") {
        return Err(format!("answers {} as {kind:?}: {}", answer.status, answer.body));
    }
    let body: Value = serde_json::from_str(&answer.body).map_err(|error| format!("answers no JSON ({error})"))?;
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let fits = match vendor {
        Vendor::Carecloud => {
            let error = &body["error"];
            ["type", "exception", "title", "detail"].iter().all(|key| is_text(&error[*key]))
                && error["error_data"].is_object()
        }
        Vendor::Omnidesk => body["status"] == "error" && is_text(&body["message"]),
        Vendor::CustomerDatabaseApp => body["result"] == false && is_text(&body["message"]),
        Vendor::Customerscore => is_text(&body["message"]),
        // The token endpoint follows the OAuth 2 specification, the others Laravel.
        Vendor::Customergauge => is_text(&body["message"]) || is_text(&body["error"]),
        Vendor::Onefold => false,
    };
    if fits { Ok(()) } else { Err(format!("has another body than the vendor's: {}", answer.body)) }
}
