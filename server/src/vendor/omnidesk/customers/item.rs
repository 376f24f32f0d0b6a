//! `GET /customer/{id}`: one customer.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::heard;
use super::types::{self, Item};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct GetCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    id: String,
}

impl Operation for GetCustomer {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Item;
    const NAME: &'static str = "getCustomerItem";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customer/{id}";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![Field::path("id").doc("The customer's id at the vendor")]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Item, Refusal> {
        let db = call.app.store().reader();
        let (grant, record) = Named::by_path(&request.id)?.find(db, &call.caller()?.session).await?;
        Ok(types::item(db, grant, &record).await?)
    }

    async fn absorb(call: &Call<'_, Omnidesk>, _: Request) -> Result<(), Refusal> {
        heard::absorb(call, Self::NAME, "item", None).await
    }
}
