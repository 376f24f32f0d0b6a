//! Changing recommendations.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use entity::source_record::RecordState;

use super::{Recommendation, RecommendationId, load};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::segment::recommendation::{Advice, service};
use crate::domain::source::graphql::{self as source, SourceRecordId};
use crate::graphql::mutation::{self, patch, replace};
use crate::payload;

/// Something to be recommended.
#[derive(Clone, Debug, InputObject)]
pub struct AddRecommendationInput {
    /// To whom.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// Heading.
    pub name: String,
    /// Teaser.
    pub brief_description: Option<String>,
    /// Plain text.
    pub detailed_description: Option<String>,
    /// HTML.
    pub content: Option<String>,
    /// Pictures; http or https.
    pub picture_urls: Option<Vec<String>>,
    /// Where it leads; http or https.
    pub web_url: Option<String>,
}

impl From<AddRecommendationInput> for Advice {
    fn from(input: AddRecommendationInput) -> Self {
        Self {
            name: input.name,
            brief_description: input.brief_description,
            detailed_description: input.detailed_description,
            content: input.content,
            picture_urls: input.picture_urls.unwrap_or_default(),
            web_url: input.web_url,
            state: RecordState::Active,
        }
    }
}

/// A change of a recommendation. What is left out stays; what is null is cleared.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateRecommendationInput {
    /// Heading.
    pub name: Option<String>,
    /// Teaser.
    pub brief_description: MaybeUndefined<String>,
    /// Plain text.
    pub detailed_description: MaybeUndefined<String>,
    /// HTML.
    pub content: MaybeUndefined<String>,
    /// Pictures, in the place of those it has; http or https.
    pub picture_urls: Option<Vec<String>>,
    /// Where it leads; http or https.
    pub web_url: MaybeUndefined<String>,
}

impl UpdateRecommendationInput {
    fn apply(self, advice: &mut Advice) {
        replace(&mut advice.name, self.name);
        patch(&mut advice.brief_description, self.brief_description);
        patch(&mut advice.detailed_description, self.detailed_description);
        patch(&mut advice.content, self.content);
        replace(&mut advice.picture_urls, self.picture_urls);
        patch(&mut advice.web_url, self.web_url);
    }
}

payload! {
    /// The outcome of recommending something.
    AddRecommendationPayload { recommendation: Recommendation }
}
payload! {
    /// The outcome of changing a recommendation.
    UpdateRecommendationPayload { recommendation: Recommendation }
}
payload! {
    /// The outcome of removing a recommendation.
    RemoveRecommendationPayload { removed_id: RecommendationId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct RecommendationMutation;

#[Object]
impl RecommendationMutation {
    /// Recommends something to a customer.
    async fn add_recommendation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and to whom.")] input: AddRecommendationInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddRecommendationPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let record = source::named(work, new.customer_id, new.source_record_id).await?;
                Ok(service::add(work, record, new.into()).await?.id)
            })
        });
        let outcome = outcome.await?;
        let recommendation = outcome.node(|row| load(ctx, row)).await?;
        Ok(AddRecommendationPayload { recommendation, problems: outcome.problems })
    }

    /// Changes what a recommendation says.
    async fn update_recommendation(
        &self,
        ctx: &Context<'_>,
        id: RecommendationId,
        #[graphql(desc = "The change.")] input: UpdateRecommendationInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateRecommendationPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::update(work, id.row(), move |advice| change.apply(advice)).await?.id) })
        });
        let outcome = outcome.await?;
        let recommendation = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateRecommendationPayload { recommendation, problems: outcome.problems })
    }

    /// Recommends something no more.
    async fn remove_recommendation(
        &self,
        ctx: &Context<'_>,
        id: RecommendationId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<RemoveRecommendationPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &id, move |work| {
            Box::pin(async move { Ok(service::remove(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let removed_id = outcome.row.map(RecommendationId::new);
        Ok(RemoveRecommendationPayload { removed_id, problems: outcome.problems })
    }
}
