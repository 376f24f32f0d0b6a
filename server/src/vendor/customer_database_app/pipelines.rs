//! `POST /pipeline/add`: create a pipeline.

use axum::http::Method;
use entity::{pipeline, pipeline_stage, pipeline_type};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::custom::{self, Pair};
use super::dialect::CustomerDatabaseApp;
use super::fields::{self, filled};
use super::reply::{self, Added};
use super::{access, remains};
use crate::domain::account::Permission;
use crate::domain::pipeline::definition::{NewStage, NewType, service, store as definitions};
use crate::domain::pipeline::store::NewPipeline;
use crate::domain::pipeline::{PipelineFields, service as pipelines};
use crate::store::{Work, numbering};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct AddPipeline;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customerid: String,
    reference: String,
    pipelinetypeid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stageid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    userid: Option<String>,
    #[serde(default)]
    keys: Vec<Pair>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Operation for AddPipeline {
    type Dialect = CustomerDatabaseApp;
    type Request = Request;
    type Reply = Added;
    const NAME: &'static str = "addPipeline";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/pipeline/add";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            fields::customer(),
            Field::body("reference", Kind::Text).required().doc("Title"),
            Field::body("pipelinetypeid", Kind::Text).required().doc("The type's id"),
            Field::body("stageid", Kind::Text).doc("The stage's id; absent: the type's first"),
            Field::body("userid", Kind::Text)
                .doc("The colleague in charge; the sample sends it twice, the first counts"),
            fields::custom(),
        ]
    }

    async fn perform(call: &Call<'_, CustomerDatabaseApp>, request: Request) -> Result<Added, Refusal> {
        let work = call.begin(Permission::CustomerCud).await?;
        let record = access::customer(call, &work, &request.customerid).await?;
        let stage = filled(request.stageid);
        if call.takes_names() {
            defined(&work, record.connection_id, &request.pipelinetypeid, stage.as_deref()).await?;
        }
        let of_type = pipeline_type(&work, record.connection_id, &request.pipelinetypeid).await?;
        let stage = match stage {
            Some(stage) => Some(pipeline_stage(&work, &of_type, &stage).await?.id),
            None => None,
        };
        let fields = PipelineFields {
            reference: request.reference,
            owner_id: filled(request.userid).map(|user| user.trim().to_owned()),
            value: None,
            currency: None,
            custom: custom::kept(&request.keys).into(),
        };
        let new = NewPipeline { source_record: record.id, vendor_id: None, type_id: of_type.id, stage, fields };
        let row = pipelines::create(&work, new).await?;
        let of = (work.brand(), record.connection_id);
        let id = numbering::issue::<pipeline::Entity>(work.db(), of, row.id, reply::given(call)).await?;
        remains::keep(&work, &record, Self::NAME, request.other).await?;
        work.commit().await?;
        Ok(Added::under(id))
    }
}

/// Defines the type and the stage that the real vendor took, and of which it tells nothing but their ids.
async fn defined(work: &Work<'_>, connection: i64, type_id: &str, stage: Option<&str>) -> Result<(), Refusal> {
    let (type_id, stage) = (type_id.trim(), stage.map(str::trim));
    let named = |id: &str| NewStage { vendor_id: Some(id.to_owned()), name: format!("Stage {id}"), outcome: None };
    match (definitions::type_by_vendor_id(work.db(), connection, type_id).await?, stage) {
        (None, stage) => {
            let first = stage.map_or_else(|| NewStage { vendor_id: None, ..named("1") }, named);
            let (vendor_id, name) = (Some(type_id.to_owned()), format!("Pipeline {type_id}"));
            service::create_type(work, NewType { connection, vendor_id, name, stages: vec![first] }).await?;
        }
        (Some(known), Some(stage)) => {
            if definitions::stage_by_vendor_id(work.db(), known.id, stage).await?.is_none() {
                service::add_stage(work, known.id, named(stage), None).await?;
            }
        }
        (Some(_), None) => {}
    }
    Ok(())
}

async fn pipeline_type(work: &Work<'_>, connection: i64, id: &str) -> Result<pipeline_type::Model, Refusal> {
    let found = definitions::type_by_vendor_id(work.db(), connection, id.trim()).await?;
    found.ok_or_else(|| access::missing("Pipeline type"))
}

/// A stage of another type is none of this one's.
async fn pipeline_stage(
    work: &Work<'_>,
    of: &pipeline_type::Model,
    id: &str,
) -> Result<pipeline_stage::Model, Refusal> {
    let found = definitions::stage_by_vendor_id(work.db(), of.id, id.trim()).await?;
    found.ok_or_else(|| access::missing("Stage of this pipeline type"))
}
