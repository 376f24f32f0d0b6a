//! The entries of the quarantine.

use leptos::prelude::*;

use crate::api::graph::quarantine::{QuarantineRow, QuarantineRowSource};
use crate::api::graph::{Quarantine, ResolveQuarantine, quarantine, resolve_quarantine};
use crate::api::{Access, Api, Feed, Page, Word, outcome};
use crate::components::{ActionButton, FeedTable, Moment};
use crate::format::json_text;

/// The open or the resolved entries.
#[component]
pub(crate) fn List(
    /// Which of them.
    resolved: bool,
) -> impl IntoView {
    let feed = Feed::new::<Quarantine>(
        move |after, first| {
            let filter = quarantine::QuarantineFilterInput { resolved: Some(resolved), vendor: None };
            quarantine::Variables { filter: Some(filter), first: Some(first), after }
        },
        |answer| Some(Page::new(answer.quarantine.nodes, answer.quarantine.page_info)),
    );
    let changed = Callback::new(move |()| feed.again());
    let empty = if resolved { "Nothing was resolved yet" } else { "Everything that was said fits" };
    view! {
        <FeedTable feed label="Quarantine" columns=&["Field", "Value", "Reason", "Customer", "System", "Since", "#"] icon="shield" empty
            children=move |row| entry(row, changed)/>
    }
}

fn entry(row: QuarantineRow, changed: Callback<()>) -> impl IntoView {
    let (open, access) = (row.resolved_at.is_none(), Access::of_app());
    let id = row.id;
    view! {
        <tr>
            <th scope="row"><span class="line mono">{row.path}</span><span class="line faint">{row.operation}</span></th>
            <td class="mono">{json_text(&row.value)}</td>
            <td>{row.reason}</td>
            <td>{row.source.map(customer)}</td>
            <td><span class="line">{row.vendor.map(Word::label)}</span><span class="line faint">{row.connection_name}</span></td>
            <td class="faint"><Moment at=row.created_at/></td>
            <td class="number">{open.then(|| view! { <Show when=move || access.may_change()>{resolve(id.clone(), changed)}</Show> })}</td>
        </tr>
    }
}

fn customer(source: QuarantineRowSource) -> AnyView {
    match source.customer {
        Some(customer) => {
            view! { <a href=format!("/customers/{}", customer.id)>{customer.display_name}</a> }.into_any()
        }
        None => source.display_name.into_any(),
    }
}

fn resolve(id: String, changed: Callback<()>) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<ResolveQuarantine>(resolve_quarantine::Variables { id }).await?.resolve_quarantine;
            Ok(outcome(made.entry, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Resolve" work done="Entry resolved" changed/> }
}
