//! What a person enters about purchases.

use async_graphql::{Enum, InputObject, MaybeUndefined};
use entity::{Amount, Timestamp};
use serde_json::json;

use crate::domain::catalogue::graphql::LookupId;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::purchase::{Line, PurchaseFilter, Receipt};
use crate::domain::source::graphql::SourceRecordId;
use crate::graphql::id::Gid;
use crate::graphql::page::{DateTimeRange, SortDirection};
use crate::graphql::scalar::{DateTime, Decimal, Json};

/// What a list of purchases can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PurchaseFilterInput {
    /// Made at this store.
    pub store_id: Option<LookupId>,
    /// Of this sort.
    pub type_id: Option<LookupId>,
    /// When it was paid.
    pub paid: Option<DateTimeRange>,
    /// Exactly this number in the cash desk system.
    pub external_id: Option<String>,
}

impl From<PurchaseFilterInput> for PurchaseFilter {
    fn from(input: PurchaseFilterInput) -> Self {
        let paid = input.paid.unwrap_or_default();
        Self {
            store: input.store_id.map(Gid::row),
            kind: input.type_id.map(Gid::row),
            paid_from: paid.from.map(|instant| instant.0),
            paid_until: paid.until.map(|instant| instant.0),
            external_id: input.external_id,
        }
    }
}

/// What a list of purchases is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PurchaseSortField {
    /// When they were paid.
    PaidAt,
}

/// How a list of purchases is sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct PurchaseOrder {
    /// By what.
    pub field: PurchaseSortField,
    /// Which way.
    #[graphql(default_with = "SortDirection::Desc")]
    pub direction: SortDirection,
}

/// One line of a receipt.
#[derive(Clone, Debug, InputObject)]
pub struct PurchaseItemInput {
    /// The product in the company's catalogue.
    pub product_id: Option<String>,
    /// The product's name as printed.
    pub product_name: Option<String>,
    /// The product's group.
    pub product_group_id: Option<String>,
    /// The group's name.
    pub product_group_name: Option<String>,
    /// The product's make.
    pub product_brand_id: Option<String>,
    /// The make's name.
    pub product_brand_name: Option<String>,
    /// The line's id in the cash desk system.
    pub external_id: Option<String>,
    /// Its sort.
    pub type_id: Option<LookupId>,
    /// Price of one, in the purchase's currency; negative for what is given back.
    pub price: Decimal,
    /// Pieces, weight or volume; one unless given.
    pub quantity: Option<Decimal>,
    /// Value added tax, percent; none unless given.
    pub vat_rate: Option<Decimal>,
    /// Further properties, an array.
    pub properties: Option<Json>,
}

impl From<PurchaseItemInput> for Line {
    fn from(input: PurchaseItemInput) -> Self {
        const ONE: Amount = Amount(10_000);
        Self {
            vendor_id: None,
            product_id: input.product_id,
            product_name: input.product_name,
            product_group_id: input.product_group_id,
            product_group_name: input.product_group_name,
            product_brand_id: input.product_brand_id,
            product_brand_name: input.product_brand_name,
            external_id: input.external_id,
            kind: input.type_id.map(Gid::row),
            price: input.price.0,
            quantity: input.quantity.map_or(ONE, |quantity| quantity.0),
            vat_rate: input.vat_rate.map_or(Amount::ZERO, |rate| rate.0),
            properties: input.properties.map_or_else(|| json!([]), |properties| properties.0),
        }
    }
}

/// A purchase to be recorded.
#[derive(Clone, Debug, InputObject)]
pub struct CreatePurchaseInput {
    /// Who bought.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// Its number in the cash desk system.
    pub external_id: Option<String>,
    /// The store it was made at.
    pub store_id: Option<LookupId>,
    /// Its sort.
    pub type_id: Option<LookupId>,
    /// ISO 4217; absent: the brand's.
    pub currency: Option<String>,
    /// What was paid; absent: the sum of price times quantity of its items. A discount on the whole makes it differ from that.
    pub total: Option<Decimal>,
    /// How many items; absent: as many as are given.
    pub items_count: Option<i32>,
    /// The cash desk.
    pub cashdesk_number: Option<String>,
    /// The card that was shown.
    pub card_number: Option<String>,
    /// When it was paid; absent: now.
    pub paid_at: Option<DateTime>,
    /// Its lines in their order.
    pub items: Option<Vec<PurchaseItemInput>>,
}

impl CreatePurchaseInput {
    pub(super) fn receipt(self, now: Timestamp) -> Receipt {
        Receipt {
            external_id: self.external_id,
            store: self.store_id.map(Gid::row),
            kind: self.type_id.map(Gid::row),
            currency: self.currency,
            total: self.total.map(|total| total.0),
            items_count: self.items_count,
            cashdesk_number: self.cashdesk_number,
            card_number: self.card_number,
            paid_at: self.paid_at.map_or(now, |instant| instant.0),
            lines: self.items.map(lines),
        }
    }
}

/// Corrections to a purchase. What is left out stays; null clears what may be empty.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePurchaseInput {
    /// Its number in the cash desk system.
    pub external_id: MaybeUndefined<String>,
    /// The store it was made at.
    pub store_id: MaybeUndefined<LookupId>,
    /// Its sort.
    pub type_id: MaybeUndefined<LookupId>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// What was paid; where items are given without it, their sum.
    pub total: Option<Decimal>,
    /// How many items; where items are given without it, as many as those.
    pub items_count: Option<i32>,
    /// The cash desk.
    pub cashdesk_number: MaybeUndefined<String>,
    /// The card that was shown.
    pub card_number: MaybeUndefined<String>,
    /// When it was paid.
    pub paid_at: Option<DateTime>,
    /// All its lines, in the place of those it has.
    pub items: Option<Vec<PurchaseItemInput>>,
}

impl UpdatePurchaseInput {
    pub(super) fn apply(self, receipt: &mut Receipt) {
        set(&mut receipt.external_id, self.external_id);
        set(&mut receipt.store, self.store_id.map_value(Gid::row));
        set(&mut receipt.kind, self.type_id.map_value(Gid::row));
        set(&mut receipt.cashdesk_number, self.cashdesk_number);
        set(&mut receipt.card_number, self.card_number);
        if let Some(items) = self.items {
            receipt.lines = Some(lines(items));
            receipt.total = None;
            receipt.items_count = None;
        }
        receipt.currency = self.currency.or(receipt.currency.take());
        receipt.total = self.total.map(|total| total.0).or(receipt.total);
        receipt.items_count = self.items_count.or(receipt.items_count);
        receipt.paid_at = self.paid_at.map_or(receipt.paid_at, |instant| instant.0);
    }
}

fn lines(items: Vec<PurchaseItemInput>) -> Vec<Line> {
    items.into_iter().map(Line::from).collect()
}

fn set<T>(field: &mut Option<T>, change: MaybeUndefined<T>) {
    match change {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *field = None,
        MaybeUndefined::Value(value) => *field = Some(value),
    }
}
