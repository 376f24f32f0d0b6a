//! Vendor accounts.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// The system a connection talks to, or whose API it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Vendor {
    /// The built-in first-party connection: records entered in the admin app or through GraphQL.
    Onefold,
    /// CRM CareCloud, loyalty.
    Carecloud,
    /// Omnidesk, contact centre.
    Omnidesk,
    /// Customer Database App, small-business CRM.
    CustomerDatabaseApp,
    /// Customerscore.io, customer health.
    Customerscore,
    /// CustomerGauge, surveys.
    Customergauge,
}

/// Who answers a call on the vendor's own paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Onefold itself, from its store.
    Mirror,
    /// The real vendor; what the exchange says is recorded on the way.
    Proxy,
}

/// One vendor account of one brand, served as a mirror or as a proxy.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "connection")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The tenant that holds the account.
    pub brand_id: i64,
    /// Decides the dialect, the operations and the plan.
    pub vendor: Vendor,
    /// Tells apart several accounts of one vendor in one brand.
    pub name: String,
    /// Mirror or proxy; may be switched while records exist.
    pub mode: Mode,
    /// Where the real vendor answers; null for a mirror that is never forwarded.
    pub base_url: Option<String>,
    /// The vendor's secrets, encrypted with the server's sealing key; null where none are needed.
    pub sealed_credentials: Option<Vec<u8>>,
    /// IANA zone in which the vendor's zoneless texts are read and written.
    pub time_zone: String,
    /// Vendor switches such as `metrics_optional`, and which changes go back to the vendor.
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    /// When the account was added here.
    pub created_at: Timestamp,
    /// Last change of mode, address, credentials or settings.
    pub updated_at: Timestamp,
}

/// Joins that queries use.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The tenant that holds it.
    #[sea_orm(belongs_to = "super::brand::Entity", from = "Column::BrandId", to = "super::brand::Column::Id")]
    Brand,
}

impl Related<super::brand::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Brand.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
