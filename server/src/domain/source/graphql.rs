//! Source records in the graph.

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use entity::connection::Vendor;
use entity::source_record::RecordState;
use entity::{connection, source_record};

use super::service;
use crate::domain::account::Permission;
use crate::domain::customer::graphql::{self as customers, Customer, CustomerId};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{Branded, children, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{Date, DateTime, Json};
use crate::store::Work;
use crate::{kinds, payload};

kinds! {
    /// Ids of source records.
    SourceRecordKind => "SourceRecord",
}

/// The id of a source record.
pub type SourceRecordId = Gid<SourceRecordKind>;

impl Branded for source_record::Entity {
    fn brand_column() -> source_record::Column {
        source_record::Column::BrandId
    }
}

impl Branded for connection::Entity {
    fn brand_column() -> connection::Column {
        connection::Column::BrandId
    }
}

/// A system that a connection leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "Vendor", remote = "Vendor")]
pub enum VendorName {
    /// Onefold itself: what people enter here.
    Onefold,
    /// CRM CareCloud.
    Carecloud,
    /// Omnidesk.
    Omnidesk,
    /// Customer Database App.
    CustomerDatabaseApp,
    /// Customerscore.io.
    Customerscore,
    /// CustomerGauge.
    Customergauge,
}

/// Whether a record lives at its vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "RecordState", remote = "RecordState")]
pub enum RecordStateName {
    /// In use.
    Active,
    /// Kept and not in use.
    Inactive,
    /// Deleted at the vendor; its values no longer count.
    Deleted,
}

/// What one connection says about one person or company, under that vendor's own id.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct SourceRecord {
    /// Opaque id.
    pub id: SourceRecordId,
    /// The vendor's own id of this record.
    pub vendor_id: String,
    /// The company's own id for the person at that vendor, where the vendor keeps one.
    pub external_id: Option<String>,
    /// Whether it lives at its vendor.
    pub state: RecordStateName,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Company name.
    pub company_name: Option<String>,
    /// The whole name, where the vendor keeps no parts.
    pub display_name: Option<String>,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// Postal address in the vendor's own keys.
    pub address: Option<Json>,
    /// Fields without a home in the graph, as the vendor sent them.
    pub extra: Json,
    /// When the vendor last said this.
    pub observed_at: DateTime,
    /// When it was first recorded.
    pub created_at: DateTime,
    #[graphql(skip)]
    connection: i64,
    #[graphql(skip)]
    customer: i64,
}

impl From<source_record::Model> for SourceRecord {
    fn from(row: source_record::Model) -> Self {
        Self {
            id: SourceRecordId::new(row.id),
            vendor_id: row.vendor_id,
            external_id: row.external_id,
            state: row.state.into(),
            first_name: row.first_name,
            last_name: row.last_name,
            company_name: row.company_name,
            display_name: row.display_name,
            birth_date: row.birth_date.map(Date),
            email: row.email,
            phone: row.phone,
            language: row.language,
            address: row.address.map(Json),
            extra: Json(row.extra),
            observed_at: DateTime(row.observed_at),
            created_at: DateTime(row.created_at),
            connection: row.connection_id,
            customer: row.customer_id,
        }
    }
}

#[ComplexObject]
impl SourceRecord {
    /// The system that says it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<VendorName> {
        vendor(ctx, self.connection).await
    }

    /// The name of the connection that says it.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        connection_name(ctx, self.connection).await
    }

    /// The customer it is linked to.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        customers::load(ctx, self.customer).await
    }
}

/// The system that a connection leads to.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn vendor(ctx: &Context<'_>, connection: i64) -> Result<VendorName> {
    let connection = row::<connection::Entity>(ctx, connection).await?;
    connection.map(|connection| connection.vendor.into()).ok_or_else(|| "the connection is gone".into())
}

/// The name of a connection.
///
/// # Errors
/// As [`vendor`].
pub async fn connection_name(ctx: &Context<'_>, connection: i64) -> Result<Option<String>> {
    Ok(row::<connection::Entity>(ctx, connection).await?.map(|connection| connection.name))
}

/// The source record with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<SourceRecord>> {
    Ok(row::<source_record::Entity>(ctx, id).await?.map(SourceRecord::from))
}

/// The record that an input names by customer and record; the customer's own first-party one when it names no record.
///
/// # Errors
/// There is no such customer or record in the brand.
pub async fn named(work: &Work<'_>, customer: CustomerId, record: Option<SourceRecordId>) -> crate::error::Result<i64> {
    Ok(service::named_or_first_party(work, customer.row(), record.map(Gid::row)).await?.id)
}

/// The customer that the source record `id` is linked to today.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn customer(ctx: &Context<'_>, id: i64) -> Result<Option<Customer>> {
    match row::<source_record::Entity>(ctx, id).await? {
        Some(record) => customers::load(ctx, record.customer_id).await,
        None => Ok(None),
    }
}

/// A customer's source records.
pub struct CustomerSources(pub i64);

#[Object]
impl CustomerSources {
    /// What each connected system says about the customer.
    async fn sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<SourceRecord>> {
        children::<source_record::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), None).await
    }
}

payload! {
    /// The outcome of deleting a source record.
    DeleteSourceRecordPayload { deleted_id: SourceRecordId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct SourceMutation;

#[Object]
impl SourceMutation {
    /// Deletes what one system says of a customer; with `purge`, with everything that hangs on it, for good. If the system is an account in
    /// proxy mode, the real vendor is asked to do the same.
    async fn delete_source_record(
        &self,
        ctx: &Context<'_>,
        id: SourceRecordId,
        #[graphql(desc = "Whether everything that hangs on it goes too, for good.", default)] purge: bool,
    ) -> Result<DeleteSourceRecordPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(service::delete_by_hand(work, id.row(), purge))
        });
        let outcome = outcome.await?;
        Ok(DeleteSourceRecordPayload { deleted_id: outcome.row.map(SourceRecordId::new), problems: outcome.problems })
    }
}
