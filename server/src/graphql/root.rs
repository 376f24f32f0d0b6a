//! The roots, one line a topic.

use async_graphql::{Context, EmptySubscription, ID, Interface, MergedObject, Object, Result, SDLExportOptions};

use super::answer::{Once, Shape};
use super::federation::Isolated;
use super::id::decode;
use crate::domain::account::customers::graphql::CredentialsMutation;
use crate::domain::account::graphql::{
    self as account, ApiKey, ClientMutation, ClientQuery, KeyMutation, KeyQuery, OauthClient, StaffMutation,
    StaffQuery, StaffUser, VendorLogin, ViewerQuery,
};
use crate::domain::activity::event::graphql::{self as event, CalendarEvent, EventMutation};
use crate::domain::activity::note::graphql::{self as note, Note, NoteMutation};
use crate::domain::activity::task::graphql::{self as task, Task, TaskId, TaskMutation, TaskQuery};
use crate::domain::audit::graphql::{self as audit, AuditEntry, AuditQuery};
use crate::domain::brand::graphql::{self as brand, Brand, BrandMutation, BrandQuery};
use crate::domain::catalogue::graphql::{self as catalogue, CatalogueMutation, CatalogueQuery, Lookup, LookupId};
use crate::domain::channel::graphql::{self as channel, Channel, ChannelMutation};
use crate::domain::connection::graphql::{self as connection, ConnectedSystem, ConnectionMutation, ConnectionQuery};
use crate::domain::consent::graphql::{self as consent, Consent, ConsentMutation};
use crate::domain::customer::graphql::{self as customer, Customer, CustomerId, CustomerMutation, CustomerQuery};
use crate::domain::drift::graphql::{self as drift, Drift, DriftMutation, DriftQuery};
use crate::domain::identity::graphql::{self as identity, IdentityMutation, Merge};
use crate::domain::interest::graphql::{
    self as interest, Interest, InterestDefinition, InterestMutation, InterestQuery,
};
use crate::domain::ledger::graphql::{self as ledger, LedgerDebit, LedgerLot, LedgerMutation};
use crate::domain::notification::graphql::{
    self as notification, Notification, NotificationMutation, NotificationQuery,
};
use crate::domain::origin::graphql::{self as origin, Origin, OriginMutation};
use crate::domain::outbox::graphql::{self as outbox, Delivery, OutboxMutation, OutboxQuery};
use crate::domain::pipeline::definition::graphql::{
    self as pipeline_type, PipelineStage, PipelineType, PipelineTypeMutation, PipelineTypeQuery,
};
use crate::domain::pipeline::graphql::{self as pipeline, Pipeline, PipelineId, PipelineMutation, PipelineQuery};
use crate::domain::property::definition::graphql::{
    self as property_definition, PropertyDefinition, PropertyDefinitionMutation, PropertyDefinitionQuery,
};
use crate::domain::property::graphql::{self as property, Property, PropertyMutation};
use crate::domain::purchase::graphql::{
    self as purchase, Purchase, PurchaseId, PurchaseItem, PurchaseMutation, PurchaseQuery,
};
use crate::domain::quarantine::graphql::{self as quarantine, QuarantineEntry, QuarantineMutation, QuarantineQuery};
use crate::domain::reward::card::graphql::{self as card, Card, CardMutation};
use crate::domain::reward::graphql::{self as reward, Reward, RewardId, RewardMutation, RewardQuery};
use crate::domain::reward::voucher::graphql::{self as voucher, Voucher, VoucherId, VoucherMutation, VoucherQuery};
use crate::domain::score::graphql::{
    self as score, AttributeValue, MetricValue, Score, ScoreDefinition, ScoreDefinitionId, ScoreMutation, ScoreQuery,
};
use crate::domain::segment::graphql::{
    self as segment, Segment, SegmentId, SegmentMembership, SegmentMutation, SegmentQuery,
};
use crate::domain::segment::recommendation::graphql::{self as recommendation, Recommendation, RecommendationMutation};
use crate::domain::segment::status::graphql::{self as status, StatusMutation, StatusQuery, StatusRecord, StatusTier};
use crate::domain::source::graphql::{self as source, SourceMutation, SourceRecord, SourceRecordId};
use crate::domain::survey::graphql::{
    self as survey, ConfigurationMutation, ConfigurationQuery, ImportConfiguration, SurveyMutation, SurveyQuery,
    SurveyResponse, SurveyResponseId,
};
use crate::domain::timeline::graphql::{self as timeline, TimelineEntry, TimelineMutation};

