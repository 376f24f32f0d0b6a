//! Rows of purchases and their lines.

use std::collections::HashMap;

use entity::lookup::{self, LookupKind};
use entity::{Amount, Timestamp, purchase, purchase_item, source_record};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, Select,
};

use super::{Line, PurchaseFilter, Receipt, Summary};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::{self, Direction, Ordering, Page, PageArgs};

impl Listed for purchase::Entity {
    type Filter = PurchaseFilter;

    fn link(_: &PurchaseFilter) -> Link<purchase::Column> {
        Link::SourceRecord(purchase::Column::SourceRecordId)
    }

    fn ordering(_: &PurchaseFilter) -> Ordering<purchase::Column> {
        Ordering::descending(purchase::Column::PaidAt)
    }

    fn id() -> purchase::Column {
        purchase::Column::Id
    }

    fn condition(filter: &PurchaseFilter) -> Condition {
        use purchase::Column;
        Condition::all()
            .add_option(filter.store.map(|store| Column::StoreId.eq(store)))
            .add_option(filter.kind.map(|kind| Column::TypeId.eq(kind)))
            .add_option(filter.paid_from.map(|from| Column::PaidAt.gte(from)))
            .add_option(filter.paid_until.map(|until| Column::PaidAt.lt(until)))
            .add_option(filter.external_id.as_deref().map(|id| Column::ExternalId.eq(id)))
    }
}

impl Listed for purchase_item::Entity {
    type Filter = ();

    fn link((): &()) -> Link<purchase_item::Column> {
        Link::Owner(purchase_item::Column::PurchaseId)
    }

    fn ordering((): &()) -> Ordering<purchase_item::Column> {
        Ordering::ascending(purchase_item::Column::Position)
    }

    fn id() -> purchase_item::Column {
        purchase_item::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

/// A page of the brand's purchases by the time they were paid.
///
/// # Errors
/// The store failed, or a cursor does not fit the list.
pub async fn page(
    db: &impl ConnectionTrait,
    brand: i64,
    filter: &PurchaseFilter,
    direction: Direction,
    args: &PageArgs,
) -> Result<Page<purchase::Model>> {
    let ordering = Ordering { column: purchase::Column::PaidAt, direction };
    keyset::page(db, select(brand, filter), ordering, purchase::Column::Id, args).await
}

/// How many of the brand's purchases the filter finds.
///
/// # Errors
/// The store failed.
pub async fn count(db: &impl ConnectionTrait, brand: i64, filter: &PurchaseFilter) -> Result<u64> {
    Ok(select(brand, filter).count(db).await?)
}

fn select(brand: i64, filter: &PurchaseFilter) -> Select<purchase::Entity> {
    purchase::Entity::find().filter(purchase::Column::BrandId.eq(brand)).filter(purchase::Entity::condition(filter))
}

/// What each of `customers` bought in all, in one statement.
///
/// # Errors
/// The store failed.
pub async fn summaries(db: &impl ConnectionTrait, brand: i64, customers: &[i64]) -> Result<HashMap<i64, Summary>> {
    use purchase::{Column, Entity};
    let owner = (source_record::Entity, source_record::Column::CustomerId);
    let statement = Query::select()
        .expr_as(Expr::col(owner), Alias::new("customer"))
        .expr_as(Expr::col((Entity, Column::Currency)), Alias::new("currency"))
        .expr_as(Expr::col((Entity, Column::Id)).count(), Alias::new("n"))
        // PostgreSQL sums 64-bit numbers into a numeric.
        .expr_as(Func::cast_as(Expr::col((Entity, Column::Total)).sum(), "BIGINT"), Alias::new("total"))
        .expr_as(Expr::col((Entity, Column::PaidAt)).max(), Alias::new("last"))
        .from(Entity)
        .inner_join(
            source_record::Entity,
            Expr::col((source_record::Entity, source_record::Column::Id)).equals((Entity, Column::SourceRecordId)),
        )
        .and_where(Expr::col(owner).is_in(customers.iter().copied()))
        .and_where(source_record::Column::BrandId.eq(brand))
        .group_by_columns([owner])
        .add_group_by([Expr::col((Entity, Column::Currency))])
        .to_owned();
    let mut found: HashMap<i64, Summary> = customers.iter().map(|id| (*id, Summary::default())).collect();
    for row in db.query_all(&statement).await? {
        let summary = found.entry(row.try_get("", "customer")?).or_default();
        let count: i64 = row.try_get("", "n")?;
        let (total, last) = (Amount(row.try_get("", "total")?), Timestamp(row.try_get("", "last")?));
        summary.add(row.try_get("", "currency")?, count.unsigned_abs(), total, last);
    }
    Ok(found)
}

/// Lines by their ids, within the brand of their purchases.
///
/// # Errors
/// The store failed.
pub async fn lines(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<purchase_item::Model>> {
    let purchases = Query::select()
        .column(purchase::Column::Id)
        .from(purchase::Entity)
        .and_where(purchase::Column::BrandId.eq(brand))
        .and_where(
            Expr::col((purchase::Entity, purchase::Column::Id))
                .equals((purchase_item::Entity, purchase_item::Column::PurchaseId)),
        )
        .to_owned();
    let rows = purchase_item::Entity::find()
        .filter(purchase_item::Column::Id.is_in(ids.iter().copied()))
        .filter(Expr::exists(purchases));
    Ok(rows.all(db).await?)
}

/// The lines of these purchases in their order, by purchase. Whoever asks has found the purchases in the viewer's brand before.
///
/// # Errors
/// The store failed.
pub async fn lines_of(db: &impl ConnectionTrait, purchases: &[i64]) -> Result<HashMap<i64, Vec<purchase_item::Model>>> {
    let rows = purchase_item::Entity::find()
        .filter(purchase_item::Column::PurchaseId.is_in(purchases.iter().copied()))
        .order_by_asc(purchase_item::Column::Position)
        .order_by_asc(purchase_item::Column::Id);
    let mut found: HashMap<i64, Vec<purchase_item::Model>> = HashMap::new();
    for row in rows.all(db).await? {
        found.entry(row.purchase_id).or_default().push(row);
    }
    Ok(found)
}

/// Look-up entries of one list by their ids.
///
/// # Errors
/// The store failed.
pub async fn lookups(
    db: &impl ConnectionTrait,
    brand: i64,
    kind: LookupKind,
    ids: &[i64],
) -> Result<Vec<lookup::Model>> {
    let rows = lookup::Entity::find()
        .filter(lookup::Column::Id.is_in(ids.iter().copied()))
        .filter(lookup::Column::BrandId.eq(brand))
        .filter(lookup::Column::Kind.eq(kind));
    Ok(rows.all(db).await?)
}

/// A purchase of the brand.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<purchase::Model>> {
    Ok(purchase::Entity::find_by_id(id).filter(purchase::Column::BrandId.eq(brand)).one(db).await?)
}

/// A receipt with everything it left open decided.
#[derive(Clone, Debug)]
pub struct Settled {
    /// What it says.
    pub receipt: Receipt,
    /// Its currency.
    pub currency: String,
    /// What was paid.
    pub total: Amount,
    /// How many items.
    pub items_count: i32,
}

/// Writes a purchase without its lines.
///
/// # Errors
/// The store failed, or the vendor id is taken.
pub async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    source_record: i64,
    vendor_id: String,
    settled: &Settled,
    now: Timestamp,
) -> Result<purchase::Model> {
    let mut row = purchase::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(source_record),
        vendor_id: Set(Some(vendor_id)),
        created_at: Set(now),
        ..Default::default()
    };
    fill(&mut row, settled, now);
    Ok(purchase::Entity::insert(row).exec_with_returning(db).await?)
}

