//! The structure of a purchase.

use std::collections::HashMap;

use chrono_tz::Tz;
use entity::lookup::LookupKind;
use entity::{purchase, purchase_item};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::super::heard::{On, Said, amount};
use super::super::names::Names;
use super::super::{ids, time};
use crate::domain::purchase::{Line, Receipt, service};
use crate::vendor::contract::Refusal;

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

impl Said for Purchase {
    const LIST: &'static str = "purchases";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let mut lines = Vec::with_capacity(self.purchase_items.len());
        for item in self.purchase_items {
            lines.push(item.line(on).await?);
        }
        let receipt = Receipt {
            external_id: self.external_purchase_id,
            store: on.entry(LookupKind::Store, self.store_id.as_deref()).await?,
            kind: on.entry(LookupKind::PurchaseType, self.type_id.as_deref()).await?,
            currency: Some(self.currency_id),
            total: Some(amount("total_price", self.total_price)?),
            items_count: Some(self.items_count),
            cashdesk_number: self.cashdesk_number,
            card_number: self.card_number,
            paid_at: on.instant("payment_time", &self.payment_time)?,
            // No purchase is without lines: they were not asked for.
            lines: (!lines.is_empty()).then_some(lines),
        };
        Ok(service::hear(on.work, on.record.id, self.purchase_id, receipt).await?.id)
    }
}

impl PurchaseItem {
    async fn line(self, on: &On<'_>) -> Result<Line, Refusal> {
        Ok(Line {
            vendor_id: Some(self.purchase_item_id),
            product_id: self.product_id,
            product_name: self.product_name,
            product_group_id: self.product_group_id,
            product_group_name: self.product_group_name,
            product_brand_id: self.product_brand_id,
            product_brand_name: self.product_brand_name,
            external_id: self.external_id,
            kind: on.entry(LookupKind::PurchaseItemType, self.purchase_item_type_id.as_deref()).await?,
            price: amount("price", self.price)?,
            quantity: amount("amount", self.amount)?,
            vat_rate: amount("vat_rate", self.vat_rate)?,
            properties: self.additional_properties,
        })
    }
}
