//! Segments in the graph.

pub mod mutations;

use async_graphql::connection::Edge;
use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::{segment, segment_membership};
use futures_util::future::try_join_all;

use super::{MembershipFilter, MembershipsOf, SegmentFilter};
use crate::domain::customer::graphql::Customer;
use crate::domain::source::graphql::{self as source, SourceRecord, VendorName};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, hanging_row, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::kinds;

pub use mutations::SegmentMutation;

kinds! {
    /// Ids of segments.
    SegmentKind => "Segment",
    /// Ids of memberships.
    SegmentMembershipKind => "SegmentMembership",
}

/// The id of a segment.
pub type SegmentId = Gid<SegmentKind>;
/// The id of a membership.
pub type SegmentMembershipId = Gid<SegmentMembershipKind>;

/// A group of customers.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Segment {
    /// Opaque id.
    pub id: SegmentId,
    /// Its id at the system that defines it.
    pub vendor_id: String,
    /// What people call it.
    pub name: String,
    /// What segments it belongs with, by the vendor's id.
    pub group_id: Option<String>,
    /// A picture.
    pub picture_url: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// When it came to be known.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<segment::Model> for Segment {
    fn from(row: segment::Model) -> Self {
        Self {
            id: SegmentId::new(row.id),
            vendor_id: row.vendor_id,
            name: row.name,
            group_id: row.group_id,
            picture_url: row.picture_url,
            note: row.note,
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl Segment {
    /// The system that defines it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<VendorName> {
        source::vendor(ctx, self.connection).await
    }

    /// The name of the connection that defines it.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        source::connection_name(ctx, self.connection).await
    }

    /// Who is in it, in the order of joining. For another order ask `customers` with a filter by segment.
    async fn customers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Customer>> {
        let filter = MembershipFilter { of: MembershipsOf::Segment, groups: Vec::new() };
        let paging = Paging::new(first, after, last, before);
        let members: Connection<SegmentMembership> =
            children::<segment_membership::Entity, _>(ctx, self.id.row(), paging, Some(filter)).await?;
        let customers = members.edges.iter().map(|edge| source::customer(ctx, edge.node.source_record));
        let customers = try_join_all(customers).await?;
        let mut found = Connection::with_additional_fields(
            members.has_previous_page,
            members.has_next_page,
            members.additional_fields,
        );
        let edges = members.edges.into_iter().zip(customers);
        found.edges.extend(edges.filter_map(|(edge, customer)| Some(Edge::new(edge.cursor, customer?))));
        Ok(found)
    }
}

/// That a customer is in a segment.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct SegmentMembership {
    /// Opaque id.
    pub id: SegmentMembershipId,
    /// When the customer joined.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    segment: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<segment_membership::Model> for SegmentMembership {
    fn from(row: segment_membership::Model) -> Self {
        Self {
            id: SegmentMembershipId::new(row.id),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            segment: row.segment_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl SegmentMembership {
    /// The segment.
    async fn segment(&self, ctx: &Context<'_>) -> Result<Option<Segment>> {
        load(ctx, self.segment).await
    }

    /// Who is in it.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::load(ctx, self.source_record).await
    }
}

/// The segment with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Segment>> {
    Ok(row::<segment::Entity>(ctx, id).await?.map(Segment::from))
}

/// The membership with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_membership(ctx: &Context<'_>, id: i64) -> Result<Option<SegmentMembership>> {
    Ok(hanging_row::<segment_membership::Entity>(ctx, id).await?.map(SegmentMembership::from))
}

/// A customer's segments.
pub struct CustomerSegments(pub i64);

#[Object]
impl CustomerSegments {
    /// The segments that the customer is in, latest joined first.
    async fn segments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<SegmentMembership>> {
        children::<segment_membership::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), None).await
    }
}

/// What a list of segments can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SegmentFilterInput {
    /// Defined by a connection to this system.
    pub vendor: Option<VendorName>,
    /// Of this group, by the vendor's id.
    pub group_id: Option<String>,
    /// Part of the name, without regard to case.
    pub search: Option<String>,
}

impl From<SegmentFilterInput> for SegmentFilter {
    fn from(input: SegmentFilterInput) -> Self {
        Self { vendor: input.vendor.map(Into::into), group: input.group_id, search: input.search }
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct SegmentQuery;

#[Object]
impl SegmentQuery {
    /// One segment; null when there is none in the brand.
    async fn segment(&self, ctx: &Context<'_>, id: SegmentId) -> Result<Option<Segment>> {
        load(ctx, id.row()).await
    }

    /// The brand's segments, by name.
    async fn segments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only segments for which all of this holds.")] filter: Option<SegmentFilterInput>,
    ) -> Result<Connection<Segment>> {
        let paging = Paging::new(first, after, last, before);
        listing::<segment::Entity, _>(ctx, paging, filter.unwrap_or_default().into()).await
    }
}
