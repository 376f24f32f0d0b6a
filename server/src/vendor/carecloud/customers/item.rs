//! `GET /customers/{customer_id}`: information about a specific customer account.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::time;
use super::heard;
use super::mapping;
use super::types::Customer;
use crate::domain::account::Permission;
use crate::domain::consent::store as consents;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct GetCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
}

impl Operation for GetCustomer {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Customer;
    const NAME: &'static str = "getCustomer";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![access::customer_id()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Customer, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let consents = consents::of_records(call.app.store().reader(), &[record.id]).await?;
        Ok(mapping::customer(&record, &consents, time::zone(&call.caller()?.connection.time_zone)))
    }

    async fn absorb(call: &Call<'_, CareCloud>, _: Request) -> Result<(), Refusal> {
        heard::absorb(call, Self::NAME, "").await
    }
}
