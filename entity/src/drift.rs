//! Where a vendor's replies differ from its documentation.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// The sorts of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// A field that is not documented.
    UnknownField,
    /// A field that should be there.
    MissingField,
    /// A field of another type.
    RetypedField,
    /// A status that is not documented.
    UnknownStatus,
    /// A body that is not in the documented form at all.
    UnknownBody,
}

/// One difference, however often it was seen. It holds shapes, never a person's data.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "drift")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account whose vendor answered so.
    pub connection_id: i64,
    /// The vendor's operation.
    pub operation: String,
    /// The status of the reply.
    pub status: i32,
    /// What sort of difference.
    pub kind: DriftKind,
    /// Where in the body, list places left out: `data.customers[].email`.
    pub path: String,
    /// The documented type.
    pub expected: String,
    /// The type that came.
    pub found: String,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
    /// How often.
    pub count: i64,
    /// When staff dealt with it; null while open.
    pub resolved_at: Option<Timestamp>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
