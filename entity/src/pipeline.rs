//! Opportunities in progress.

use sea_orm::entity::prelude::*;

use crate::{Amount, Timestamp};

/// One run of one customer through a pipeline type.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pipeline")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Id that Customer Database App returned from `pipeline/add`.
    pub vendor_id: Option<String>,
    /// The process; does not change.
    pub type_id: i64,
    /// Where it stands; a stage of the same type.
    pub stage_id: i64,
    /// Customer Database App `reference`: the title staff gave.
    pub reference: String,
    /// Vendor id of the user in charge (Customer Database App `userid`).
    pub owner_id: Option<String>,
    /// Expected worth in `currency`.
    pub value: Option<Amount>,
    /// ISO 4217 code of `value`.
    pub currency: Option<String>,
    /// Customer Database App `keys[n]`/`values[n]`, as an object.
    #[sea_orm(column_type = "JsonBinary")]
    pub custom: Json,
    /// When it reached a final stage; null while open.
    pub closed_at: Option<Timestamp>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Last change of stage, owner or fields.
    pub updated_at: Timestamp,
}

/// Joins that queries use.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The record it hangs on.
    #[sea_orm(
        belongs_to = "super::source_record::Entity",
        from = "Column::SourceRecordId",
        to = "super::source_record::Column::Id"
    )]
    SourceRecord,
}

impl Related<super::source_record::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SourceRecord.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
