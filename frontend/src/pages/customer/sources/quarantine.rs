//! What systems said of the customer that did not fit.

use leptos::prelude::*;

use crate::api::graph::customer_quarantine::QuarantineRow;
use crate::api::graph::{CustomerQuarantine, customer_quarantine};
use crate::api::{Feed, Page, Word};
use crate::components::{Badge, FeedTable, Moment, Panel, Tone};
use crate::format::json_text;

/// The quarantine of the customer.
#[component]
pub(crate) fn Quarantined(
    /// Of whom.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerQuarantine>(
        move |after, first| customer_quarantine::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.quarantine.nodes, customer.quarantine.page_info)),
    );
    view! {
        <Panel title="Quarantine">
            <FeedTable feed label="Quarantine" columns=&["Field", "Value", "Reason", "System", "Since"] icon="shield"
                empty="Everything that was said of this customer fits" children=entry/>
        </Panel>
    }
}

fn entry(row: QuarantineRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><span class="mono">{row.path}</span></th>
            <td class="mono">{json_text(&row.value)}</td>
            <td>{row.reason} " " {row.resolved_at.map(|_| view! { <Badge text="Resolved" tone=Tone::Good/> })}</td>
            <td>{row.vendor.map(Word::label)}</td>
            <td class="faint"><Moment at=row.created_at/></td>
        </tr>
    }
}
