//! The structure of a purchase.

use std::collections::HashMap;

use chrono_tz::Tz;
use entity::{purchase, purchase_item};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::names::Names;
use super::super::{ids, time};

/// A receipt.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Purchase {
    purchase_id: String,
    customer_id: String,
    store_id: Option<String>,
    external_purchase_id: Option<String>,
    type_id: Option<String>,
    currency_id: String,
    cashdesk_number: Option<String>,
    payment_time: String,
    items_count: i32,
    /// Filled only when they are asked for.
    purchase_items: Vec<PurchaseItem>,
    total_price: f64,
    card_number: Option<String>,
    last_change: String,
    /// The company's own fields; purchases have none.
    property_records: Vec<Json>,
}

/// One line of a receipt.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct PurchaseItem {
    purchase_item_id: String,
    product_id: Option<String>,
    product_name: Option<String>,
    product_group_id: Option<String>,
    product_group_name: Option<String>,
    product_brand_id: Option<String>,
    product_brand_name: Option<String>,
    external_id: Option<String>,
    purchase_item_type_id: Option<String>,
    price: f64,
    amount: f64,
    vat_rate: f64,
    additional_properties: Json,
}

/// What replies about purchases draw on.
pub(super) struct Shown<'a> {
    pub(super) customer_id: &'a str,
    pub(super) names: Names,
    /// Lines by the purchase they are of.
    pub(super) lines: HashMap<i64, Vec<purchase_item::Model>>,
    pub(super) zone: Tz,
}

impl Shown<'_> {
    /// The vendor's purchase of a row.
    pub(super) fn purchase(&self, row: purchase::Model) -> Purchase {
        let lines = self.lines.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        Purchase {
            purchase_id: ids::shown(row.vendor_id.as_deref(), row.id),
            customer_id: self.customer_id.to_owned(),
            store_id: self.names.id(row.store_id),
            external_purchase_id: row.external_id,
            type_id: self.names.id(row.type_id),
            currency_id: row.currency,
            cashdesk_number: row.cashdesk_number,
            payment_time: time::write(row.paid_at, self.zone),
            items_count: row.items_count,
            purchase_items: lines.iter().map(|line| self.item(line)).collect(),
            total_price: row.total.to_f64(),
            card_number: row.card_number,
            last_change: time::write(row.updated_at, self.zone),
            property_records: Vec::new(),
        }
    }

    fn item(&self, line: &purchase_item::Model) -> PurchaseItem {
        let line = line.clone();
        PurchaseItem {
            purchase_item_id: ids::shown(line.vendor_id.as_deref(), line.id),
            product_id: line.product_id,
            product_name: line.product_name,
            product_group_id: line.product_group_id,
            product_group_name: line.product_group_name,
            product_brand_id: line.product_brand_id,
            product_brand_name: line.product_brand_name,
            external_id: line.external_id,
            purchase_item_type_id: self.names.id(line.type_id),
            price: line.price.to_f64(),
            amount: line.quantity.to_f64(),
            vat_rate: line.vat_rate.to_f64(),
            additional_properties: line.properties,
        }
    }
}
