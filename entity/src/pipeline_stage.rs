//! Stages of pipelines.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What reaching a stage means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The pipeline ends in success.
    Won,
    /// The pipeline ends without.
    Lost,
}

/// One step of a pipeline type.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pipeline_stage")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The pipeline type it is a step of.
    pub type_id: i64,
    /// Customer Database App `stageid`.
    pub vendor_id: String,
    /// As staff see it.
    pub name: String,
    /// Order within the type, from 0; the first is the default of new pipelines.
    pub position: i32,
    /// Null for a stage that is not final.
    pub outcome: Option<Outcome>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
