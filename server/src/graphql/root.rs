//! The roots, one line a topic.

use async_graphql::{Context, EmptySubscription, ID, Interface, MergedObject, Object, Result, SDLExportOptions};

use super::id::decode;
use crate::domain::catalogue::graphql::{self as catalogue, CatalogueMutation, CatalogueQuery, Lookup, LookupId};
use crate::domain::channel::graphql::{self as channel, Channel, ChannelMutation};
use crate::domain::customer::graphql::{self as customer, Customer, CustomerId, CustomerMutation, CustomerQuery};
use crate::domain::identity::graphql::{self as identity, IdentityMutation, Merge};
use crate::domain::origin::graphql::{self as origin, Origin, OriginMutation};
use crate::domain::quarantine::graphql::{self as quarantine, QuarantineEntry, QuarantineMutation, QuarantineQuery};
use crate::domain::score::graphql::{
    self as score, AttributeValue, MetricValue, Score, ScoreDefinition, ScoreDefinitionId, ScoreMutation, ScoreQuery,
};
use crate::domain::source::graphql::{self as source, SourceRecord, SourceRecordId};
use crate::domain::survey::graphql::{
    self as survey, ConfigurationMutation, ConfigurationQuery, ImportConfiguration, SurveyMutation, SurveyQuery,
    SurveyResponse, SurveyResponseId,
};

/// The executable schema.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Reading the graph.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    EntityQuery,
    CustomerQuery,
    CatalogueQuery,
    ScoreQuery,
    ConfigurationQuery,
    SurveyQuery,
    QuarantineQuery,
);

/// Changing the graph.
#[derive(MergedObject, Default)]
pub struct Mutation(
    CustomerMutation,
    IdentityMutation,
    ChannelMutation,
    CatalogueMutation,
    OriginMutation,
    ScoreMutation,
    ConfigurationMutation,
    SurveyMutation,
    QuarantineMutation,
);

/// Anything that has an id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque id."))]
pub enum Node {
    /// A customer.
    Customer(Box<Customer>),
    /// A source record.
    SourceRecord(SourceRecord),
    /// A merge.
    Merge(Merge),
    /// A channel.
    Channel(Channel),
    /// An entry of a look-up list.
    Lookup(Lookup),
    /// An origin.
    Origin(Origin),
    /// A definition of an attribute or metric.
    ScoreDefinition(ScoreDefinition),
    /// An attribute of a customer.
    AttributeValue(AttributeValue),
    /// A metric of a customer.
    MetricValue(MetricValue),
    /// A score.
    Score(Score),
    /// A survey response.
    SurveyResponse(SurveyResponse),
    /// An import configuration.
    ImportConfiguration(ImportConfiguration),
    /// A quarantine entry.
    QuarantineEntry(QuarantineEntry),
}

/// Looking things up by their opaque id.
#[derive(Debug, Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its id; null when it does not exist in the brand.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        find(ctx, &id).await
    }

    /// Several things by their ids, in that order, with null for each that does not exist.
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        let found = ids.iter().map(|id| find(ctx, id));
        futures_util::future::try_join_all(found).await
    }
}

async fn find(ctx: &Context<'_>, id: &str) -> Result<Option<Node>> {
    let Some((kind, row)) = decode(id) else { return Ok(None) };
    Ok(match kind.as_str() {
        "Customer" => customer::load(ctx, row).await?.map(|node| Node::Customer(Box::new(node))),
        "SourceRecord" => source::load(ctx, row).await?.map(Node::SourceRecord),
        "Merge" => identity::load(ctx, row).await?.map(Node::Merge),
        "Channel" => channel::load(ctx, row).await?.map(Node::Channel),
        "Lookup" => catalogue::load(ctx, row).await?.map(Node::Lookup),
        "Origin" => origin::load(ctx, row).await?.map(Node::Origin),
        "ScoreDefinition" => score::load_definition(ctx, row).await?.map(Node::ScoreDefinition),
        "AttributeValue" => score::load_attribute(ctx, row).await?.map(Node::AttributeValue),
        "MetricValue" => score::load_metric(ctx, row).await?.map(Node::MetricValue),
        "Score" => score::load_score(ctx, row).await?.map(Node::Score),
        "SurveyResponse" => survey::load_response(ctx, row).await?.map(Node::SurveyResponse),
        "ImportConfiguration" => survey::load_configuration(ctx, row).await?.map(Node::ImportConfiguration),
        "QuarantineEntry" => quarantine::load(ctx, row).await?.map(Node::QuarantineEntry),
        _ => None,
    })
}

/// What a router asks for by key. A key that cannot be read is a null, like one that does not exist.
#[derive(Debug, Default)]
pub struct EntityQuery;

#[Object]
impl EntityQuery {
    #[graphql(entity)]
    async fn find_customer_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Customer>> {
        match CustomerId::decode(&id) {
            Some(id) => customer::load(ctx, id.row()).await,
            None => Ok(None),
        }
    }

    #[graphql(entity)]
    async fn find_source_record_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<SourceRecord>> {
        match SourceRecordId::decode(&id) {
            Some(id) => source::load(ctx, id.row()).await,
            None => Ok(None),
        }
    }

    #[graphql(entity)]
    async fn find_lookup_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Lookup>> {
        match LookupId::decode(&id) {
            Some(id) => catalogue::load(ctx, id.row()).await,
            None => Ok(None),
        }
    }

    #[graphql(entity)]
    async fn find_score_definition_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<ScoreDefinition>> {
        match ScoreDefinitionId::decode(&id) {
            Some(id) => score::load_definition(ctx, id.row()).await,
            None => Ok(None),
        }
    }

    #[graphql(entity)]
    async fn find_survey_response_by_id(&self, ctx: &Context<'_>, id: ID) -> Result<Option<SurveyResponse>> {
        match SurveyResponseId::decode(&id) {
            Some(id) => survey::load_response(ctx, id.row()).await,
            None => Ok(None),
        }
    }
}

/// Builds the schema. Its limits are checked before execution, on the parsed document: see [`super::document`].
pub fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription).enable_federation().finish()
}

/// The schema's text as a Federation 2 subgraph.
pub fn sdl() -> String {
    schema()
        .sdl_with_options(SDLExportOptions::new().federation().sorted_fields().sorted_arguments().sorted_enum_items())
}