/// Rewrites what a purchase says; its lines are separate.
///
/// # Errors
/// The store failed.
pub async fn update(
    db: &impl ConnectionTrait,
    row: purchase::Model,
    settled: &Settled,
    now: Timestamp,
) -> Result<purchase::Model> {
    let mut row = row.into_active_model();
    fill(&mut row, settled, now);
    Ok(row.update(db).await?)
}

fn fill(row: &mut purchase::ActiveModel, settled: &Settled, now: Timestamp) {
    let receipt = &settled.receipt;
    row.external_id = Set(receipt.external_id.clone());
    row.store_id = Set(receipt.store);
    row.type_id = Set(receipt.kind);
    row.currency = Set(settled.currency.clone());
    row.total = Set(settled.total);
    row.items_count = Set(settled.items_count);
    row.cashdesk_number = Set(receipt.cashdesk_number.clone());
    row.card_number = Set(receipt.card_number.clone());
    row.paid_at = Set(receipt.paid_at);
    row.updated_at = Set(now);
}

/// Writes the lines of a purchase in their order.
///
/// # Errors
/// The store failed.
pub async fn insert_lines(db: &impl ConnectionTrait, purchase: i64, lines: Vec<Line>) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let rows = lines.into_iter().zip(0..).map(|(line, position)| purchase_item::ActiveModel {
        purchase_id: Set(purchase),
        vendor_id: Set(line.vendor_id),
        position: Set(position),
        product_id: Set(line.product_id),
        product_name: Set(line.product_name),
        product_group_id: Set(line.product_group_id),
        product_group_name: Set(line.product_group_name),
        product_brand_id: Set(line.product_brand_id),
        product_brand_name: Set(line.product_brand_name),
        external_id: Set(line.external_id),
        type_id: Set(line.kind),
        price: Set(line.price),
        quantity: Set(line.quantity),
        vat_rate: Set(line.vat_rate),
        properties: Set(line.properties),
        ..Default::default()
    });
    purchase_item::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

/// Removes the lines of a purchase.
///
/// # Errors
/// The store failed.
pub async fn delete_lines(db: &impl ConnectionTrait, purchase: i64) -> Result<()> {
    purchase_item::Entity::delete_many().filter(purchase_item::Column::PurchaseId.eq(purchase)).exec(db).await?;
    Ok(())
}

/// Removes a purchase; its lines go with it.
///
/// # Errors
/// The store failed.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    purchase::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// The purchase of a record that its vendor knows under this id.
pub(super) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    source_record: i64,
    vendor_id: &str,
) -> Result<Option<purchase::Model>> {
    let row = purchase::Entity::find()
        .filter(purchase::Column::SourceRecordId.eq(source_record))
        .filter(purchase::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// What the lines of a purchase say.
pub(super) async fn lines_now(db: &impl ConnectionTrait, purchase: i64) -> Result<Vec<Line>> {
    let rows = lines_of(db, &[purchase]).await?.remove(&purchase).unwrap_or_default();
    Ok(rows.into_iter().map(Line::from).collect())
}

impl From<purchase_item::Model> for Line {
    fn from(row: purchase_item::Model) -> Self {
        Self {
            vendor_id: row.vendor_id,
            product_id: row.product_id,
            product_name: row.product_name,
            product_group_id: row.product_group_id,
            product_group_name: row.product_group_name,
            product_brand_id: row.product_brand_id,
            product_brand_name: row.product_brand_name,
            external_id: row.external_id,
            kind: row.type_id,
            price: row.price,
            quantity: row.quantity,
            vat_rate: row.vat_rate,
            properties: row.properties,
        }
    }
}
