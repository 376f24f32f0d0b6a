//! What one connection says about one customer.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    customer::{CustomerKind, Gender},
};

/// The state vocabulary that vendor objects share (CareCloud `state`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// CareCloud 1.
    Active,
    /// CareCloud 2: kept and shown, but not in use.
    Inactive,
    /// CareCloud 0: hidden unless asked for.
    Deleted,
}

/// One vendor's view of a person or company, under that vendor's own id. Everything else hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source_record")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant, repeated so that match indexes can start with it.
    pub brand_id: i64,
    /// The account that said it.
    pub connection_id: i64,
    /// The customer it is linked to now; merge and unmerge change this column alone.
    pub customer_id: i64,
    /// The vendor's own id of this record, as text whatever its form there.
    pub vendor_id: String,
    /// The company's id at that vendor: Omnidesk `external_primary_id`, Customerscore.io `external_id`.
    pub external_id: Option<String>,
    /// Person or company, as this vendor has it.
    pub kind: CustomerKind,
    /// The vendor's state; a deleted record no longer takes part in resolution.
    pub state: RecordState,
    /// A name given in one piece (Customerscore.io `name`).
    pub display_name: Option<String>,
    /// CareCloud `first_name`, Omnidesk `firstname`, Customer Database App `forename`.
    pub first_name: Option<String>,
    /// CareCloud `last_name`, Omnidesk `lastname`, Customer Database App `surname`.
    pub last_name: Option<String>,
    /// Name of the organisation, or the employer of a person (CustomerGauge account name).
    pub company_name: Option<String>,
    /// CareCloud `salutation`, as sent.
    pub salutation: Option<String>,
    /// Titles before the name (CareCloud).
    pub pre_nominals: Option<String>,
    /// Titles after the name (CareCloud).
    pub post_nominals: Option<String>,
    /// CareCloud `birthdate`.
    pub birth_date: Option<Date>,
    /// CareCloud `gender`.
    pub gender: Option<Gender>,
    /// ISO 639-1 code (CareCloud `language_id`).
    pub language: Option<String>,
    /// This record's primary address as the vendor wrote it; all addresses are in `channel`.
    pub email: Option<String>,
    /// `email` in lower case, for matching.
    pub email_key: Option<String>,
    /// This record's primary number as the vendor wrote it; all numbers are in `channel`.
    pub phone: Option<String>,
    /// `phone` reduced to its digits, for matching.
    pub phone_key: Option<String>,
    /// CareCloud `photo_url`.
    pub photo_url: Option<String>,
    /// Customerscore.io `owner_email`, CustomerGauge account manager.
    pub owner_email: Option<String>,
    /// Postal address as an object with CareCloud's keys (`address1` to `address7`, `zip`, `city`, `country_code`).
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub address: Option<Json>,
    /// Vendor fields without a column, by the vendor's name, such as Omnidesk `custom_*`.
    #[sea_orm(column_type = "JsonBinary")]
    pub extra: Json,
    /// When the vendor last said this; decides between sources by age.
    pub observed_at: Timestamp,
    /// When the record first arrived here.
    pub created_at: Timestamp,
    /// Last change of any of its fields or of its link (CareCloud `last_change`).
    pub updated_at: Timestamp,
}

/// Joins that queries use.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The customer it is linked to now.
    #[sea_orm(belongs_to = "super::customer::Entity", from = "Column::CustomerId", to = "super::customer::Column::Id")]
    Customer,
    /// The account that said it.
    #[sea_orm(
        belongs_to = "super::connection::Entity",
        from = "Column::ConnectionId",
        to = "super::connection::Column::Id"
    )]
    Connection,
}

impl Related<super::customer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Customer.def()
    }
}

impl Related<super::connection::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Connection.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
