//! `DELETE /customer/{id}/purgeData`, or `DELETE /customer/purgedata` with the customer as a parameter: purges all data linked to this
//! customer.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields::{self, said};
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::domain::source::{service as sources, store as rows};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation, with the customer in the path.
pub(super) struct PurgeItem;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    id: String,
}

impl Operation for PurgeItem {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "deleteCustomerItemPurgeData";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/customer/{id}/purgeData";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![Field::path("id").doc("The customer's id at the vendor")]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        purge(call, Named::by_path(&request.id)?).await
    }
}

/// The operation, with the customer as a parameter.
pub(super) struct PurgeCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct NamedRequest {
    #[serde(default)]
    customer_id: Option<i64>,
    #[serde(default)]
    primary_id: Option<String>,
    #[serde(default)]
    brand_id: Option<i64>,
}

impl Operation for PurgeCustomer {
    type Dialect = Omnidesk;
    type Request = NamedRequest;
    type Reply = Outcome;
    const NAME: &'static str = "purgeCustomerData";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/customer/purgedata";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    /// Clients differ in whether a DELETE has a body; the query wins.
    fn fields() -> Vec<Field> {
        let named = || [fields::customer("customer_id"), fields::primary("primary_id"), fields::brand("brand_id")];
        named().map(fields::in_query).into_iter().chain(named()).collect()
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: NamedRequest) -> Result<Outcome, Refusal> {
        let named = Named {
            brand: request.brand_id,
            customer: request.customer_id,
            primary: said(request.primary_id),
            ..Named::default()
        };
        purge(call, named).await
    }
}

async fn purge(call: &Call<'_, Omnidesk>, named: Named) -> Result<Outcome, Refusal> {
    let (work, grant, record) = named.or_deleted().begin(call).await?;
    sources::purge(&work, &record).await?;
    // A customer deleted and made anew has an older record.
    if let Some(primary) = &record.external_id {
        for older in rows::by_external_id(work.db(), &[grant.connection.id], primary).await? {
            sources::purge(&work, &older).await?;
        }
    }
    work.commit().await?;
    Ok(done(grant, "Customer data purged.", None))
}
