//! The entries of a list.

use leptos::prelude::*;

use super::create::CreateLookup;
use crate::api::graph::lookups::LookupRow;
use crate::api::graph::{LookupKind, Lookups, RecordState, lookups};
use crate::api::shared::SaidBy;
use crate::api::{Feed, Page, Word};
use crate::components::{Badge, FeedTable, Moment, OriginBadge, Panel, Tone};

/// A list, by name.
#[component]
pub(crate) fn List(
    /// Which.
    kind: LookupKind,
) -> impl IntoView {
    let feed = Feed::new::<Lookups>(
        move |after, first| lookups::Variables { kind, first: Some(first), after },
        |answer| Some(Page::new(answer.lookups.nodes, answer.lookups.page_info)),
    );
    let changed = Callback::new(move |()| feed.again());
    let action = view! { <CreateLookup kind changed/> }.into_any();
    view! {
        <Panel title=kind.label() action>
            <FeedTable feed label="Entries" columns=&["Name", "Id", "Code", "System", "State", "Changed"] icon="list" empty="This list is empty"
                children=entry/>
        </Panel>
    }
}

fn entry(row: LookupRow) -> impl IntoView {
    let said_by = SaidBy { vendor: row.vendor, connection_name: row.connection_name, vendor_id: row.vendor_id.clone() };
    let tone = if row.state == RecordState::Active { Tone::Good } else { Tone::Plain };
    view! {
        <tr>
            <th scope="row">{row.name}</th>
            <td class="mono">{row.vendor_id}</td>
            <td class="faint">{row.text_id}</td>
            <td><OriginBadge said_by=Some(said_by)/></td>
            <td><Badge text=row.state.label() tone/></td>
            <td class="faint"><Moment at=row.updated_at/></td>
        </tr>
    }
}
