//! Survey responses in the graph.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::survey_response;
use serde_json::{Map, Value as JsonValue};

use crate::domain::account::Permission;
use crate::domain::catalogue::graphql::{self as catalogue, Lookup, LookupId};
use crate::domain::customer::graphql::CustomerId;
use crate::domain::source::graphql::{SourceRecord, SourceRecordId};
use crate::domain::survey::{NewResponse, NpsSummary as Summary, ResponseFilter, service};
use crate::domain::{rules, source};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, loaders, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, DateTimeRange, Paging};
use crate::graphql::scalar::{DateTime, Decimal, Json};
use crate::{kinds, payload};

kinds! {
    /// Ids of survey responses.
    SurveyResponseKind => "SurveyResponse",
}

/// The id of a survey response.
pub type SurveyResponseId = Gid<SurveyResponseKind>;

/// What a customer answered to a survey.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct SurveyResponse {
    /// Opaque id.
    pub id: SurveyResponseId,
    /// The company that the person answered for.
    pub account_name: Option<String>,
    /// How likely the customer would recommend the company, 0 to 10; null when that was not asked.
    pub nps: Option<i32>,
    /// In the customer's own words.
    pub comment: Option<String>,
    /// Whether the customer wants to hear back; null when that was not asked.
    pub follow_up: Option<bool>,
    /// About what the customer wants to hear back.
    pub follow_up_details: Option<String>,
    /// When the customer was asked.
    pub sent_at: Option<DateTime>,
    /// When the customer answered.
    pub responded_at: Option<DateTime>,
    /// Answers without a field of their own, by the names that their source gives them.
    pub answers: Json,
    /// When the response was recorded here.
    pub created_at: DateTime,
    #[graphql(skip)]
    touchpoint: Option<i64>,
    #[graphql(skip)]
    source_record: i64,
}

