//! Loyalty cards.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Whether a card is honoured; its numbers differ from other CareCloud states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// CareCloud 1.
    Active,
    /// CareCloud 0; cannot be used to log in either.
    Blocked,
}

/// One card of one customer (CareCloud Card).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "card")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// CareCloud `card_id`.
    pub vendor_id: Option<String>,
    /// The `lookup` of kind card type.
    pub type_id: Option<i64>,
    /// The `lookup` of kind store that issued it.
    pub store_id: Option<i64>,
    /// CareCloud `card_number`; also a login name.
    pub number: String,
    /// CareCloud `secondary_card_number`.
    pub secondary_number: Option<String>,
    /// Null when valid from issue.
    pub valid_from: Option<Timestamp>,
    /// Null when it does not run out.
    pub valid_to: Option<Timestamp>,
    /// Active or blocked.
    pub state: CardState,
    /// When the card was first seen.
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
