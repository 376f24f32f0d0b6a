//! The status that the customer has and had.

use leptos::prelude::*;

use crate::api::graph::customer_status::StatusRow;
use crate::api::graph::{CustomerStatus, RecordState, customer_status};
use crate::api::{Feed, Page, Word};
use crate::components::{Badge, FeedTable, OriginBadge, Panel, Tone};
use crate::format::date_of;

/// The status records.
#[component]
pub(crate) fn StatusRecords(
    /// Of whom.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerStatus>(
        move |after, first| customer_status::Variables { id: id.clone(), first: Some(first), after },
        |answer| {
            answer.customer.map(|customer| Page::new(customer.status_records.nodes, customer.status_records.page_info))
        },
    );
    view! {
        <Panel title="Status">
            <FeedTable feed label="Status" columns=&["Status", "State", "From", "Until", "System"] icon="star" empty="No status yet" children=record/>
        </Panel>
    }
}

fn record(row: StatusRow) -> impl IntoView {
    let tone = if row.state == RecordState::Active { Tone::Good } else { Tone::Plain };
    view! {
        <tr>
            <th scope="row">{row.tier.map(|tier| tier.name)}</th>
            <td><Badge text=row.state.label() tone/></td>
            <td>{date_of(&row.valid_from)}</td>
            <td>{row.valid_to.as_ref().map(date_of)}</td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
        </tr>
    }
}
