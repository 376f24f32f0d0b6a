//! How CareCloud speaks: bearer tokens or Basic credentials on two interfaces, JSON, `{"data": …}`, and one error body for everything.

use axum::Json;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::connection::{self, Vendor};
use entity::vendor_token::{self, TokenKind};
use serde_json::{Value, json};

use super::account::ACCOUNT;
use super::basic;
use super::interface::{Interface, Session};
use super::upstream;
use crate::app::App;
use crate::domain::account::{Actor, Permission, Viewer, clients};
use crate::error::{Error, Rule, Violation};
use crate::net::Answer;
use crate::vendor::account::Account;
use crate::vendor::contract::{About, Call, Caller, Dialect, Refusal};
use crate::vendor::outbound::{Failure, Shown, Token, Unsigned};
use crate::vendor::reading::Body;

/// The dialect.
#[derive(Debug)]
pub struct CareCloud;

impl Dialect for CareCloud {
    const VENDOR: Vendor = Vendor::Carecloud;
    /// The pages print the project's address with and without `/webservice`.
    const PREFIXES: &'static [&'static str] = &[
        "/rest-api/enterprise-interface/v1.0",
        "/rest-api/customer-interface/v1.0",
        "/webservice/rest-api/enterprise-interface/v1.0",
        "/webservice/rest-api/customer-interface/v1.0",
    ];
    const BODY_LIMIT: usize = 2 * 1024 * 1024;
    type Session = Session;

    fn account() -> &'static Account {
        &ACCOUNT
    }

    fn about() -> About {
        About {
            title: "CRM CareCloud, resource customers",
            version: "1.0",
            description: "Enterprise interface for back offices, customer interface for apps, over the same operations.",
            credentials: vec![("bearer", json!({ "type": "http", "scheme": "bearer" }))],
            encodings: &["application/json"],
            refusals: &[
                (400, "Bad input; error_data names each parameter"),
                (401, "Credentials are missing or not valid"),
                (403, "The interface or the permissions do not allow it"),
                (404, "There is no such resource"),
                (405, "The resource does not support this method"),
                (429, "Too many requests"),
                (500, "The request could not be carried out"),
                (502, "The real vendor cannot be reached or is not understood"),
                (503, "Try again later"),
                (504, "The real vendor did not answer in time"),
            ],
            error: error_schema(),
            envelope: |status, reply| {
                let data = json!({ "type": "object", "required": ["data"], "properties": { "data": reply } });
                (status != StatusCode::NO_CONTENT).then_some(data)
            },
        }
    }

    async fn authenticate(app: &App, prefix: &'static str, head: &Parts) -> Result<Caller<Session>, Refusal> {
        let interface = Interface::of(prefix);
        let shown = head.headers.get(header::AUTHORIZATION).ok_or(Refusal::NoCredentials)?;
        let shown = shown.to_str().map_err(|_| Refusal::BadCredentials)?;
        let (connection, token) = client(app, interface, shown).await.map_err(refused)?;
        let permissions = [Permission::CustomerRead, Permission::CustomerCud].into_iter().collect();
        let label = format!("CareCloud {}", interface.name());
        let viewer = Viewer::new(Actor::VendorClient(connection.id), connection.brand_id, label, permissions);
        Ok(Caller { viewer, connection, session: Session { interface, token } })
    }

    /// The printed GET samples name a content type and clients name none: both are served.
    fn acceptable(_: &Parts) -> Result<(), Refusal> {
        Ok(())
    }

    async fn decode(_: &Parts, body: Bytes) -> Result<Body, Refusal> {
        if body.is_empty() {
            return Ok(Body::default());
        }
        match serde_json::from_slice(&body) {
            Ok(Value::Object(values)) => Ok(Body::typed(values)),
            Ok(_) => Err(Refusal::Unreadable("The body must be a JSON object".to_owned())),
            Err(error) => Err(Refusal::Unreadable(format!(
                "The body is not JSON: line {}, column {}",
                error.line(),
                error.column()
            ))),
        }
    }

    fn reply(status: StatusCode, result: Value) -> Response {
        match result {
            Value::Null => status.into_response(),
            data => (status, Json(json!({ "data": data }))).into_response(),
        }
    }

    fn refuse(refusal: Refusal) -> Response {
        let failure = ErrorBody::of(&refusal);
        let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(failure.body())).into_response();
        if let Refusal::Method { allow, .. } = &refusal
            && let Ok(allow) = HeaderValue::from_str(allow)
        {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        if let Refusal::Domain(
            Error::Limited { retry_after: Some(seconds), .. } | Error::Upstream { retry_after: Some(seconds), .. },
        ) = refusal
        {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn upstream(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
        let base = connection.base_url.clone().ok_or(Failure::Incomplete("base_url"))?;
        // Whether the project's address has it is the project's affair, not the client's.
        let prefix = prefix.strip_prefix("/webservice").unwrap_or(prefix);
        Ok((base, format!("{prefix}{path}")))
    }

    async fn ready(call: &Call<'_, Self>, path: &mut [(String, String)]) -> Result<Option<String>, Refusal> {
        upstream::ready(call, path).await
    }

    fn login(shown: &Shown<'_>) -> Result<Option<Unsigned>, Failure> {
        if upstream::is_basic(shown) { Ok(None) } else { upstream::login(shown).map(Some) }
    }

    fn token(answer: &Answer) -> Option<Token> {
        upstream::token(answer)
    }

    fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure> {
        upstream::sign(call, shown)
    }

    fn opened(answer: &Answer) -> Option<Value> {
        upstream::opened(answer)
    }

    async fn own_session(_: &App, _: &connection::Model, _: &Viewer) -> Result<Session, Error> {
        Ok(Session { interface: Interface::Enterprise, token: None })
    }
}

/// After the published schema.
fn error_schema() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["error"],
        "properties": { "error": {
            "type": "object",
            "required": ["type", "exception", "title", "detail", "error_data"],
            "properties": {
                "type": text, "exception": text, "title": text, "detail": text,
                "error_data": { "type": "object", "additionalProperties": true, "properties": { "invalid_params": { "type": "array", "items": {
                    "type": "object",
                    "required": ["name", "reason", "value", "message"],
                    "properties": { "name": text, "reason": text, "value": text, "message": text },
                } } } },
            },
        } },
    })
}

