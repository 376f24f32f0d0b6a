//! Interests in the graph.

pub mod mutations;

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use entity::{connection, interest, interest_record};

use crate::domain::customer::graphql::Customer;
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, VendorName};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, hanging_row, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::kinds;

pub use mutations::InterestMutation;

kinds! {
    /// Ids of interests on the brand's list.
    InterestDefinitionKind => "InterestDefinition",
    /// Ids of interests that customers have.
    InterestKind => "Interest",
}

/// The id of an interest on the brand's list.
pub type InterestDefinitionId = Gid<InterestDefinitionKind>;
/// The id of an interest that a customer has.
pub type InterestId = Gid<InterestKind>;

/// Something customers can be interested in.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct InterestDefinition {
    /// Opaque id.
    pub id: InterestDefinitionId,
    /// Its id at the system that defines it.
    pub vendor_id: String,
    /// As people see it.
    pub name: String,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<interest::Model> for InterestDefinition {
    fn from(row: interest::Model) -> Self {
        Self {
            id: InterestDefinitionId::new(row.id),
            vendor_id: row.vendor_id,
            name: row.name,
            updated_at: DateTime(row.updated_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl InterestDefinition {
    /// The system that defines it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<Option<VendorName>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.vendor.into()))
    }
}

/// An interest that a customer has.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Interest {
    /// Opaque id.
    pub id: InterestId,
    /// When it was recorded.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    definition: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<interest_record::Model> for Interest {
    fn from(row: interest_record::Model) -> Self {
        Self {
            id: InterestId::new(row.id),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            definition: row.interest_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Interest {
    /// What the customer is interested in.
    async fn definition(&self, ctx: &Context<'_>) -> Result<Option<InterestDefinition>> {
        load_definition(ctx, self.definition).await
    }

    /// Who is interested.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The interest on the brand's list with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_definition(ctx: &Context<'_>, id: i64) -> Result<Option<InterestDefinition>> {
    Ok(row::<interest::Entity>(ctx, id).await?.map(InterestDefinition::from))
}

/// The interest of a customer with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Interest>> {
    Ok(hanging_row::<interest_record::Entity>(ctx, id).await?.map(Interest::from))
}

/// A customer's interests.
pub struct CustomerInterests(pub i64);

#[Object]
impl CustomerInterests {
    /// What the customer is interested in, newest first.
    async fn interests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Interest>> {
        children::<interest_record::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), None).await
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct InterestQuery;

#[Object]
impl InterestQuery {
    /// What the brand's customers can be interested in, by name.
    async fn interest_definitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<InterestDefinition>> {
        listing::<interest::Entity, _>(ctx, Paging::new(first, after, last, before), ()).await
    }
}
