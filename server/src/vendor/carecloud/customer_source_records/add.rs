//! `POST /customers/{customer_id}/customer-source-records`: add a customer source record.

use axum::http::{Method, StatusCode};
use entity::lookup::LookupKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::CareCloud;
use super::super::heard;
use super::super::renamed::renamed;
use super::super::{access, ids};
use super::types::CustomerSourceRecord;
use crate::domain::account::Permission;
use crate::domain::origin::{NewOrigin, service as origins};
use crate::error::{Rule, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

const PARENT: &str = "customer_source_record";
const NAMES: [(&str, &str); 2] = [("customerSourceId", "customer_source_id"), ("externalId", "external_id")];

/// The operation.
pub(super) struct AddCustomerSourceRecord;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    customer_source_record: CustomerSourceRecord,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Added {
    customer_source_record_id: String,
}

impl Operation for AddCustomerSourceRecord {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Added;
    const NAME: &'static str = "postSubCustomerSource";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = super::PATH;
    const STATUS: StatusCode = StatusCode::CREATED;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let fields = vec![
            Field::body("customer_source_id", Kind::Text).required().longest(255).doc("The source"),
            Field::body("external_id", Kind::Text).or_number().longest(255).doc("The customer's id there"),
        ];
        vec![access::customer_id(), Field::body(PARENT, Kind::Object(fields)).required().doc("Customer source record")]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Added, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let sent = request.customer_source_record;
        let work = call.begin(Permission::CustomerCud).await?;
        let (kind, id) = (LookupKind::CustomerSource, &sent.customer_source_id);
        let source = access::entry(call, &work, kind, id).await?;
        let source = source.ok_or_else(|| {
            let unknown = Violation::new("customer_source_id", Rule::NotFound, "customer_source_id does not exist");
            unknown.with_value(id).under(PARENT)
        })?;
        let new = NewOrigin {
            source_record: record.id,
            customer_source: source.id,
            external_id: sent.external_id.filter(|id| !id.is_empty()),
            vendor_id: call.given("customer_source_record_id"),
        };
        let row = origins::add(&work, new).await.map_err(|error| renamed(error, &NAMES, PARENT))?;
        work.commit().await?;
        Ok(Added { customer_source_record_id: ids::shown(row.vendor_id.as_deref(), row.id) })
    }

    /// As the list says it: the record may have the origin here already.
    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let mut sent = request.customer_source_record;
        sent.customer_source_record_id = call.given("customer_source_record_id");
        heard::absorb_one(call, &request.customer_id, sent).await
    }
}
