//! Lines of purchases.

use sea_orm::entity::prelude::*;

use crate::Amount;

/// One line of a receipt (CareCloud PurchaseItem).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase_item")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The receipt.
    pub purchase_id: i64,
    /// CareCloud `purchase_item_id`.
    pub vendor_id: Option<String>,
    /// Order on the receipt, from 0.
    pub position: i32,
    /// Product in the company's catalogue, which is not kept here.
    pub product_id: Option<String>,
    /// As printed on the receipt.
    pub product_name: Option<String>,
    /// Group of the product at the time of purchase.
    pub product_group_id: Option<String>,
    /// As the vendor prints it.
    pub product_group_name: Option<String>,
    /// Make of the product; unrelated to our `brand`.
    pub product_brand_id: Option<String>,
    /// As the vendor prints it.
    pub product_brand_name: Option<String>,
    /// The line's id in the cash desk system.
    pub external_id: Option<String>,
    /// The `lookup` of kind purchase item type.
    pub type_id: Option<i64>,
    /// CareCloud `price`, in the purchase's currency.
    pub price: Amount,
    /// CareCloud `amount`: pieces, weight or volume.
    pub quantity: Amount,
    /// Percent.
    pub vat_rate: Amount,
    /// CareCloud `additional_properties`, an array.
    #[sea_orm(column_type = "JsonBinary")]
    pub properties: Json,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
