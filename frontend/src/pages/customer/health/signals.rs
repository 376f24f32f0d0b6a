//! Attributes and metrics.

use leptos::prelude::*;

use crate::api::graph::{CustomerAttributes, CustomerMetrics, customer_attributes, customer_metrics};
use crate::api::{Feed, Page};
use crate::components::{FeedTable, Moment, OriginBadge, Panel};
use crate::format::{date, json_text};

/// The attributes, which have one value each.
#[component]
pub(crate) fn Attributes(
    /// Whose.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerAttributes>(
        move |after, first| customer_attributes::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.attributes.nodes, customer.attributes.page_info)),
    );
    view! {
        <Panel title="Attributes">
            <FeedTable feed label="Attributes" columns=&["Attribute", "Value", "From", "Changed"] icon="tag" empty="No attributes yet"
                children=attribute/>
        </Panel>
    }
}

fn attribute(row: customer_attributes::AttributeRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{row.definition.map(|definition| definition.name)}</th>
            <td>{json_text(&row.value)}</td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="faint"><Moment at=row.updated_at/></td>
        </tr>
    }
}

/// The metrics, which have a value for each day.
#[component]
pub(crate) fn Metrics(
    /// Whose.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerMetrics>(
        move |after, first| customer_metrics::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.metrics.nodes, customer.metrics.page_info)),
    );
    view! {
        <Panel title="Metrics">
            <FeedTable feed label="Metrics" columns=&["Metric", "Day", "#Value", "From"] icon="heart" empty="No metrics yet" children=metric/>
        </Panel>
    }
}

fn metric(row: customer_metrics::MetricRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{row.definition.map(|definition| definition.name)}</th>
            <td>{date(&row.day)}</td>
            <td class="number">{json_text(&row.value)}</td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
        </tr>
    }
}
