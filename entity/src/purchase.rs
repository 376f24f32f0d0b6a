//! Purchases.

use sea_orm::entity::prelude::*;

use crate::{Amount, Timestamp};

/// One receipt (CareCloud Purchase).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// CareCloud `purchase_id`.
    pub vendor_id: Option<String>,
    /// CareCloud `external_purchase_id`: the number in the cash desk system.
    pub external_id: Option<String>,
    /// The `lookup` of kind store.
    pub store_id: Option<i64>,
    /// The `lookup` of kind purchase type.
    pub type_id: Option<i64>,
    /// ISO 4217 code (CareCloud `currency_id`).
    pub currency: String,
    /// CareCloud `total_price`, in `currency`.
    pub total: Amount,
    /// As the vendor states it, even where the items themselves are not known.
    pub items_count: i32,
    /// CareCloud `cashdesk_number`.
    pub cashdesk_number: Option<String>,
    /// The card shown at the cash desk; text, since the card may be unknown here.
    pub card_number: Option<String>,
    /// CareCloud `payment_time`.
    pub paid_at: Timestamp,
    /// When the purchase first arrived here.
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
