//! Purchases, their lines and their sum.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};
use entity::{purchase, purchase_item, source_record};

use super::{PurchaseId, PurchaseItemId, load};
use crate::domain::catalogue::graphql::Lookup;
use crate::domain::customer::graphql::Customer;
use crate::domain::purchase::Summary;
use crate::domain::source::graphql::SourceRecord;
use crate::domain::{catalogue, customer, source};
use crate::graphql::loaders::{Branded, children, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Decimal, Json, Money};

impl Branded for purchase::Entity {
    fn brand_column() -> purchase::Column {
        purchase::Column::BrandId
    }
}

/// One receipt.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Purchase {
    /// Opaque id.
    pub id: PurchaseId,
    /// Its number in the cash desk system.
    pub external_id: Option<String>,
    /// The vendor's own id of it.
    pub vendor_id: Option<String>,
    /// What was paid.
    pub total: Money,
    /// How many items it had, also where the items themselves are not known.
    pub items_count: i32,
    /// The cash desk.
    pub cashdesk_number: Option<String>,
    /// The card that was shown; it may be unknown here.
    pub card_number: Option<String>,
    /// When it was paid.
    pub paid_at: DateTime,
    /// When it was recorded.
    pub created_at: DateTime,
    /// When it was last corrected.
    pub updated_at: DateTime,
    #[graphql(skip)]
    source_record: i64,
    #[graphql(skip)]
    store: Option<i64>,
    #[graphql(skip)]
    kind: Option<i64>,
}

impl From<purchase::Model> for Purchase {
    fn from(row: purchase::Model) -> Self {
        Self {
            id: PurchaseId::new(row.id),
            external_id: row.external_id,
            vendor_id: row.vendor_id,
            total: Money::new(row.total, row.currency),
            items_count: row.items_count,
            cashdesk_number: row.cashdesk_number,
            card_number: row.card_number,
            paid_at: DateTime(row.paid_at),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            source_record: row.source_record_id,
            store: row.store_id,
            kind: row.type_id,
        }
    }
}

#[ComplexObject]
impl Purchase {
    /// The store it was made at.
    async fn store(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::graphql::load_named(ctx, self.store).await
    }

    /// Its sort.
    async fn kind(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::graphql::load_named(ctx, self.kind).await
    }

    /// Its lines in the order of the receipt.
    async fn items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<PurchaseItem>> {
        let paging = Paging::new(first, after, last, before);
        children::<purchase_item::Entity, _>(ctx, self.id.row(), paging, None).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }

    /// Who bought.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        match row::<source_record::Entity>(ctx, self.source_record).await? {
            Some(record) => customer::graphql::load(ctx, record.customer_id).await,
            None => Ok(None),
        }
    }
}

/// One line of a receipt.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct PurchaseItem {
    /// Opaque id.
    pub id: PurchaseItemId,
    /// The vendor's own id of it.
    pub vendor_id: Option<String>,
    /// The line's id in the cash desk system.
    pub external_id: Option<String>,
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
    /// Price of one, in the purchase's currency.
    pub price: Decimal,
    /// Pieces, weight or volume.
    pub quantity: Decimal,
    /// Value added tax, percent.
    pub vat_rate: Decimal,
    /// Further properties, as the vendor sent them.
    pub properties: Json,
    #[graphql(skip)]
    purchase: i64,
    #[graphql(skip)]
    kind: Option<i64>,
}

impl From<purchase_item::Model> for PurchaseItem {
    fn from(row: purchase_item::Model) -> Self {
        Self {
            id: PurchaseItemId::new(row.id),
            vendor_id: row.vendor_id,
            external_id: row.external_id,
            product_id: row.product_id,
            product_name: row.product_name,
            product_group_id: row.product_group_id,
            product_group_name: row.product_group_name,
            product_brand_id: row.product_brand_id,
            product_brand_name: row.product_brand_name,
            price: Decimal(row.price),
            quantity: Decimal(row.quantity),
            vat_rate: Decimal(row.vat_rate),
            properties: Json(row.properties),
            purchase: row.purchase_id,
            kind: row.type_id,
        }
    }
}

#[ComplexObject]
impl PurchaseItem {
    /// Its sort.
    async fn kind(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::graphql::load_named(ctx, self.kind).await
    }

    /// The receipt it stands on.
    async fn purchase(&self, ctx: &Context<'_>) -> Result<Option<Purchase>> {
        load(ctx, self.purchase).await
    }
}

/// What a customer bought in all.
#[derive(Clone, Debug, SimpleObject)]
pub struct PurchaseSummary {
    /// How many purchases.
    pub count: u64,
    /// What was paid in all, one amount for each currency.
    pub total: Vec<Money>,
    /// The latest payment; null when nothing was bought.
    pub last_paid_at: Option<DateTime>,
}

impl From<Summary> for PurchaseSummary {
    fn from(summary: Summary) -> Self {
        Self {
            count: summary.count,
            total: summary.totals.into_iter().map(|(currency, total)| Money::new(total, currency)).collect(),
            last_paid_at: summary.last_paid_at.map(DateTime),
        }
    }
}
