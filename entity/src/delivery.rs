//! The outbox: what is to be done at a real vendor.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for its turn or its next try.
    Pending,
    /// The vendor has done all of it.
    Delivered,
    /// It waits for staff: the vendor refuses it, or it was tried too often.
    Dead,
    /// Staff decided that it is not to be done.
    Dropped,
}

/// One change that a vendor is to carry out. Those of one source record follow one another in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Our own id, issued by the database; also the order.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account it goes to.
    pub connection_id: i64,
    /// The record that changed; null for what concerns none.
    pub source_record_id: Option<i64>,
    /// What changed, such as `note.added`.
    pub change: String,
    /// Table of the thing that changed.
    pub subject_kind: Option<String>,
    /// Its row.
    pub subject_id: Option<i64>,
    /// The calls, in order, and what they lose.
    #[sea_orm(column_type = "JsonBinary")]
    pub plan: Json,
    /// How many of the calls are done.
    pub step: i32,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often the present call was tried.
    pub attempts: i32,
    /// How often a call was made again though the vendor may have got it before, and cannot tell a repeat.
    pub suspected_repeats: i32,
    /// When it may be tried next.
    pub due_at: Timestamp,
    /// Who is at it; null when nobody is.
    pub lease: Option<String>,
    /// When that counts as given up.
    pub leased_until: Option<Timestamp>,
    /// Why the latest try failed, in words for staff.
    pub last_error: Option<String>,
    /// Who made the change.
    pub actor: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was delivered or dropped.
    pub ended_at: Option<Timestamp>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
