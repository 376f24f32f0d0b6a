//! Changing definitions, and values by hand.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use entity::score_definition;
use entity::score_definition::SignalKind;

use super::definitions::{ScoreDefinition, ScoreDefinitionId, ScoringInput, load};
use super::{AttributeValue, MetricValue, SignalTypeName, load_attribute, load_metric};
use crate::app::App;
use crate::domain::account::Permission;
use crate::domain::catalogue::graphql::HomeInput;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::score::{NewDefinition, service};
use crate::domain::source::graphql::SourceRecordId;
use crate::domain::{catalogue, source};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::row;
use crate::graphql::mutation::{self, Outcome, patch, replace};
use crate::graphql::scalar::{Date, Json};
use crate::payload;

/// An attribute or metric to be defined.
#[derive(Clone, Debug, InputObject)]
pub struct DefineSignalInput {
    /// Whose records carry it.
    #[graphql(flatten)]
    pub home: HomeInput,
    /// The key under which values are sent, case-sensitive.
    pub codename: String,
    /// For people.
    pub name: String,
    /// What values it takes.
    pub data_type: SignalTypeName,
    /// How it feeds a score; left out, it is only kept.
    pub scoring: Option<ScoringInput>,
}

/// What shall change of a definition; what is left out stays. Codename and type stay always, so that values that were sent go on fitting.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateScoreDefinitionInput {
    /// For people.
    pub name: Option<String>,
    /// How it feeds a score; null: it is only kept.
    pub scoring: MaybeUndefined<ScoringInput>,
}

/// An attribute to be set.
#[derive(Clone, Debug, InputObject)]
pub struct SetAttributeInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own. The record's connection must define the attribute.
    pub source_record_id: Option<SourceRecordId>,
    /// Which attribute.
    pub codename: String,
    /// The value, in the attribute's type.
    pub value: Json,
}

/// A metric to be recorded.
#[derive(Clone, Debug, InputObject)]
pub struct RecordMetricInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own. The record's connection must define the metric.
    pub source_record_id: Option<SourceRecordId>,
    /// Which metric.
    pub codename: String,
    /// The day it belongs to; a value already there is replaced.
    pub day: Date,
    /// The value, in the metric's type.
    pub value: Json,
}

payload! {
    /// The outcome of defining an attribute.
    DefineScoreAttributePayload { definition: ScoreDefinition }
}
payload! {
    /// The outcome of defining a metric.
    DefineScoreMetricPayload { definition: ScoreDefinition }
}
payload! {
    /// The outcome of changing a definition.
    UpdateScoreDefinitionPayload { definition: ScoreDefinition }
}
payload! {
    /// The outcome of removing a definition.
    DeleteScoreDefinitionPayload { deleted_id: ScoreDefinitionId }
}
payload! {
    /// The outcome of setting an attribute.
    SetAttributePayload { attribute: AttributeValue }
}
payload! {
    /// The outcome of recording a metric.
    RecordMetricPayload { metric: MetricValue }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct ScoreMutation;

#[Object]
impl ScoreMutation {
    /// Defines an attribute: something of which each customer has one current value.
    async fn define_score_attribute(
        &self,
        ctx: &Context<'_>,
        input: DefineSignalInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<DefineScoreAttributePayload> {
        let outcome = define(ctx, SignalKind::Attribute, input, idempotency_key).await?;
        let definition = outcome.node(|row| load(ctx, row)).await?;
        Ok(DefineScoreAttributePayload { definition, problems: outcome.problems })
    }

    /// Defines a metric: something of which each customer has one value a day.
    async fn define_score_metric(
        &self,
        ctx: &Context<'_>,
        input: DefineSignalInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<DefineScoreMetricPayload> {
        let outcome = define(ctx, SignalKind::Metric, input, idempotency_key).await?;
        let definition = outcome.node(|row| load(ctx, row)).await?;
        Ok(DefineScoreMetricPayload { definition, problems: outcome.problems })
    }

    /// Changes the name of an attribute or metric and how it feeds a score. The scores that it feeds are computed anew.
    async fn update_score_definition(
        &self,
        ctx: &Context<'_>,
        id: ScoreDefinitionId,
        input: UpdateScoreDefinitionInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateScoreDefinitionPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(service::revise(work, id.row(), move |name, scoring| {
                replace(name, change.name);
                patch(scoring, change.scoring.map_value(Into::into));
            }))
        });
        let outcome = outcome.await?;
        if outcome.row.is_some() && !input.scoring.is_undefined() {
            rescore(ctx, row::<score_definition::Entity>(ctx, id.row()).await?).await?;
        }
        let definition = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateScoreDefinitionPayload { definition, problems: outcome.problems })
    }

    /// Removes an attribute or metric with all its values. The scores that it fed are computed anew.
    async fn delete_score_definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The definition.")] id: ScoreDefinitionId,
    ) -> Result<DeleteScoreDefinitionPayload> {
        let definition = row::<score_definition::Entity>(ctx, id.row()).await?;
        let outcome =
            mutation::run(ctx, Permission::Admin, None, &id, move |work| Box::pin(service::remove(work, id.row())));
        let outcome = outcome.await?;
        if outcome.row.is_some() {
            rescore(ctx, definition.filter(|definition| definition.score.is_some())).await?;
        }
        Ok(DeleteScoreDefinitionPayload {
            deleted_id: outcome.row.map(ScoreDefinitionId::new),
            problems: outcome.problems,
        })
    }

    /// Sets an attribute of a customer by hand.
    async fn set_attribute(
        &self,
        ctx: &Context<'_>,
        input: SetAttributeInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<SetAttributePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (customer, record) = (new.customer_id.row(), new.source_record_id.map(Gid::row));
                let record = source::service::named_or_first_party(work, customer, record).await?;
                service::set_attribute(work, &record, &new.codename, new.value.0).await
            })
        });
        let outcome = outcome.await?;
        let attribute = outcome.node(|row| load_attribute(ctx, row)).await?;
        Ok(SetAttributePayload { attribute, problems: outcome.problems })
    }

    /// Records a metric of a customer by hand.
    async fn record_metric(
        &self,
        ctx: &Context<'_>,
        input: RecordMetricInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<RecordMetricPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (customer, record) = (new.customer_id.row(), new.source_record_id.map(Gid::row));
                let record = source::service::named_or_first_party(work, customer, record).await?;
                service::record_metric(work, &record, &new.codename, new.day.0, new.value.0).await
            })
        });
        let outcome = outcome.await?;
        let metric = outcome.node(|row| load_metric(ctx, row)).await?;
        Ok(RecordMetricPayload { metric, problems: outcome.problems })
    }
}

async fn define(
    ctx: &Context<'_>,
    kind: SignalKind,
    input: DefineSignalInput,
    idempotency_key: Option<String>,
) -> Result<Outcome> {
    let new = input.clone();
    mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
        Box::pin(async move {
            let definition = NewDefinition {
                connection: catalogue::service::home(work, new.home.into()).await?,
                kind,
                codename: new.codename,
                name: new.name,
                data_type: new.data_type.into(),
                scoring: new.scoring.map(Into::into),
            };
            service::define(work, definition).await
        })
    })
    .await
}

/// Computes the scores of the definition's connection anew, now that the change is committed.
async fn rescore(ctx: &Context<'_>, definition: Option<score_definition::Model>) -> Result<()> {
    let Some(definition) = definition else { return Ok(()) };
    let (app, viewer) = (ctx.data::<App>()?, mutation::viewer(ctx)?);
    service::recompute_connection(app, viewer, definition.connection_id).await.map_err(fault)
}
