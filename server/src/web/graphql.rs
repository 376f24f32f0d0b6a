//! GraphQL over HTTP, by the letter of the specification: what may be asked by which method, in which media type, and which status says
//! what came of it.

use std::sync::Arc;
use std::time::Instant;

use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Response as Answer, ServerError, Value, Variables};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Map, Value as Json, json};
use tracing::Instrument;

use super::negotiate::{Media, media};
use super::{Web, viewer};
use crate::domain::freshness::Report;
use crate::error::Error;
use crate::graphql::answer::{self, Ran};
use crate::graphql::cost;
use crate::graphql::document::{Refusal, operation};
use crate::graphql::error::code;
use crate::graphql::federation::Entities;
use crate::graphql::loaders::Loader;
use crate::graphql::plans::{self, Plans};
use crate::graphql::waves::Waves;
use crate::telemetry;

/// What a client asks.
struct Asked {
    query: String,
    operation: Option<String>,
    variables: Variables,
    /// `"extensions": {"plan": "only"}`: what mutations would ask of the real vendors, and nothing done.
    plans: Plans,
}

/// Why a request is answered without being run.
struct Refused {
    status: StatusCode,
    message: String,
    code: &'static str,
    allow: Option<&'static str>,
    /// Whether the request was well-formed, so that an `application/json` answer is 200 (section "application/json").
    well_formed: bool,
}

impl Refused {
    fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), code, allow: None, well_formed: false }
    }
}

pub(super) async fn serve(State(web): State<Web>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if parts.method == Method::GET && parts.uri.query().is_none() && wants_page(&parts.headers) {
        return Redirect::to("/graphiql").into_response();
    }
    let Some(media) = media(&parts.headers) else {
        let refused = Refused::new(
            StatusCode::NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "application/graphql-response+json or application/json",
        );
        return answer_refused(refused, Media::Json);
    };
    let asked = match parts.method {
        Method::GET => from_query(parts.uri.query().unwrap_or_default()),
        Method::POST => from_body(&parts.headers, body, web.app.config().http.body_bytes).await,
        _ => Err(Refused {
            allow: Some("GET, POST"),
            ..Refused::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "GraphQL is asked by GET or POST")
        }),
    };
    let ran = match asked {
        Ok(asked) => run(&web, &parts.headers, &parts.method, asked).await,
        Err(refused) => Err(refused),
    };
    match ran {
        Ok(answer) => answer_run(answer, media),
        Err(refused) => answer_refused(refused, media),
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

async fn run(web: &Web, headers: &HeaderMap, method: &Method, asked: Asked) -> Result<Answer, Refused> {
    let document = web.documents.parse(&asked.query).map_err(refusal)?;
    let (name, operation) = operation(&document, asked.operation.as_deref()).map_err(refusal)?;
    if method == Method::GET && operation.ty != OperationType::Query {
        return Err(Refused {
            allow: Some("POST"),
            ..Refused::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "only queries may be asked by GET")
        });
    }
    let variables = answer::with_defaults(operation, asked.variables);
    cost::check(&document, operation, &variables, &web.app.config().graphql)
        .map_err(|message| refusal(Refusal::Limit(message)))?;
    let mut request = async_graphql::Request::new("").variables(variables.clone()).data(web.app.clone());
    request = request.data(Entities::default()).data(Ran::default());
    request.set_parsed_query(ExecutableDocument::clone(&document));
    if let Some(name) = name {
        request = request.operation_name(name);
    }
    if !web.app.config().graphql.introspection {
        request = request.disable_introspection();
    }
    let plans = asked.plans.clone();
    request = request.data(plans.clone());
    let report = Report::default();
    request = request.data(report.clone());
    let waves = Waves::default();
    if let Some(viewer) = viewer::of(&web.app, headers).await.map_err(credentials)? {
        if let Ok(loader) = Loader::new(&web.app, &viewer) {
            request = request.data(Arc::new(loader.batching(&waves)));
        }
        request = request.data(viewer);
    }
    let kind = kind(operation.ty);
    let began = Instant::now();
    let running = waves.run(web.schema.execute(request));
    let mut answer = running.instrument(telemetry::of_operation(kind, name)).await;
    web.app.metrics().operated(kind, answer.errors.is_empty(), began.elapsed());
    answer::complete(&web.shape, &document, operation, &variables, &mut answer);
    if let Some(fresh) = report.extension()
        && let Ok(fresh) = Value::from_json(fresh)
    {
        answer.extensions.insert("freshness".to_owned(), fresh);
    }
    if let Some(plan) = plans.extension() {
        answer.extensions.insert(plans::EXTENSION.to_owned(), plan);
    }
    Ok(answer)
}

fn kind(of: OperationType) -> &'static str {
    match of {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    }
}

fn refusal(refusal: Refusal) -> Refused {
    let (code, message) = match refusal {
        Refusal::Syntax(error) => ("GRAPHQL_PARSE_FAILED", error.message),
        Refusal::Limit(message) => ("LIMITED", message),
        Refusal::Operation(message) => ("OPERATION_RESOLUTION_FAILURE", message),
        Refusal::Rule(message) => ("GRAPHQL_VALIDATION_FAILED", message),
    };
    Refused { well_formed: true, ..Refused::new(StatusCode::BAD_REQUEST, code, message) }
}