/// The executable schema.
pub type Schema = async_graphql::Schema<Isolated<Query>, Once<Mutation>, EmptySubscription>;

/// Reading the graph.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    EntityQuery,
    ViewerQuery,
    BrandQuery,
    ConnectionQuery,
    KeyQuery,
    ClientQuery,
    StaffQuery,
    AuditQuery,
    CustomerQuery,
    CatalogueQuery,
    ScoreQuery,
    ConfigurationQuery,
    SurveyQuery,
    QuarantineQuery,
    OutboxQuery,
    DriftQuery,
    NotificationQuery,
    TaskQuery,
    PipelineTypeQuery,
    PipelineQuery,
    PropertyDefinitionQuery,
    InterestQuery,
    PurchaseQuery,
    RewardQuery,
    VoucherQuery,
    SegmentQuery,
    StatusQuery,
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
    OutboxMutation,
    DriftMutation,
    SourceMutation,
    NotificationMutation,
    TimelineMutation,
    NoteMutation,
    TaskMutation,
    EventMutation,
    PipelineTypeMutation,
    PipelineMutation,
    PropertyDefinitionMutation,
    PropertyMutation,
    InterestMutation,
    ConsentMutation,
    PurchaseMutation,
    LedgerMutation,
    BrandMutation,
    ConnectionMutation,
    KeyMutation,
    ClientMutation,
    StaffMutation,
    RewardMutation,
    VoucherMutation,
    CardMutation,
    SegmentMutation,
    StatusMutation,
    RecommendationMutation,
    CredentialsMutation,
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
    /// A delivery to a real vendor.
    Delivery(Delivery),
    /// A difference between replies and their documentation.
    Drift(Drift),
    /// Something that staff are told.
    Notification(Notification),
    /// Something that happened to a customer.
    TimelineEntry(TimelineEntry),
    /// A note.
    Note(Note),
    /// A task.
    Task(Task),
    /// An appointment.
    CalendarEvent(CalendarEvent),
    /// What pipelines run through.
    PipelineType(PipelineType),
    /// A step of a pipeline type.
    PipelineStage(PipelineStage),
    /// A pipeline.
    Pipeline(Pipeline),
    /// A field that a company added to its customers.
    PropertyDefinition(PropertyDefinition),
    /// A customer's value of such a field.
    Property(Property),
    /// Something customers can be interested in.
    InterestDefinition(InterestDefinition),
    /// An interest that a customer has.
    Interest(Interest),
    /// What a customer answered for one purpose.
    Consent(Consent),
    /// A purchase.
    Purchase(Purchase),
    /// A line of a purchase.
    PurchaseItem(PurchaseItem),
    /// Points or credits earned together.
    LedgerLot(LedgerLot),
    /// Points or credits taken.
    LedgerDebit(LedgerDebit),
    /// A brand.
    Brand(Brand),
    /// A connection.
    ConnectedSystem(ConnectedSystem),
    /// An API key.
    ApiKey(ApiKey),
    /// An OAuth client of a vendor's mirror.
    OauthClient(OauthClient),
    /// An API user of a vendor's mirror.
    VendorLogin(VendorLogin),
    /// A staff user.
    StaffUser(StaffUser),
    /// A change that somebody made.
    AuditEntry(AuditEntry),
    /// A reward.
    Reward(Box<Reward>),
    /// A voucher.
    Voucher(Voucher),
    /// A loyalty card.
    Card(Card),
    /// A segment.
    Segment(Segment),
    /// That a customer is in a segment.
    SegmentMembership(SegmentMembership),
    /// A tier of a loyalty programme.
    StatusTier(StatusTier),
    /// A period in which a customer holds a tier.
    StatusRecord(StatusRecord),
    /// Something recommended to a customer.
    Recommendation(Recommendation),
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
        "Delivery" => outbox::load(ctx, row).await?.map(Node::Delivery),
        "Drift" => drift::load(ctx, row).await?.map(Node::Drift),
        "Notification" => notification::load(ctx, row).await?.map(Node::Notification),
        "TimelineEntry" => timeline::load(ctx, row).await?.map(Node::TimelineEntry),
        "Note" => note::load(ctx, row).await?.map(Node::Note),
        "Task" => task::load(ctx, row).await?.map(Node::Task),
        "CalendarEvent" => event::load(ctx, row).await?.map(Node::CalendarEvent),
        "PipelineType" => pipeline_type::load_type(ctx, row).await?.map(Node::PipelineType),
        "PipelineStage" => pipeline_type::load_stage(ctx, row).await?.map(Node::PipelineStage),
        "Pipeline" => pipeline::load(ctx, row).await?.map(Node::Pipeline),
        "PropertyDefinition" => property_definition::load(ctx, row).await?.map(Node::PropertyDefinition),
        "Property" => property::load(ctx, row).await?.map(Node::Property),
        "InterestDefinition" => interest::load_definition(ctx, row).await?.map(Node::InterestDefinition),
        "Interest" => interest::load(ctx, row).await?.map(Node::Interest),
        "Consent" => consent::load(ctx, row).await?.map(Node::Consent),
        "Purchase" => purchase::load(ctx, row).await?.map(Node::Purchase),
        "PurchaseItem" => purchase::load_item(ctx, row).await?.map(Node::PurchaseItem),
        "LedgerLot" => ledger::load_lot(ctx, row).await?.map(Node::LedgerLot),
        "LedgerDebit" => ledger::load_debit(ctx, row).await?.map(Node::LedgerDebit),
        "Brand" => brand::load(ctx, row).await?.map(Node::Brand),
        "ConnectedSystem" => connection::load(ctx, row).await?.map(Node::ConnectedSystem),
        "ApiKey" => account::keys::load(ctx, row).await?.map(Node::ApiKey),
        "OauthClient" => account::clients::load_oauth_client(ctx, row).await?.map(Node::OauthClient),
        "VendorLogin" => account::clients::load_login(ctx, row).await?.map(Node::VendorLogin),
        "StaffUser" => account::staff::load(ctx, row).await?.map(Node::StaffUser),
        "AuditEntry" => audit::load(ctx, row).await?.map(Node::AuditEntry),
        "Reward" => reward::load(ctx, row).await?.map(|node| Node::Reward(Box::new(node))),
        "Voucher" => voucher::load(ctx, row).await?.map(Node::Voucher),
        "Card" => card::load(ctx, row).await?.map(Node::Card),
        "Segment" => segment::load(ctx, row).await?.map(Node::Segment),
        "SegmentMembership" => segment::load_membership(ctx, row).await?.map(Node::SegmentMembership),
        "StatusTier" => status::load_tier(ctx, row).await?.map(Node::StatusTier),
        "StatusRecord" => status::load(ctx, row).await?.map(Node::StatusRecord),
        "Recommendation" => recommendation::load(ctx, row).await?.map(Node::Recommendation),
        _ => None,
    })
}

