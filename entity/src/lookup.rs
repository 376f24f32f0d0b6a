//! Small vendor catalogues.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Timestamp, source_record::RecordState};

/// Which list an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LookupKind {
    /// A shop or cash desk site; `data` holds CareCloud's Store object.
    Store,
    /// Where customers come from (CareCloud customer sources).
    CustomerSource,
    /// A language a vendor accepts as `language_id`.
    Language,
    /// A currency a vendor accepts as `currency_id`.
    Currency,
    /// A sort of points.
    PointType,
    /// A sort of credits.
    CreditType,
    /// A sort of loyalty card; `data.prefix` starts its numbers.
    CardType,
    /// A sort of reward.
    RewardType,
    /// A sort of purchase.
    PurchaseType,
    /// A sort of purchase line.
    PurchaseItemType,
    /// A business partner that funds points or credits.
    Partner,
    /// A network accepted for social login.
    SocialNetwork,
    /// An external application that may ask for tokens.
    Application,
    /// A CustomerGauge touchpoint, which must exist before a response names it.
    Touchpoint,
    /// A user of the Customer Database App account, who owns pipelines and tasks.
    CrmUser,
}

/// One entry of a vendor's look-up list; the lists differ only by `kind`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lookup")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account whose list it is.
    pub connection_id: i64,
    /// Ids are unique within one kind only.
    pub kind: LookupKind,
    /// The vendor's id of the entry.
    pub vendor_id: String,
    /// CareCloud `text_id` or `customer_source_text_id`: a stable code beside the id.
    pub text_id: Option<String>,
    /// As the vendor prints it.
    pub name: String,
    /// The rest of the vendor's object, by the vendor's keys.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// The vendor's state; only active entries may be named by new data.
    pub state: RecordState,
    /// CareCloud `last_change`.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
