//! `POST /customer/externalEvent`: creates a new customer event, e.g. an order or marketing mail, on the customer timeline.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields::{self, said};
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::domain::timeline::service as timelines;
use crate::domain::timeline::store::NewEntry;
use crate::domain::timeline::title;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct AddExternalEvent;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(default)]
    customer_id: Option<i64>,
    #[serde(default)]
    external_id: Option<String>,
    brand_id: i64,
    initiated_by: String,
    message: String,
    #[serde(default)]
    source_url: Option<String>,
}

impl Operation for AddExternalEvent {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "externalEvent";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/externalEvent";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            fields::customer("customer_id"),
            fields::primary("external_id"),
            fields::brand("brand_id").required(),
            fields::line("initiated_by").required().doc("Who or what did it"),
            Field::body("message", Kind::Text).required().longest(100_000).doc("What happened"),
            fields::web_address("source_url").doc("A page about it"),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let named = Named {
            brand: Some(request.brand_id),
            customer: request.customer_id,
            primary: said(request.external_id),
            ..Named::default()
        };
        let (work, grant, record) = named.begin(call).await?;
        let entry = NewEntry {
            source_record: record.id,
            occurred_at: None,
            title: title(&request.message),
            body: Some(request.message),
            actor: Some(request.initiated_by),
            source_url: said(request.source_url),
            ticket_id: None,
            data: json!({}),
        };
        timelines::add(&work, entry).await?;
        work.commit().await?;
        Ok(done(grant, "Event created.", None))
    }
}
