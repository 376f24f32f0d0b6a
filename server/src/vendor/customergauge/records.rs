//! `PUT /records/`: one record of an account, a contact, a survey response.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
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
use crate::net::Answer;
use crate::vendor::account::Account;
use crate::vendor::contract::{About, Access, Call, Caller, Dialect, Operation, Refusal};
use crate::vendor::forms::{self, Decoded, Tolerance};
use crate::vendor::outbound::{Failure, Repeat, Shown, Token, Unsigned};
use crate::vendor::reading::Body;
use crate::vendor::shape::{Field, Kind};

/// Characters of a reference at the most.
const LONGEST: usize = 255;

/// The dialect of the host that imports records.
#[derive(Debug)]
pub struct Records;

impl Dialect for Records {
    const VENDOR: Vendor = Vendor::Customergauge;
    const PREFIXES: &'static [&'static str] = &["/records"];
    const BODY_LIMIT: usize = 2 * 1024 * 1024;
    type Session = ();

    fn account() -> &'static Account {
        &ACCOUNT
    }

    fn about() -> About {
        About {
            title: "CustomerGauge, imports",
            version: "1",
            description: "External responses, contacts and accounts, mapped by import configurations.",
            credentials: vec![("token", json!({ "type": "http", "scheme": "bearer" }))],
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
        let token = basic::authorization(head, "bearer").ok_or(Refusal::BadCredentials)?;
        let client = clients::holder(app, token).await.map_err(session::refused)?;
        session::caller(app, client).await
    }

    fn acceptable(_: &Parts) -> Result<(), Refusal> {
        Ok(())
    }

    /// JSON, or a form with `record[heading]`.
    async fn decode(head: &Parts, body: Bytes) -> Result<Body, Refusal> {
        match forms::decode(head, body, Tolerance::default()).await? {
            Decoded::Json(values) => Ok(Body::typed(values)),
            Decoded::Form(mut form) => {
                let record = form.take_map("record");
                let mut body = form.into_body();
                if let Some(record) = record {
                    body.values.insert("record".to_owned(), record.into());
                }
                Ok(body)
            }
        }
    }

    fn reply(status: StatusCode, _: Value) -> Response {
        laravel::accepted(status)
    }

    fn refuse(refusal: Refusal) -> Response {
        laravel::refuse(refusal, "Bearer")
    }

    fn upstream(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
        upstream::records(connection, prefix, path)
    }

    fn login(shown: &Shown<'_>) -> Result<Option<Unsigned>, Failure> {
        upstream::login(shown).map(Some)
    }

    fn token(answer: &Answer) -> Option<Token> {
        upstream::token(answer)
    }

    fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure> {
        let token = shown.token.ok_or(Failure::Credentials)?;
        call.show(header::AUTHORIZATION, &format!("Bearer {token}"))
    }

    async fn own_session(_: &App, _: &connection::Model, _: &Viewer) -> Result<(), Error> {
        Ok(())
    }
}

/// The operation.
pub(super) struct PutRecord;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    configuration: String,
    record: Map<String, Value>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Operation for PutRecord {
    type Dialect = Records;
    type Request = Request;
    type Reply = ();
    const NAME: &'static str = "putRecord";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let configuration = Field::body("configuration", Kind::Text).or_number().required().longest(LONGEST);
        vec![
            configuration.doc("Reference of the import configuration: data type and mapping"),
            Field::body("record", Kind::Object(Vec::new())).required().doc("Values by the headings of the mapping"),
        ]
    }

    /// The vendor stores every response anew: "survey responses are never updated".
    fn repeat() -> Repeat {
        Repeat::Doubles
    }

    async fn perform(call: &Call<'_, Records>, request: Request) -> Result<(), Refusal> {
        let work = call.begin(Permission::CustomerCud).await?;
        let Request { configuration, record, other } = request;
        let import = Import { connection: &call.caller()?.connection, operation: Self::NAME, configuration };
        import::import(&work, import, record, other).await?;
        Ok(work.commit().await?)
    }
}
