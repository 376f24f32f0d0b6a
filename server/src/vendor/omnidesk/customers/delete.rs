//! `DELETE /customer/{id}`: deletes a customer. The record stays, marked, so that its id remains known; see purging for the rest.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::domain::source::service as sources;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct DeleteCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    id: String,
}

impl Operation for DeleteCustomer {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "deleteCustomerItem";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/customer/{id}";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![Field::path("id").doc("The customer's id at the vendor")]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let (work, grant, record) = Named::by_path(&request.id)?.begin(call).await?;
        sources::delete(&work, &record).await?;
        work.commit().await?;
        Ok(done(grant, "Customer deleted.", None))
    }
}
