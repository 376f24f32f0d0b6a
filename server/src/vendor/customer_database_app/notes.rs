//! `POST /customer/note/add` and `POST /pipeline/note/add`: create a note.

use axum::http::Method;
use entity::{note, source_record};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::dialect::CustomerDatabaseApp;
use super::reply::{self, Added};
use super::{access, fields, remains};
use crate::domain::account::Permission;
use crate::domain::activity::note::service as notes;
use crate::domain::activity::note::store::NewNote;
use crate::error::Result;
use crate::store::{Work, numbering};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// On a customer.
pub(super) struct AddCustomerNote;

/// On a pipeline.
pub(super) struct AddPipelineNote;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct OnCustomer {
    customerid: String,
    note: String,
    #[serde(flatten)]
    other: Map<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct OnPipeline {
    pipelineid: String,
    note: String,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Operation for AddCustomerNote {
    type Dialect = CustomerDatabaseApp;
    type Request = OnCustomer;
    type Reply = Added;
    const NAME: &'static str = "addCustomerNote";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/note/add";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![fields::customer(), fields::note()]
    }

    async fn perform(call: &Call<'_, CustomerDatabaseApp>, request: OnCustomer) -> Result<Added, Refusal> {
        let work = call.begin(Permission::CustomerCud).await?;
        let record = access::customer(call, &work, &request.customerid).await?;
        let id = add(&work, &record, None, (request.note, reply::given(call))).await?;
        remains::keep(&work, &record, Self::NAME, request.other).await?;
        work.commit().await?;
        Ok(Added::under(id))
    }
}

impl Operation for AddPipelineNote {
    type Dialect = CustomerDatabaseApp;
    type Request = OnPipeline;
    type Reply = Added;
    const NAME: &'static str = "addPipelineNote";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/pipeline/note/add";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![fields::pipeline(), fields::note()]
    }

    async fn perform(call: &Call<'_, CustomerDatabaseApp>, request: OnPipeline) -> Result<Added, Refusal> {
        let work = call.begin(Permission::CustomerCud).await?;
        let (pipeline, record) = access::pipeline(call, &work, &request.pipelineid).await?;
        let id = add(&work, &record, Some(pipeline.id), (request.note, reply::given(call))).await?;
        remains::keep(&work, &record, Self::NAME, request.other).await?;
        work.commit().await?;
        Ok(Added::under(id))
    }
}

async fn add(
    work: &Work<'_>,
    record: &source_record::Model,
    pipeline: Option<i64>,
    (text, given): (String, Option<String>),
) -> Result<String> {
    let new = NewNote { source_record: record.id, pipeline, vendor_id: None, text, author: None };
    let row = notes::add(work, new).await?;
    numbering::issue::<note::Entity>(work.db(), (work.brand(), record.connection_id), row.id, given).await
}
