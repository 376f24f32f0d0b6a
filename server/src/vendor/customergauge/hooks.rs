//! `PUT /hooks/customergauge/{configuration}`: the incoming webhook, for systems that cannot ask for a token. Values by heading, flat: as parameters of
//! the query, as a form or as JSON.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::connection::{self, Vendor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::account::ACCOUNT;
use super::import::{self, Import};
use super::{basic, laravel, session, upstream};
use crate::app::App;
use crate::domain::account::{Permission, Viewer, clients};
use crate::error::Error;
use crate::vendor::account::Account;
use crate::vendor::contract::{About, Access, Call, Caller, Dialect, Operation, Refusal};
use crate::vendor::forms::{self, Decoded, Form, Tolerance};
use crate::vendor::outbound::{Failure, Repeat, Shown, Unsigned};
use crate::vendor::reading::Body;
use crate::vendor::shape::{Field, Kind};

/// The dialect of the host that receives webhooks.
#[derive(Debug)]
pub struct Hooks;

impl Dialect for Hooks {
    const VENDOR: Vendor = Vendor::Customergauge;
    const PREFIXES: &'static [&'static str] = &["/hooks"];
    const BODY_LIMIT: usize = 2 * 1024 * 1024;
    type Session = ();

    fn account() -> &'static Account {
        &ACCOUNT
    }

    fn about() -> About {
        About {
            title: "CustomerGauge, imports",
            version: "1",
            description: "Incoming webhooks, for clients that cannot use OAuth 2.",
            credentials: vec![("app", json!({ "type": "http", "scheme": "basic" }))],
            encodings: &["application/json", "application/x-www-form-urlencoded"],
            refusals: &[
                (400, "The body cannot be read"),
                (401, "Credentials are missing or not valid"),
                (403, "A permission is missing"),
                (404, "There is no such path"),
                (405, "The path does not support this method"),
                (409, "The present state does not allow it"),
                (413, "The body is too large"),
                (422, "The given data was invalid"),
                (429, "Too many requests"),
                (500, "The request could not be carried out"),
                (502, "The real vendor cannot be reached or is not understood"),
                (503, "Try again later"),
                (504, "The real vendor did not answer in time"),
            ],
            error: laravel::schema(),
            envelope: |_, _| None,
        }
    }

    async fn authenticate(app: &App, _: &'static str, head: &Parts) -> Result<Caller<()>, Refusal> {
        if !head.headers.contains_key(header::AUTHORIZATION) {
            return Err(Refusal::NoCredentials);
        }
        let (id, secret) = basic::credentials(head).ok_or(Refusal::BadCredentials)?;
        let client = clients::oauth_client(app, &id, &secret).await.map_err(session::refused)?;
        session::caller(app, client).await
    }

    fn acceptable(_: &Parts) -> Result<(), Refusal> {
        Ok(())
    }

    /// The body wins over the query.
    async fn decode(head: &Parts, body: Bytes) -> Result<Body, Refusal> {
        let mut record = match forms::decode(head, body, Tolerance::default()).await? {
            Decoded::Json(values) => values,
            Decoded::Form(form) => by_heading(&form),
        };
        for (heading, value) in by_heading(&forms::query(head)?) {
            record.entry(heading).or_insert(value);
        }
        Ok(Body::typed([("record".to_owned(), Value::Object(record))].into_iter().collect()))
    }

    fn reply(status: StatusCode, _: Value) -> Response {
        laravel::accepted(status)
    }

    fn refuse(refusal: Refusal) -> Response {
        laravel::refuse(refusal, "Basic")
    }

    fn upstream(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
        upstream::hooks(connection, prefix, path)
    }

    fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure> {
        let (user, password) = (shown.secret("hook_user")?, shown.secret("hook_password")?);
        call.show(header::AUTHORIZATION, &format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))))
    }

    /// Values by heading, flat.
    fn encoded(mut body: Map<String, Value>) -> (&'static str, Bytes) {
        let record = body.remove("record").unwrap_or_default();
        ("application/json", record.to_string().into())
    }

    async fn own_session(_: &App, _: &connection::Model, _: &Viewer) -> Result<(), Error> {
        Ok(())
    }
}

/// Names are headings, whatever brackets they have.
fn by_heading(form: &Form) -> Map<String, Value> {
    let mut record = Map::new();
    for (heading, value) in form.pairs() {
        record.entry(heading.as_str()).or_insert_with(|| value.as_str().into());
    }
    record
}

/// The operation.
pub(super) struct ReceiveRecord;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    configuration: String,
    record: Map<String, Value>,
}

impl Operation for ReceiveRecord {
    type Dialect = Hooks;
    type Request = Request;
    type Reply = ();
    const NAME: &'static str = "receiveRecord";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/customergauge/{configuration}";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            Field::path("configuration").doc("Reference of the import configuration"),
            Field::body("record", Kind::Object(Vec::new())).required().doc("Values by the headings of the mapping"),
        ]
    }

    /// The vendor stores every response anew: "survey responses are never updated".
    fn repeat() -> Repeat {
        Repeat::Doubles
    }

    async fn perform(call: &Call<'_, Hooks>, request: Request) -> Result<(), Refusal> {
        let work = call.begin(Permission::CustomerCud).await?;
        let Request { configuration, record } = request;
        let import = Import { connection: &call.caller()?.connection, operation: Self::NAME, configuration };
        import::import(&work, import, record, Map::new()).await?;
        Ok(work.commit().await?)
    }
}
