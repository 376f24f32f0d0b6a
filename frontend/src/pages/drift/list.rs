//! The differences as a table.

use leptos::prelude::*;

use crate::api::graph::drift::DriftRow;
use crate::api::graph::{Drift, ResolveDrift, drift, resolve_drift};
use crate::api::{Access, Api, Feed, Page, Word, outcome};
use crate::components::{ActionButton, Badge, FeedTable, Moment};
use crate::format::number;

/// The open or the resolved differences.
#[component]
pub(super) fn List(
    /// Which of them.
    resolved: bool,
) -> impl IntoView {
    let feed = Feed::new::<Drift>(
        move |after, first| {
            let filter = drift::DriftFilterInput { resolved: Some(resolved), kind: None, vendor: None };
            drift::Variables { filter: Some(filter), first: Some(first), after }
        },
        |answer| Some(Page::new(answer.drift.nodes, answer.drift.page_info)),
    );
    let access = Access::of_app();
    let changed = Callback::new(move |()| feed.again());
    let empty = if resolved { "Nothing was resolved yet" } else { "Every system answers as it documents" };
    view! {
        <FeedTable feed label="Drift" columns=&["Where", "Difference", "Documented", "Found", "May reach", "System", "#Seen", "Last", "#"] icon="drift" empty
            children=move |row| entry(row, access, changed)/>
    }
}

fn entry(row: DriftRow, access: Access, changed: Callback<()>) -> impl IntoView {
    let open = row.resolved_at.is_none();
    let id = row.id;
    let place = if row.path.is_empty() { "the whole reply".to_owned() } else { row.path };
    view! {
        <tr>
            <th scope="row"><span class="line mono">{place}</span><span class="line faint">{row.operation} " \u{b7} " {row.status}</span></th>
            <td><Badge text=row.kind.label()/></td>
            <td class="mono">{row.expected}</td>
            <td class="mono">{row.found}</td>
            <td class="faint">{row.affects.join(", ")}</td>
            <td><span class="line">{row.vendor.label()}</span><span class="line faint">{row.connection_name}</span></td>
            <td class="number">{number(&row.count.to_string())}</td>
            <td class="faint"><Moment at=row.last_seen/></td>
            <td class="number">{open.then(|| view! { <Show when=move || access.may_change()>{resolve(id.clone(), changed)}</Show> })}</td>
        </tr>
    }
}

fn resolve(id: String, changed: Callback<()>) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<ResolveDrift>(resolve_drift::Variables { id }).await?.resolve_drift;
            Ok(outcome(made.drift, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Resolve" work done="Difference resolved" changed/> }
}
