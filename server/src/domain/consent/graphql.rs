//! Consents in the graph.

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use entity::consent::{self, Decision};

use super::{Answer, ConsentFilter, service};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::{Customer, CustomerId};
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, hanging_row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::{kinds, payload};

kinds! {
    /// Ids of consents.
    ConsentKind => "Consent",
}

/// The id of a consent.
pub type ConsentId = Gid<ConsentKind>;

/// A customer's answer to being asked for consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "ConsentDecision", remote = "Decision")]
pub enum DecisionName {
    /// Refused or withdrawn.
    Refused,
    /// Given.
    Given,
    /// Not asked or not answered.
    Unset,
}

/// What a customer last answered for one purpose.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Consent {
    /// Opaque id.
    pub id: ConsentId,
    /// What is consented to: `gtc`, `profiling`, `marketing_communication`, or an id or name of the company's own.
    pub purpose: String,
    /// The latest answer; earlier ones are on the timeline.
    pub decision: DecisionName,
    /// When it was given.
    pub changed_at: DateTime,
    #[graphql(skip)]
    source_record: i64,
}

impl From<consent::Model> for Consent {
    fn from(row: consent::Model) -> Self {
        Self {
            id: ConsentId::new(row.id),
            purpose: row.purpose,
            decision: row.decision.into(),
            changed_at: DateTime(row.changed_at),
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Consent {
    /// Who answered.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The consent with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Consent>> {
    Ok(hanging_row::<consent::Entity>(ctx, id).await?.map(Consent::from))
}

/// What a list of consents can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ConsentFilterInput {
    /// Only for this purpose.
    pub purpose: Option<String>,
    /// Only with this answer.
    pub decision: Option<DecisionName>,
}

impl From<ConsentFilterInput> for ConsentFilter {
    fn from(input: ConsentFilterInput) -> Self {
        Self { purpose: input.purpose, decision: input.decision.map(Into::into) }
    }
}

/// A customer's consents.
pub struct CustomerConsents(pub i64);

#[Object]
impl CustomerConsents {
    /// What the customer gave or refused permission for in each connected system, by purpose.
    async fn consents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only consents for which all of this holds.")] filter: Option<ConsentFilterInput>,
    ) -> Result<Connection<Consent>> {
        let paging = Paging::new(first, after, last, before);
        children::<consent::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}

/// A customer's answer to be recorded.
#[derive(Clone, Debug, InputObject)]
pub struct SetConsentInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// What is consented to: `gtc`, `profiling`, `marketing_communication`, or an id or name of the company's own.
    pub purpose: String,
    /// The answer.
    pub decision: DecisionName,
    /// When it was given; now unless said.
    pub changed_at: Option<DateTime>,
}

payload! {
    /// The outcome of recording an answer.
    SetConsentPayload { consent: Consent }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct ConsentMutation;

#[Object]
impl ConsentMutation {
    /// Records what a customer answered for one purpose. An answer older than the recorded one is refused.
    async fn set_consent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: SetConsentInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<SetConsentPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let source_record = source::graphql::named(work, new.customer_id, new.source_record_id).await?;
                let answer = Answer {
                    source_record,
                    purpose: new.purpose,
                    decision: new.decision.into(),
                    vendor_id: None,
                    changed_at: new.changed_at.map(|at| at.0),
                };
                Ok(service::set(work, answer).await?.id)
            })
        });
        let outcome = outcome.await?;
        let consent = outcome.node(|row| load(ctx, row)).await?;
        Ok(SetConsentPayload { consent, problems: outcome.problems })
    }
}