/// Whose credentials these are: a token, or in the older form what [`basic`] knows.
async fn client(
    app: &App,
    interface: Interface,
    shown: &str,
) -> Result<(connection::Model, Option<vendor_token::Model>), Error> {
    let (scheme, shown) = shown.split_once(' ').ok_or(Error::Unauthenticated)?;
    let (kind, token) = match (scheme.to_ascii_lowercase().as_str(), interface) {
        ("bearer", Interface::Enterprise) => (TokenKind::User, shown.trim().to_owned()),
        ("bearer", Interface::Customer) => (TokenKind::Customer, shown.trim().to_owned()),
        ("basic", Interface::Customer) => (TokenKind::Customer, basic::token(shown)?),
        ("basic", Interface::Enterprise) => return Ok((basic::connection(app, shown).await?, None)),
        _ => return Err(Error::Unauthenticated),
    };
    let (token, connection) = clients::find_token(app, kind, &token).await?;
    if connection.vendor != CareCloud::VENDOR {
        return Err(Error::Unauthenticated);
    }
    Ok((connection, Some(token)))
}

fn refused(error: Error) -> Refusal {
    match error {
        Error::Unauthenticated => Refusal::BadCredentials,
        other => other.into(),
    }
}

/// The refusal of an operation that an interface does not have.
pub(super) fn not_on(interface: Interface, resource: &str) -> Refusal {
    Refusal::Own { status: 403, message: format!("{} {resource}", interface.name()) }
}

/// The refusal of a path that names what does not exist.
pub(super) fn no_such(resource: &str, id: &str) -> Refusal {
    Refusal::Own { status: 404, message: format!("{resource} {id}") }
}

/// The refusal of a customer who is not the one logged in.
pub(super) fn not_own(customer_id: &str) -> Refusal {
    Refusal::Own { status: 400, message: format!("customer_id {customer_id}") }
}

/// The detail of every refusal that lists parameters.
const INVALID: &str = "The request contains invalid parameters";

/// The parts of the error body, after the published schema.
struct ErrorBody {
    status: u16,
    kind: &'static str,
    exception: &'static str,
    title: &'static str,
    detail: String,
    data: Value,
}

