//! `POST /customer/createCustomerCRUD`: creates a customer that must be new.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::said::Details;
use super::types::{ID, Outcome, done};
use super::{access, fields};
use crate::domain::account::Permission;
use crate::error::{Rule, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct CreateCustomerCrud;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(rename = "primaryID")]
    primary_id: String,
    #[serde(rename = "brandID")]
    brand_id: i64,
    #[serde(flatten)]
    details: Details,
}

impl Operation for CreateCustomerCrud {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "createCustomerCRUD";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/createCustomerCRUD";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let [first, last] = fields::names();
        vec![
            fields::primary("primaryID").required(),
            fields::brand("brandID").required(),
            first,
            last,
            fields::channel_pairs(),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let grant = call.caller()?.session.brand(request.brand_id)?;
        let work = grant.begin(call).await?;
        let given = call.given(ID);
        access::hold(&work, grant, given.as_deref()).await?;
        if call.checks_rules() && access::primary(&work, grant, &request.primary_id).await?.is_some() {
            let message = "A customer with this primary id exists.";
            return Err(Violation::new("primaryID", Rule::AlreadyExists, message)
                .with_value(&request.primary_id)
                .into());
        }
        let primary = request.primary_id;
        let details = request.details.at(grant);
        let record = match access::given(&work, grant, given.as_deref(), Some(&primary)).await? {
            Some(known) => details.update(&work, grant, known).await?,
            None => details.create(&work, grant, given, Some(primary)).await?,
        };
        work.commit().await?;
        Ok(done(grant, "Customer created.", Some(&record)))
    }
}
