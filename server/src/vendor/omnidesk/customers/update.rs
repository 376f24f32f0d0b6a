//! `PUT /customer/updateCustomer`: updates the fields of this customer, named by its primary id.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields;
use super::said::Details;
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct UpdateCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(rename = "externalPrimaryID")]
    primary_id: String,
    #[serde(rename = "brandID")]
    brand_id: i64,
    #[serde(flatten)]
    details: Details,
}

impl Operation for UpdateCustomer {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "updateCustomer";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/customer/updateCustomer";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let [first, last] = fields::names();
        vec![
            fields::primary("externalPrimaryID").required(),
            fields::brand("brandID").required(),
            first,
            last,
            fields::channel_pairs(),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let named = Named { brand: Some(request.brand_id), primary: Some(request.primary_id), ..Named::default() };
        let (work, grant, record) = named.begin(call).await?;
        request.details.at(grant).update(&work, grant, record).await?;
        work.commit().await?;
        Ok(done(grant, "Customer updated.", None))
    }
}
