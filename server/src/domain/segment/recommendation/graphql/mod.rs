//! Recommendations in the graph.

pub mod mutations;

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::recommendation;

use super::{Advice, RecommendationFilter};
use crate::domain::customer::graphql::Customer;
use crate::domain::source::graphql::{self as source, RecordStateName, SourceRecord};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, hanging_row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::kinds;

pub use mutations::RecommendationMutation;

kinds! {
    /// Ids of recommendations.
    RecommendationKind => "Recommendation",
}

/// The id of a recommendation.
pub type RecommendationId = Gid<RecommendationKind>;

/// Something recommended to a customer.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Recommendation {
    /// Opaque id.
    pub id: RecommendationId,
    /// The vendor's own id of it.
    pub vendor_id: Option<String>,
    /// Heading.
    pub name: String,
    /// Teaser.
    pub brief_description: Option<String>,
    /// Plain text.
    pub detailed_description: Option<String>,
    /// HTML as its author wrote it; to be made harmless before it is shown.
    pub content: Option<String>,
    /// Pictures.
    pub picture_urls: Vec<String>,
    /// Where it leads.
    pub web_url: Option<String>,
    /// Whether it is in use.
    pub state: RecordStateName,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    source_record: i64,
}

impl From<recommendation::Model> for Recommendation {
    fn from(row: recommendation::Model) -> Self {
        let advice = Advice::of(&row);
        Self {
            id: RecommendationId::new(row.id),
            vendor_id: row.vendor_id,
            name: advice.name,
            brief_description: advice.brief_description,
            detailed_description: advice.detailed_description,
            content: advice.content,
            picture_urls: advice.picture_urls,
            web_url: advice.web_url,
            state: advice.state.into(),
            updated_at: DateTime(row.updated_at),
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Recommendation {
    /// To whom it is recommended.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::load(ctx, self.source_record).await
    }
}

/// The recommendation with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Recommendation>> {
    Ok(hanging_row::<recommendation::Entity>(ctx, id).await?.map(Recommendation::from))
}

/// What a list of recommendations can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct RecommendationFilterInput {
    /// In this state; all but removed ones unless given.
    pub state: Option<RecordStateName>,
    /// Part of the name, without regard to case.
    pub search: Option<String>,
}

impl From<RecommendationFilterInput> for RecommendationFilter {
    fn from(input: RecommendationFilterInput) -> Self {
        Self { state: input.state.map(Into::into), search: input.search }
    }
}

/// What is recommended to a customer.
pub struct CustomerRecommendations(pub i64);

#[Object]
impl CustomerRecommendations {
    /// What is recommended to the customer, latest changed first.
    async fn recommendations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only recommendations for which all of this holds.")] filter: Option<
            RecommendationFilterInput,
        >,
    ) -> Result<Connection<Recommendation>> {
        let paging = Paging::new(first, after, last, before);
        children::<recommendation::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}
