//! Rewards on offer.

use sea_orm::entity::prelude::*;

use crate::{Amount, Timestamp, source_record::RecordState};

/// Something a customer can get (CareCloud Reward).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reward")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account that offers it.
    pub connection_id: i64,
    /// CareCloud `reward_id`.
    pub vendor_id: String,
    /// CareCloud `code`, used at the cash desk.
    pub code: String,
    /// As the vendor prints it.
    pub name: String,
    /// Second line of the offer.
    pub subtitle: Option<String>,
    /// The vendor's description.
    pub note: Option<String>,
    /// Points that a voucher for it costs; null when it is not bought with points.
    pub points_cost: Option<Amount>,
    /// First moment of the offer; null when unlimited.
    pub valid_from: Option<Timestamp>,
    /// Last moment of the offer; null when unlimited.
    pub valid_to: Option<Timestamp>,
    /// `HH:MM:SS` in the connection's zone (CareCloud `valid_time_from`); null for all day.
    pub daily_from: Option<String>,
    /// `HH:MM:SS` in the connection's zone (CareCloud `valid_time_to`); null for all day.
    pub daily_to: Option<String>,
    /// CareCloud: 0 cash desk, 1 catalogue, 2 campaign, 4 simple, 5 gift.
    pub reward_group: i32,
    /// The `lookup` of kind reward type.
    pub type_id: Option<i64>,
    /// Offered to members of this segment only; null for everybody.
    pub segment_id: Option<i64>,
    /// CareCloud 1 to 9, 1 first; null when the vendor does not rank it.
    pub priority: Option<i32>,
    /// Applied at the cash desk without being asked for.
    pub is_automated: bool,
    /// Array of text.
    #[sea_orm(column_type = "JsonBinary")]
    pub image_urls: Json,
    /// CareCloud `reward_external_url`.
    pub external_url: Option<String>,
    /// Array of `lookup` ids of the stores that honour it; empty for all.
    #[sea_orm(column_type = "JsonBinary")]
    pub store_ids: Json,
    /// Conditions, bonuses, tags and properties, by CareCloud's keys.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// The vendor's state.
    pub state: RecordState,
    /// When the reward was first seen.
    pub created_at: Timestamp,
    /// CareCloud `last_change`.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