/// Declares what a router may ask for by key, one line each: the resolver's name, the id's type, the node and what loads it.
macro_rules! entities {
    ($($resolver:ident: $id:ty => $node:ty = $load:path;)+) => {
        /// What a router asks for by key. A key that cannot be read is a null, like one that does not exist.
        #[derive(Debug, Default)]
        pub struct EntityQuery;

        #[Object]
        impl EntityQuery {$(
            #[graphql(entity)]
            async fn $resolver(&self, ctx: &Context<'_>, id: ID) -> Result<Option<$node>> {
                match <$id>::decode(&id) {
                    Some(id) => $load(ctx, id.row()).await,
                    None => Ok(None),
                }
            }
        )+}
    };
}

entities! {
    find_customer_by_id: CustomerId => Customer = customer::load;
    find_source_record_by_id: SourceRecordId => SourceRecord = source::load;
    find_lookup_by_id: LookupId => Lookup = catalogue::load;
    find_score_definition_by_id: ScoreDefinitionId => ScoreDefinition = score::load_definition;
    find_survey_response_by_id: SurveyResponseId => SurveyResponse = survey::load_response;
    find_pipeline_by_id: PipelineId => Pipeline = pipeline::load;
    find_task_by_id: TaskId => Task = task::load;
    find_purchase_by_id: PurchaseId => Purchase = purchase::load;
    find_reward_by_id: RewardId => Reward = reward::load;
    find_voucher_by_id: VoucherId => Voucher = voucher::load;
    find_segment_by_id: SegmentId => Segment = segment::load;
}

/// Builds the schema. Its limits are checked before execution, on the parsed document: see [`super::document`].
pub fn schema() -> Schema {
    Schema::build(Isolated::default(), Once::default(), EmptySubscription).enable_federation().finish()
}

/// What must be known of the schema to put its answers in order.
pub fn shape() -> Shape {
    Shape::of::<Isolated<Query>, Once<Mutation>>()
}

/// The schema's text as a Federation 2 subgraph.
pub fn sdl() -> String {
    schema()
        .sdl_with_options(SDLExportOptions::new().federation().sorted_fields().sorted_arguments().sorted_enum_items())
}