impl From<survey_response::Model> for SurveyResponse {
    fn from(row: survey_response::Model) -> Self {
        Self {
            id: SurveyResponseId::new(row.id),
            account_name: row.account_name,
            nps: row.nps.map(i32::from),
            comment: row.comment,
            follow_up: row.follow_up.map(|asked| asked == "Y"),
            follow_up_details: row.follow_up_details,
            sent_at: row.sent_at.map(DateTime),
            responded_at: row.responded_at.map(DateTime),
            answers: Json(row.answers),
            created_at: DateTime(row.created_at),
            touchpoint: row.touchpoint_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl SurveyResponse {
    /// What the customer was asked about: an entry of the touchpoints.
    async fn touchpoint(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        match self.touchpoint {
            Some(touchpoint) => catalogue::load(ctx, touchpoint).await,
            None => Ok(None),
        }
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The survey response with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<SurveyResponse>> {
    Ok(row::<survey_response::Entity>(ctx, id).await?.map(SurveyResponse::from))
}

/// What a list of survey responses can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SurveyResponseFilterInput {
    /// Score at least this; finds only responses with a score.
    pub nps_from: Option<i32>,
    /// Score at most this; finds only responses with a score.
    pub nps_to: Option<i32>,
    /// When it was answered, or recorded where its source does not say.
    pub answered: Option<DateTimeRange>,
}

impl From<SurveyResponseFilterInput> for ResponseFilter {
    fn from(input: SurveyResponseFilterInput) -> Self {
        Self {
            nps_from: input.nps_from.map(bounded),
            nps_to: input.nps_to.map(bounded),
            ..answered(input.answered.unwrap_or_default())
        }
    }
}

fn answered(range: DateTimeRange) -> ResponseFilter {
    ResponseFilter {
        answered_from: range.from.map(|instant| instant.0),
        answered_until: range.until.map(|instant| instant.0),
        ..ResponseFilter::default()
    }
}

/// A bound beyond every score finds what the furthest one finds.
fn bounded(nps: i32) -> i16 {
    i16::try_from(nps.clamp(-1, 11)).unwrap_or_default()
}

/// What a customer answered to surveys.
pub struct CustomerSurveys(pub i64);

#[Object]
impl CustomerSurveys {
    /// What the customer answered to surveys, recorded last first.
    async fn survey_responses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only responses for which all of this holds.")] filter: Option<SurveyResponseFilterInput>,
    ) -> Result<Connection<SurveyResponse>> {
        let paging = Paging::new(first, after, last, before);
        children::<survey_response::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}

/// How many would recommend the company.
#[derive(Clone, Debug, SimpleObject)]
pub struct NpsSummary {
    /// The net promoter score: percent of promoters less percent of detractors, from -100 to 100; null when nobody answered.
    pub score: Option<Decimal>,
    /// Responses with 9 or 10.
    pub promoters: u64,
    /// Responses with 7 or 8.
    pub passives: u64,
    /// Responses with 6 or less.
    pub detractors: u64,
    /// Responses with a score.
    pub responses: u64,
}

impl From<Summary> for NpsSummary {
    fn from(summary: Summary) -> Self {
        Self {
            score: summary.score().map(Decimal),
            promoters: summary.promoters,
            passives: summary.passives,
            detractors: summary.detractors,
            responses: summary.responses(),
        }
    }
}

/// Survey responses at the root.
#[derive(Debug, Default)]
pub struct SurveyQuery;

#[Object]
impl SurveyQuery {
    /// What the brand's customers answered to surveys, recorded last first.
    async fn survey_responses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only responses for which all of this holds.")] filter: Option<SurveyResponseFilterInput>,
    ) -> Result<Connection<SurveyResponse>> {
        let paging = Paging::new(first, after, last, before);
        listing::<survey_response::Entity, _>(ctx, paging, filter.unwrap_or_default().into()).await
    }

    /// How many of the brand's customers would recommend it.
    async fn nps_summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Answered at this instant or later.")] from: Option<DateTime>,
        #[graphql(desc = "Answered before this instant.")] until: Option<DateTime>,
    ) -> Result<NpsSummary> {
        let loader = loaders(ctx)?.loader();
        let filter = answered(DateTimeRange { from, until });
        let summary = service::nps(loader.db(), loader.brand(), &filter).await.map_err(fault)?;
        Ok(summary.into())
    }
}

/// A survey response to be recorded.
#[derive(Clone, Debug, InputObject)]
pub struct RecordSurveyResponseInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// The company that the person answered for.
    pub account_name: Option<String>,
    /// How likely the customer would recommend the company, 0 to 10.
    pub nps: Option<i32>,
    /// In the customer's own words.
    pub comment: Option<String>,
    /// Whether the customer wants to hear back.
    pub follow_up: Option<bool>,
    /// About what the customer wants to hear back.
    pub follow_up_details: Option<String>,
    /// What the customer was asked about: an active entry of the touchpoints.
    pub touchpoint_id: Option<LookupId>,
    /// When the customer was asked.
    pub sent_at: Option<DateTime>,
    /// When the customer answered.
    pub responded_at: Option<DateTime>,
    /// Further answers: an object.
    pub answers: Option<Json>,
}

impl RecordSurveyResponseInput {
    fn read(self, source_record: i64) -> crate::error::Result<NewResponse> {
        let answers = match self.answers.map(|answers| answers.0) {
            None | Some(JsonValue::Null) => Map::new(),
            Some(JsonValue::Object(answers)) => answers,
            Some(other) => {
                rules::check([rules::object("answers", &other)])?;
                Map::new()
            }
        };
        // What does not even fit the type lies beyond every score, and is refused as such.
        let nps = self.nps.map(|nps| i16::try_from(nps).unwrap_or(i16::MAX));
        Ok(NewResponse {
            source_record,
            account_name: self.account_name,
            nps,
            comment: self.comment,
            follow_up: self.follow_up,
            follow_up_details: self.follow_up_details,
            touchpoint: self.touchpoint_id.map(Gid::row),
            sent_at: self.sent_at.map(|instant| instant.0),
            responded_at: self.responded_at.map(|instant| instant.0),
            answers,
        })
    }
}

payload! {
    /// The outcome of recording a survey response.
    RecordSurveyResponsePayload { response: SurveyResponse }
}

/// Changing survey responses.
#[derive(Debug, Default)]
pub struct SurveyMutation;

#[Object]
impl SurveyMutation {
    /// Records by hand what a customer answered to a survey. A response is never changed.
    async fn record_survey_response(
        &self,
        ctx: &Context<'_>,
        input: RecordSurveyResponseInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<RecordSurveyResponsePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (customer, record) = (new.customer_id.row(), new.source_record_id.map(Gid::row));
                let record = source::service::named_or_first_party(work, customer, record).await?;
                Ok(service::record(work, new.read(record.id)?).await?.id)
            })
        });
        let outcome = outcome.await?;
        let response = outcome.node(|row| load(ctx, row)).await?;
        Ok(RecordSurveyResponsePayload { response, problems: outcome.problems })
    }
}
