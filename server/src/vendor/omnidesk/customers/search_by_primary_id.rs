//! `POST /customer/SearchByPrimaryExternalID`: searches for this customer by primary external ID.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields;
use super::heard;
use super::types::{self, Item};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct SearchByPrimaryId;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    primary_id: String,
    brand_id: i64,
}

impl Operation for SearchByPrimaryId {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Item;
    const NAME: &'static str = "searchByPrimaryExternalId";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/SearchByPrimaryExternalID";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![fields::primary("primary_id").required(), fields::brand("brand_id").required()]
    }

    /// It only reads, whatever its method.
    fn repeat() -> Repeat {
        Repeat::Reads
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Item, Refusal> {
        let db = call.app.store().reader();
        let named = Named { brand: Some(request.brand_id), primary: Some(request.primary_id), ..Named::default() };
        let (grant, record) = named.find(db, &call.caller()?.session).await?;
        Ok(types::item(db, grant, &record).await?)
    }

    async fn absorb(call: &Call<'_, Omnidesk>, request: Request) -> Result<(), Refusal> {
        heard::absorb(call, Self::NAME, "item", Some(request.brand_id)).await
    }
}
