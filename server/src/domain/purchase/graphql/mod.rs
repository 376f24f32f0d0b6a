//! Purchases in the graph.

mod inputs;
mod loader;
mod types;

use async_graphql::{Context, Object, Result};
use entity::purchase;

pub use inputs::{
    CreatePurchaseInput, PurchaseFilterInput, PurchaseItemInput, PurchaseOrder, PurchaseSortField, UpdatePurchaseInput,
};
pub use types::{Purchase, PurchaseItem, PurchaseSummary};

use super::{service, store};
use crate::domain::account::Permission;
use crate::domain::source;
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, loaders, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging, SortDirection, Totals, connection};
use crate::{kinds, payload};

kinds! {
    /// Ids of purchases.
    PurchaseIdKind => "Purchase",
    /// Ids of lines of purchases.
    PurchaseItemIdKind => "PurchaseItem",
}

/// The id of a purchase.
pub type PurchaseId = Gid<PurchaseIdKind>;
/// The id of a line of a purchase.
pub type PurchaseItemId = Gid<PurchaseItemIdKind>;

/// The purchase with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Purchase>> {
    Ok(row::<purchase::Entity>(ctx, id).await?.map(Purchase::from))
}

/// The line with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_item(ctx: &Context<'_>, id: i64) -> Result<Option<PurchaseItem>> {
    let row = loaders(ctx)?.load_one(loader::Line(id)).await.map_err(|error| fault(error.into()))?;
    Ok(row.map(PurchaseItem::from))
}

/// A customer's purchases.
pub struct CustomerPurchases(pub i64);

#[Object]
impl CustomerPurchases {
    /// What the customer bought, newest first.
    async fn purchases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only purchases for which all of this holds.")] filter: Option<PurchaseFilterInput>,
    ) -> Result<Connection<Purchase>> {
        let paging = Paging::new(first, after, last, before);
        children::<purchase::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }

    /// What the customer bought in all.
    async fn purchase_summary(&self, ctx: &Context<'_>) -> Result<PurchaseSummary> {
        let found = loaders(ctx)?.load_one(loader::SummaryOf(self.0)).await.map_err(|error| fault(error.into()))?;
        Ok(found.unwrap_or_default().into())
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct PurchaseQuery;

#[Object]
impl PurchaseQuery {
    /// One purchase; null when there is none in the brand.
    async fn purchase(&self, ctx: &Context<'_>, id: PurchaseId) -> Result<Option<Purchase>> {
        load(ctx, id.row()).await
    }

    /// The brand's purchases.
    #[expect(clippy::too_many_arguments, reason = "Relay's four, a filter and an order")]
    async fn purchases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only purchases for which all of this holds.")] filter: Option<PurchaseFilterInput>,
        #[graphql(desc = "Newest first unless given.")] order_by: Option<PurchaseOrder>,
    ) -> Result<Connection<Purchase>> {
        let loader = loaders(ctx)?.loader().clone();
        let args = Paging::new(first, after, last, before).read(ctx)?;
        let filter = filter.map(Into::into).unwrap_or_default();
        let direction = order_by.map_or(SortDirection::Desc, |order| order.direction);
        let page = store::page(loader.db(), loader.brand(), &filter, direction.into(), &args).await.map_err(fault)?;
        let totals = Totals::new(move || {
            let (loader, filter) = (loader.clone(), filter.clone());
            async move { store::count(loader.db(), loader.brand(), &filter).await }
        });
        Ok(connection(page, totals, Purchase::from))
    }
}

payload! {
    /// The outcome of recording a purchase.
    CreatePurchasePayload { purchase: Purchase }
}
payload! {
    /// The outcome of correcting a purchase.
    UpdatePurchasePayload { purchase: Purchase }
}
payload! {
    /// The outcome of deleting a purchase.
    DeletePurchasePayload { deleted_id: PurchaseId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct PurchaseMutation;

#[Object]
impl PurchaseMutation {
    /// Records a purchase with its items.
    async fn create_purchase(
        &self,
        ctx: &Context<'_>,
        input: CreatePurchaseInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreatePurchasePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (customer, record) = (new.customer_id.row(), new.source_record_id.map(Gid::row));
                let record = source::service::named_or_first_party(work, customer, record).await?;
                Ok(service::create(work, record.id, None, new.receipt(work.now())).await?.id)
            })
        });
        let outcome = outcome.await?;
        Ok(CreatePurchasePayload { purchase: reload(ctx, outcome.row).await?, problems: outcome.problems })
    }

    /// Corrects a purchase.
    async fn update_purchase(
        &self,
        ctx: &Context<'_>,
        id: PurchaseId,
        input: UpdatePurchaseInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdatePurchasePayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::update(work, id.row(), move |receipt| change.apply(receipt)).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(UpdatePurchasePayload { purchase: reload(ctx, outcome.row).await?, problems: outcome.problems })
    }

    /// Deletes a purchase with its items. Points that it earned stay.
    async fn delete_purchase(&self, ctx: &Context<'_>, id: PurchaseId) -> Result<DeletePurchasePayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::delete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(DeletePurchasePayload { deleted_id: outcome.row.map(PurchaseId::new), problems: outcome.problems })
    }
}

async fn reload(ctx: &Context<'_>, row: Option<i64>) -> Result<Option<Purchase>> {
    match row {
        Some(row) => load(ctx, row).await,
        None => Ok(None),
    }
}
