//! `POST /customer/task/add` and `POST /pipeline/task/add`: create a task.

use axum::http::Method;
use chrono::NaiveTime;
use entity::{source_record, task};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::dialect::CustomerDatabaseApp;
use super::fields::{self, all_filled, filled};
use super::reply::{self, Added};
use super::{access, remains, time};
use crate::domain::account::Permission;
use crate::domain::activity::task::store::NewTask;
use crate::domain::activity::task::{TaskFields, service as tasks};
use crate::error::Result;
use crate::store::{Work, numbering};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::reading::Sent;
use crate::vendor::shape::{Field, Kind};

const DUE: &str = "datedue";

/// For a customer.
pub(super) struct AddCustomerTask;

/// For a pipeline.
pub(super) struct AddPipelineTask;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct ForCustomer {
    customerid: String,
    #[serde(flatten)]
    task: Task,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct ForPipeline {
    pipelineid: String,
    #[serde(flatten)]
    task: Task,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Task {
    datedue: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default)]
    users: Vec<String>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

/// Whether a call on the event's path has a task's fields.
pub(super) fn is_task(sent: &Sent) -> bool {
    let has = |name: &str| sent.body.values.get(name).is_some_and(|value| value.as_str() != Some(""));
    has(DUE) && !has("startdatetime")
}

impl Operation for AddCustomerTask {
    type Dialect = CustomerDatabaseApp;
    type Request = ForCustomer;
    type Reply = Added;
    const NAME: &'static str = "addCustomerTask";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/task/add";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        std::iter::once(fields::customer()).chain(task()).collect()
    }

    async fn perform(call: &Call<'_, CustomerDatabaseApp>, request: ForCustomer) -> Result<Added, Refusal> {
        let work = call.begin(Permission::CustomerCud).await?;
        let record = access::customer(call, &work, &request.customerid).await?;
        let to = To { record: &record, pipeline: None, given: reply::given(call) };
        let id = add(&work, to, Self::NAME, request.task).await?;
        work.commit().await?;
        Ok(Added::under(id))
    }
}

impl Operation for AddPipelineTask {
    type Dialect = CustomerDatabaseApp;
    type Request = ForPipeline;
    type Reply = Added;
    const NAME: &'static str = "addPipelineTask";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/pipeline/task/add";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        std::iter::once(fields::pipeline()).chain(task()).collect()
    }

    async fn perform(call: &Call<'_, CustomerDatabaseApp>, request: ForPipeline) -> Result<Added, Refusal> {
        let work = call.begin(Permission::CustomerCud).await?;
        let (pipeline, record) = access::pipeline(call, &work, &request.pipelineid).await?;
        let to = To { record: &record, pipeline: Some(pipeline.id), given: reply::given(call) };
        let id = add(&work, to, Self::NAME, request.task).await?;
        work.commit().await?;
        Ok(Added::under(id))
    }
}

fn task() -> [Field; 4] {
    [
        Field::body(DUE, Kind::Text).required().doc("DD/MM/YYYY"),
        fields::name(),
        Field::body("description", Kind::Text),
        fields::list("users").doc("Ids of colleagues who are to do it"),
    ]
}

/// What a task is added to, and under which id if the real vendor gave one.
struct To<'a> {
    record: &'a source_record::Model,
    pipeline: Option<i64>,
    given: Option<String>,
}

async fn add(work: &Work<'_>, to: To<'_>, operation: &'static str, sent: Task) -> Result<String> {
    let To { record, pipeline, given } = to;
    let (due_on, at) = time::day(DUE, &sent.datedue)?;
    let fields = TaskFields {
        name: sent.name,
        description: filled(sent.description),
        due_on,
        assignees: all_filled(sent.users),
    };
    let new = NewTask { source_record: record.id, pipeline, vendor_id: None, fields };
    let row = tasks::create(work, new).await?;
    if at.is_some_and(|at| at != NaiveTime::MIN) {
        let reason = "a task is due on a day; the time of day has no place".to_owned();
        remains::keep_one(work, record, operation, DUE.to_owned(), sent.datedue.into(), reason).await?;
    }
    remains::keep(work, record, operation, sent.other).await?;
    numbering::issue::<task::Entity>(work.db(), (work.brand(), record.connection_id), row.id, given).await
}
