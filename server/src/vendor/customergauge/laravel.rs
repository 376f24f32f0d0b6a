//! The envelope of the hosts that take records: an empty 200, and errors as Laravel writes them, which the printed 422 is.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::error::{Error, Rule, Violation};
use crate::vendor::contract::Refusal;

/// "An empty Response Body will be returned when successful."
pub(super) fn accepted(status: StatusCode) -> Response {
    (status, [(header::CONTENT_LENGTH, "0")]).into_response()
}

/// A refusal; `scheme` is how a client has to show who it is.
pub(super) fn refuse(refusal: Refusal, scheme: &'static str) -> Response {
    let (status, body) = failure(&refusal);
    let mut response =
        (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Json(body)).into_response();
    let headers = response.headers_mut();
    let mut insert = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    match refusal {
        Refusal::Method { allow, .. } => insert(header::ALLOW, &allow),
        Refusal::Domain(
            Error::Limited { retry_after: Some(seconds), .. } | Error::Upstream { retry_after: Some(seconds), .. },
        ) => {
            insert(header::RETRY_AFTER, &seconds.to_string());
        }
        _ if status == 401 => insert(header::WWW_AUTHENTICATE, scheme),
        _ => {}
    }
    response
}

/// The schema of a refusal.
pub(super) fn schema() -> Value {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    json!({
        "type": "object",
        "required": ["message"],
        "properties": {
            "message": { "type": "string" },
            "errors": { "type": "object", "additionalProperties": texts },
        },
    })
}

fn failure(refusal: &Refusal) -> (u16, Value) {
    let (status, message) = match refusal {
        Refusal::Domain(Error::Invalid(broken)) => return (422, invalid(broken)),
        Refusal::UnknownPath => (404, "Not Found".to_owned()),
        Refusal::Method { used, allow } => {
            (405, format!("The {used} method is not supported for this route. Supported methods: {allow}."))
        }
        Refusal::NoCredentials | Refusal::BadCredentials | Refusal::Domain(Error::Unauthenticated) => {
            (401, "Unauthenticated.".to_owned())
        }
        Refusal::NotAcceptable(why) | Refusal::Unreadable(why) => (400, why.clone()),
        Refusal::TooLarge { limit } => (413, format!("The body is larger than {limit} bytes.")),
        Refusal::Own { status, message } => (*status, message.clone()),
        Refusal::Domain(error) => (of_domain(error), error.to_string()),
    };
    (status, json!({ "message": message }))
}

fn of_domain(error: &Error) -> u16 {
    match error {
        Error::Forbidden(_) => 403,
        Error::NotFound { .. } => 404,
        Error::Conflict(_) => 409,
        Error::Limited { .. } => 429,
        Error::Unavailable(_) => 503,
        Error::Upstream { fault, .. } => fault.status(),
        _ => 500,
    }
}

fn invalid(broken: &[Violation]) -> Value {
    let mut errors: Map<String, Value> = Map::new();
    for violation in broken {
        let path = if violation.path.is_empty() { "record" } else { &violation.path };
        let texts = errors.entry(path).or_insert_with(|| json!([]));
        if let Some(texts) = texts.as_array_mut() {
            texts.push(text(violation).into());
        }
    }
    json!({ "message": "The given data was invalid.", "errors": errors })
}

fn text(broken: &Violation) -> String {
    let attribute = broken.path.strip_prefix("record.").unwrap_or(&broken.path);
    match (attribute, broken.rule) {
        (_, Rule::Required | Rule::Empty) => format!("The {attribute} field is required."),
        ("record", Rule::Format) => "The record must be an object of headings and values.".to_owned(),
        ("configuration", Rule::Format) => "The configuration must be a string.".to_owned(),
        ("configuration", Rule::TooLong) => "The configuration may not be greater than 255 characters.".to_owned(),
        _ => broken.message.clone(),
    }
}
