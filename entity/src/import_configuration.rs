//! How survey imports are read.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What a configuration imports (CustomerGauge data type).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ImportType {
    /// Companies.
    Account,
    /// People.
    Contact,
    /// Survey invitations.
    Survey,
    /// Account and contact in one record.
    MultiObject,
    /// Other names of an account.
    AccountAlias,
    /// Dated account activities.
    Activity,
    /// Answers collected elsewhere, with account and contact.
    ExternalResponse,
}

/// A CustomerGauge import configuration, which its page also calls inbound mapping.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_configuration")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account that configures it.
    pub connection_id: i64,
    /// CustomerGauge `configuration` in the request; opaque, a word or nearly a UUID.
    pub reference: String,
    /// As staff see it.
    pub name: String,
    /// Decides which fields are required.
    pub data_type: ImportType,
    /// Array of CustomerGauge field and the case-sensitive heading it is read from.
    #[sea_orm(column_type = "JsonBinary")]
    pub mapping: Json,
    /// When it was configured.
    pub created_at: Timestamp,
    /// Last change of the mapping.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