impl ErrorBody {
    fn of(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::UnknownPath => {
                Self::new(404, "not_found_exception", "Not found", "There is no such resource", json!({}))
            }
            Refusal::Method { used, .. } => {
                let data = json!({ "http_method": used.as_str() });
                Self::new(
                    405,
                    "method_not_allowed_exception",
                    "Method not allowed",
                    "The resource does not support this method",
                    data,
                )
            }
            Refusal::NoCredentials => Self::unauthorized("Credentials are missing"),
            Refusal::BadCredentials => Self::unauthorized("The credentials are not valid"),
            Refusal::NotAcceptable(why) | Refusal::Unreadable(why) => Self::bad_request(why, Vec::new()),
            Refusal::TooLarge { limit } => {
                Self::bad_request(&format!("The body is larger than {limit} bytes"), Vec::new())
            }
            Refusal::Own { status, message } => {
                let (what, named) = message.split_once(' ').unwrap_or((message, ""));
                Self::own(*status, what, named)
            }
            Refusal::Domain(error) => Self::of_domain(error),
        }
    }

    fn of_domain(error: &Error) -> Self {
        match error {
            Error::Invalid(violations) => Self::bad_request(INVALID, violations.iter().map(param).collect()),
            Error::Unauthenticated => Self::unauthorized("The credentials are not valid"),
            Error::Forbidden(permission) => Self::new(
                403,
                "forbidden_exception",
                "Forbidden",
                "A permission is missing",
                json!({ "permission": permission.name() }),
            ),
            Error::NotFound { kind } => {
                let data = json!({ "resource_name": kind.replace(' ', "_"), "resource_id": Value::Null });
                Self::new(404, "not_found_exception", "Not found", "The resource was not found", data)
            }
            Error::Conflict(message) => Self::bad_request(message, Vec::new()),
            Error::Limited { message, .. } => {
                Self::new(429, "error_exception", "Too many requests", message, json!({}))
            }
            Error::Unavailable(_) => {
                Self::new(503, "error_exception", "Service unavailable", "Try again later", json!({}))
            }
            Error::Upstream { fault, message, .. } => {
                Self::new(fault.status(), "error_exception", "Upstream failure", message, json!({}))
            }
            Error::Internal(_) => {
                Self::new(500, "error_exception", "Internal error", "The request could not be carried out", json!({}))
            }
        }
    }

    /// See [`not_on`], [`no_such`] and [`not_own`].
    fn own(status: u16, what: &str, named: &str) -> Self {
        match status {
            403 => {
                let exception = "interface_not_allowed_exception";
                let detail = "The resource is not part of this interface";
                let data = json!({ "invalid_resource_name": named, "interface": what });
                Self { kind: exception, ..Self::new(403, exception, "Forbidden", detail, data) }
            }
            404 => {
                let data = json!({ "resource_name": what, "resource_id": named });
                Self::new(404, "not_found_exception", "Not found", "The resource was not found", data)
            }
            _ => {
                let message = format!("{what} does not belong to the logged-in customer");
                let reason = "not_belong_to_logged_in_customer";
                let param = json!({ "name": what, "reason": reason, "value": named, "message": message });
                Self::bad_request(INVALID, vec![param])
            }
        }
    }

    fn new(status: u16, exception: &'static str, title: &'static str, detail: &str, data: Value) -> Self {
        Self { status, kind: "about:blank", exception, title, detail: detail.to_owned(), data }
    }

    fn unauthorized(detail: &str) -> Self {
        Self::new(401, "unauthorized_exception", "Unauthorized", detail, json!({}))
    }

    fn bad_request(detail: &str, params: Vec<Value>) -> Self {
        Self::new(400, "bad_request_exception", "Bad request", detail, json!({ "invalid_params": params }))
    }

    fn body(self) -> Value {
        json!({ "error": {
            "type": self.kind,
            "exception": self.exception,
            "title": self.title,
            "detail": self.detail,
            "error_data": self.data,
        } })
    }
}

/// The published sample names the field alone, without the objects round it.
fn param(broken: &Violation) -> Value {
    let name = broken.path.rsplit('.').next().unwrap_or_default();
    json!({ "name": name, "reason": reason(broken.rule), "value": broken.value.clone().unwrap_or_default(), "message": broken.message })
}

fn reason(rule: Rule) -> &'static str {
    match rule {
        Rule::Required => "required",
        Rule::Empty => "empty",
        Rule::Format => "invalid_value_format",
        Rule::NotAllowed | Rule::TooLong => "not_allowed_value",
        Rule::NotFound => "not_found",
        Rule::AlreadyExists => "already_exists",
        Rule::RelationExists => "relation_already_exists",
    }
}
