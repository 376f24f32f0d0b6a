//! `PUT /customer`: updates this customer's name.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields::{self, said};
use super::said::Details;
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct RenameCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(rename = "primaryID", default)]
    primary_id: Option<String>,
    #[serde(rename = "brandID", default)]
    brand_id: Option<i64>,
    #[serde(rename = "customerID", default)]
    customer_id: Option<i64>,
    #[serde(flatten)]
    details: Details,
}

impl Operation for RenameCustomer {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "putCustomerIndex";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/customer";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let [first, last] = fields::names();
        vec![
            fields::primary("primaryID"),
            fields::brand("brandID"),
            fields::customer("customerID"),
            first,
            last,
            fields::channel_pairs(),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let named = Named {
            brand: request.brand_id,
            customer: request.customer_id,
            primary: said(request.primary_id),
            ..Named::default()
        };
        let (work, grant, record) = named.begin(call).await?;
        request.details.at(grant).update(&work, grant, record).await?;
        work.commit().await?;
        Ok(done(grant, "Customer updated.", None))
    }
}
