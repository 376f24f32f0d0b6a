//! Rewards that customers hold.

use sea_orm::entity::prelude::*;

use crate::{Amount, Timestamp, source_record::RecordState};

/// One voucher of one customer (CareCloud Voucher).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "voucher")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// CareCloud `voucher_id`.
    pub vendor_id: Option<String>,
    /// What it is good for; null when the vendor names no reward.
    pub reward_id: Option<i64>,
    /// The `lookup` of kind store where it was applied.
    pub store_id: Option<i64>,
    /// What is shown at the cash desk.
    pub code: String,
    /// Worth in `currency`; null where the reward decides.
    pub value: Option<Amount>,
    /// ISO 4217 code of `value`.
    pub currency: Option<String>,
    /// Text at this vendor object, unlike the number in `reward`.
    pub reward_group: Option<String>,
    /// CareCloud `note`.
    pub note: Option<String>,
    /// First moment it can be applied; null when unlimited.
    pub valid_from: Option<Timestamp>,
    /// Last moment it can be applied; null when unlimited.
    pub valid_to: Option<Timestamp>,
    /// CareCloud `applied_date`; null while unused.
    pub applied_at: Option<Timestamp>,
    /// The vendor's state.
    pub state: RecordState,
    /// When it was issued.
    pub created_at: Timestamp,
    /// CareCloud `last_change`.
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
