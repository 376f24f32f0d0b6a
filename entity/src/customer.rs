//! Golden records.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Amount, Timestamp};

/// What a record describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CustomerKind {
    /// A natural person.
    Person,
    /// An organisation, as Customerscore.io and CustomerGauge accounts are.
    Company,
}

/// Whether a customer can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CustomerState {
    /// Listed and matched.
    Active,
    /// Replaced by `merged_into_id`; its id still resolves to the survivor.
    Merged,
    /// Kept for history only.
    Deleted,
}

/// Form of address, in the vendor's closed list (CareCloud `gender` 1 to 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// CareCloud 1.
    Male,
    /// CareCloud 2.
    Female,
    /// CareCloud 3.
    Miss,
    /// CareCloud 4: known, but not to be used.
    Private,
    /// CareCloud 5.
    Other,
}

/// A person or company in the graph. All data columns are resolved from the linked source records.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The tenant; customers of two brands are never matched.
    pub brand_id: i64,
    /// Person or company, by the winning source record.
    pub kind: CustomerKind,
    /// Only active customers appear in lists.
    pub state: CustomerState,
    /// The survivor, while the state is merged.
    pub merged_into_id: Option<i64>,
    /// What lists show; never empty.
    pub display_name: String,
    /// Lower-case, without accents, "last first"; the order of customer lists.
    pub sort_name: String,
    /// Winning given name in lower case without accents, for searching by it.
    pub given_name_key: Option<String>,
    /// Winning given name.
    pub first_name: Option<String>,
    /// Winning family name.
    pub last_name: Option<String>,
    /// Winning organisation name.
    pub company_name: Option<String>,
    /// Winning date of birth.
    pub birth_date: Option<Date>,
    /// Winning form of address.
    pub gender: Option<Gender>,
    /// Winning ISO 639-1 code.
    pub language: Option<String>,
    /// Primary address as written by the winning source.
    pub email: Option<String>,
    /// `email` in lower case, for matching.
    pub email_key: Option<String>,
    /// Primary number as written by the winning source.
    pub phone: Option<String>,
    /// `phone` reduced to its digits, for matching.
    pub phone_key: Option<String>,
    /// Town of the winning postal address.
    pub city: Option<String>,
    /// ISO 3166 alpha-2 in lower case, from the winning postal address.
    pub country: Option<String>,
    /// Winning portrait or logo.
    pub photo_url: Option<String>,
    /// Winning account owner (Customerscore.io `owner_email`).
    pub owner_email: Option<String>,
    /// Latest health score, -100 to 100; null before the first computation.
    pub health_score: Option<Amount>,
    /// Newest timeline entry of any linked record; null when there is none.
    pub last_activity_at: Option<Timestamp>,
    /// When the customer first became known.
    pub created_at: Timestamp,
    /// Last change of any resolved field or link.
    pub updated_at: Timestamp,
    /// Grows by one with each update; a write made against an older version is refused.
    pub version: i32,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
