//! Addresses at which a customer can be reached.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Kind of address; the names are Omnidesk's channel names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// E-mail.
    Email,
    /// Voice or text message.
    Telephone,
    /// Facebook account number.
    Facebook,
    /// Twitter account name.
    Twitter,
    /// Anything else; `label` says what.
    Other,
}

/// One address of one source record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "channel")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Decides how `address_key` is made.
    pub kind: ChannelKind,
    /// As the vendor wrote it.
    pub address: String,
    /// Canonical form for matching: e-mail in lower case, telephone as digits.
    pub address_key: String,
    /// Free name such as "work"; the vendor's type for kind other.
    pub label: Option<String>,
    /// Omnidesk channel `id`; null where the vendor gives a channel no id.
    pub vendor_id: Option<String>,
    /// The one that the source record's `email` or `phone` repeats.
    pub is_primary: bool,
    /// Double opt-in time (CareCloud `doi_email`, `doi_phone`); null when never confirmed.
    pub verified_at: Option<Timestamp>,
    /// When the address was first seen.
    pub created_at: Timestamp,
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
