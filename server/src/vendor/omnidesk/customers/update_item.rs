//! `PUT /customer/{id}`: updates any fields existing on this customer, including custom fields and channels.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields;
use super::said::Details;
use super::types::{Done, printed};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct UpdateItem;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    id: String,
    #[serde(rename = "brandID", default)]
    brand_id: Option<i64>,
    #[serde(flatten)]
    details: Details,
}

impl Operation for UpdateItem {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Done;
    const NAME: &'static str = "putCustomerItem";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/customer/{id}";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let [first, last] = fields::names();
        vec![
            Field::path("id").doc("The customer's id at the vendor"),
            fields::brand("brandID"),
            first,
            last,
            fields::channel_pairs(),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Done, Refusal> {
        let named = Named::by_path(&request.id)?.in_brand(request.brand_id);
        let (work, grant, record) = named.begin(call).await?;
        request.details.at(grant).update(&work, grant, record).await?;
        work.commit().await?;
        Ok(printed("Customer updated."))
    }
}
