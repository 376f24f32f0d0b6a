//! Deals under way with the customer.

use leptos::prelude::*;

use super::tab::Changed;
use crate::api::graph::customer_pipelines::PipelineRow;
use crate::api::graph::{CustomerPipelines, PipelineOutcome, PipelineState, customer_pipelines};
use crate::api::shared::Sum;
use crate::api::{Feed, Page, Word};
use crate::components::{Badge, FeedTable, Moment, OriginBadge, Panel, Tone};

/// The pipelines.
#[component]
pub(crate) fn Pipelines(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    let feed = Feed::new::<CustomerPipelines>(
        move |after, first| customer_pipelines::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.pipelines.nodes, customer.pipelines.page_info)),
    );
    view! {
        <Panel title="Pipelines">
            <FeedTable feed label="Pipelines" columns=&["Reference", "Pipeline", "Stage", "#Value", "Owner", "From", "Changed"] icon="flow"
                empty="No pipelines yet" children=pipeline/>
        </Panel>
    }
}

fn pipeline(row: PipelineRow) -> impl IntoView {
    let outcome = row.stage.as_ref().and_then(|stage| stage.outcome);
    let tone = match (outcome, row.state) {
        (Some(PipelineOutcome::Won), _) => Tone::Good,
        (Some(PipelineOutcome::Lost), _) => Tone::Bad,
        (None, PipelineState::Open) => Tone::Accent,
        (None, PipelineState::Closed) => Tone::Plain,
    };
    let stage = row.stage.map_or_else(|| row.state.label(), |stage| stage.name);
    view! {
        <tr>
            <th scope="row">{row.reference}</th>
            <td>{row.type_.map(|kind| kind.name)}</td>
            <td><Badge text=stage tone/></td>
            <td class="number">{row.value.map(|value| Sum::from(value).text())}</td>
            <td class="faint">{row.owner_id}</td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="faint"><Moment at=row.updated_at/></td>
        </tr>
    }
}