fn credentials(error: Error) -> Refused {
    if let Error::Internal(source) = &error {
        tracing::error!(error = source.as_ref() as &dyn std::error::Error, "reading credentials failed");
    }
    Refused::new(super::error::status(&error), code(&error), error.to_string())
}

fn from_query(query: &str) -> Result<Asked, Refused> {
    let mut asked = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = match &*name {
            "query" | "operationName" => Json::String(value.into_owned()),
            "variables" | "extensions" => {
                serde_json::from_str(&value).map_err(|_| Refused::malformed(format!("`{name}` is not JSON")))?
            }
            _ => continue,
        };
        asked.insert(name.into_owned(), value);
    }
    read(asked)
}

async fn from_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<Asked, Refused> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_json(content_type) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refused::new(
            status,
            "UNSUPPORTED_MEDIA_TYPE",
            "the content type must be application/json in UTF-8",
        ));
    }
    let mut request = Request::new(body);
    request.extensions_mut().insert(axum::extract::DefaultBodyLimit::max(limit));
    let bytes = Bytes::from_request(request, &()).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", "the request is too large")
        }
        _ => Refused::malformed("the request could not be read"),
    })?;
    match serde_json::from_slice(&bytes) {
        Ok(Json::Object(asked)) => read(asked),
        Ok(Json::Array(_)) => Err(Refused::malformed("batches are not supported; send one operation a request")),
        Ok(_) => Err(Refused::malformed("the request must be a JSON object")),
        Err(_) => Err(Refused::malformed("the request is not JSON")),
    }
}

/// `application/json`, without parameters or with `charset=utf-8`.
fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().as_deref() == Some("application/json")
        && parts.all(|part| {
            !part.starts_with("charset=") || part.trim_start_matches("charset=").trim_matches('"') == "utf-8"
        })
}

fn read(mut asked: Map<String, Json>) -> Result<Asked, Refused> {
    let query = match asked.remove("query") {
        Some(Json::String(query)) => query,
        Some(_) => return Err(Refused::malformed("`query` must be a text")),
        None => return Err(Refused::malformed("`query` is missing")),
    };
    let operation = match asked.remove("operationName") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) if name.is_empty() => None,
        Some(Json::String(name)) => Some(name),
        Some(_) => return Err(Refused::malformed("`operationName` must be a text")),
    };
    let variables = match asked.remove("variables") {
        None | Some(Json::Null) => Variables::default(),
        Some(variables @ Json::Object(_)) => Variables::from_json(variables),
        Some(_) => return Err(Refused::malformed("`variables` must be an object")),
    };
    let plans = match asked.remove("extensions") {
        None | Some(Json::Null) => Plans::default(),
        Some(Json::Object(extensions)) => match extensions.get(plans::EXTENSION) {
            None | Some(Json::Null) => Plans::default(),
            Some(Json::String(wanted)) if wanted == "only" => Plans::only(),
            Some(_) => return Err(Refused::malformed("the extension `plan` must be \"only\"")),
        },
        Some(_) => return Err(Refused::malformed("`extensions` must be an object")),
    };
    Ok(Asked { query, operation, variables, plans })
}

/// Errors in one answer at the most: the first few tell what is wrong, and thousands would be a cheap way to make us talk.
const MOST_ERRORS: usize = 100;

fn answer_run(mut answer: Answer, media: Media) -> Response {
    tidy(&mut answer.errors);
    let not_run = answer::is_refusal(&answer);
    let headers = answer.http_headers.clone();
    let (status, body) = if not_run {
        (request_error_status(media, true, StatusCode::BAD_REQUEST), json!({ "errors": answer.errors }).to_string())
    } else {
        (
            StatusCode::OK,
            serde_json::to_string(&answer)
                .unwrap_or_else(|_| r#"{"errors":[{"message":"internal error"}]}"#.to_owned()),
        )
    };
    let mut response = (status, body).into_response();
    response.headers_mut().extend(headers);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    response
}

/// The first errors, each with a code: the engine's own carry none, and a router or client tells them apart by it.
fn tidy(errors: &mut Vec<ServerError>) {
    errors.truncate(MOST_ERRORS);
    for error in errors {
        let code = if error.path.is_empty() { "GRAPHQL_VALIDATION_FAILED" } else { "BAD_USER_INPUT" };
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            extensions.set("code", code);
        }
    }
}

fn answer_refused(refused: Refused, media: Media) -> Response {
    let body = json!({ "errors": [{ "message": refused.message, "extensions": { "code": refused.code } }] });
    let status = request_error_status(media, refused.well_formed, refused.status);
    let mut response = (status, body.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    if let Some(allow) = refused.allow {
        headers.insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    if refused.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn request_error_status(media: Media, well_formed: bool, status: StatusCode) -> StatusCode {
    if media == Media::Json && well_formed { StatusCode::OK } else { status }
}
