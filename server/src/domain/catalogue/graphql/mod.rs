//! Look-up lists in the graph.

pub mod change;

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use entity::lookup::{self, LookupKind};

pub use change::{CatalogueMutation, HomeInput};

use super::LookupFilter;
use crate::domain::source::graphql::{self as source, RecordStateName, VendorName};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{Branded, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::kinds;

kinds! {
    /// Ids of entries of look-up lists.
    LookupIdKind => "Lookup",
}

/// The id of an entry.
pub type LookupId = Gid<LookupIdKind>;

impl Branded for lookup::Entity {
    fn brand_column() -> lookup::Column {
        lookup::Column::BrandId
    }
}

/// A look-up list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "LookupKind", remote = "LookupKind")]
pub enum LookupKindName {
    /// Shops and cash desk sites.
    Store,
    /// Where customers come from.
    CustomerSource,
    /// Languages.
    Language,
    /// Currencies.
    Currency,
    /// Sorts of points.
    PointType,
    /// Sorts of credits.
    CreditType,
    /// Sorts of loyalty cards.
    CardType,
    /// Sorts of rewards.
    RewardType,
    /// Sorts of purchases.
    PurchaseType,
    /// Sorts of purchase lines.
    PurchaseItemType,
    /// Business partners that fund points or credits.
    Partner,
    /// Networks accepted for social login.
    SocialNetwork,
    /// External applications that may ask for tokens.
    Application,
    /// Touchpoints of surveys.
    Touchpoint,
    /// Users who own pipelines and tasks.
    CrmUser,
}

/// An entry of a list that a connection defines: a store, a source of customers, a sort of points.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Lookup {
    /// Opaque id.
    pub id: LookupId,
    /// Which list it belongs to.
    pub kind: LookupKindName,
    /// The vendor's own id; unique within the connection's list.
    pub vendor_id: String,
    /// A stable code beside the id.
    pub text_id: Option<String>,
    /// What people call it.
    pub name: String,
    /// The rest, by the vendor's keys.
    pub data: Json,
    /// Only active entries may be named by new data.
    pub state: RecordStateName,
    /// When it last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<lookup::Model> for Lookup {
    fn from(row: lookup::Model) -> Self {
        Self {
            id: LookupId::new(row.id),
            kind: row.kind.into(),
            vendor_id: row.vendor_id,
            text_id: row.text_id,
            name: row.name,
            data: Json(row.data),
            state: row.state.into(),
            updated_at: DateTime(row.updated_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl Lookup {
    /// The system that defines it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<VendorName> {
        source::vendor(ctx, self.connection).await
    }

    /// The name of the connection that defines it.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        source::connection_name(ctx, self.connection).await
    }
}

/// The entry with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Lookup>> {
    Ok(row::<lookup::Entity>(ctx, id).await?.map(Lookup::from))
}

/// The entry that a row names, when it names one.
///
/// # Errors
/// As [`load`].
pub async fn load_named(ctx: &Context<'_>, id: Option<i64>) -> Result<Option<Lookup>> {
    match id {
        Some(id) => load(ctx, id).await,
        None => Ok(None),
    }
}

/// What a list of entries can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct LookupFilterInput {
    /// Defined by a connection to this system.
    pub vendor: Option<VendorName>,
    /// In this state.
    pub state: Option<RecordStateName>,
    /// Part of the name, without regard to case.
    pub search: Option<String>,
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct CatalogueQuery;

#[Object]
impl CatalogueQuery {
    /// A list that the brand's connections define, by name.
    #[expect(clippy::too_many_arguments, reason = "Relay's four, the list and a filter")]
    async fn lookups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which list.")] kind: LookupKindName,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only entries for which all of this holds.")] filter: Option<LookupFilterInput>,
    ) -> Result<Connection<Lookup>> {
        let given = filter.unwrap_or_default();
        let filter = LookupFilter {
            kind: Some(kind.into()),
            vendor: given.vendor.map(Into::into),
            state: given.state.map(Into::into),
            search: given.search,
            text_ids: Vec::new(),
        };
        listing::<lookup::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}
