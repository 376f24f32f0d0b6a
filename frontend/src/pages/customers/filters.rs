//! What narrows the list.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::Address;
use crate::api::graph::{CustomerKind, Segments, Vendor, segments};
use crate::api::{Word, query};
use crate::components::{Icon, Select};

/// The filters, folded away until asked for.
#[component]
pub(crate) fn Filters(
    /// The list's state.
    address: Memo<Address>,
) -> impl IntoView {
    let open = address.with_untracked(|address| address.filters() > 0);
    let (kinds, vendors) = (words::<CustomerKind>("Any kind"), words::<Vendor>("Any system"));
    let segments = segments();
    let count = move || address.with(Address::filters);
    view! {
        <details class="filters" open=open>
            <summary class="button">
                <Icon name="filter"/><span>"Filter"</span>
                {move || Some(count()).filter(|count| *count > 0).map(|count| view! { <span class="count">{count}</span> })}
            </summary>
            <div class="filters-body">
                <Choice address name="kind" label="Kind" words=kinds/>
                <Choice address name="vendor" label="Known to" words=vendors/>
                <Choice address name="segment" label="Segment" words=segments/>
                <Entry address name="country" label="Country" kind="text" placeholder="e.g. cz"/>
                <Entry address name="health-from" label="Health from" kind="number" placeholder="-100"/>
                <Entry address name="health-to" label="Health to" kind="number" placeholder="100"/>
                <Entry address name="from" label="Created from" kind="date" placeholder=""/>
                <Entry address name="until" label="Created before" kind="date" placeholder=""/>
                <a class="button button-quiet" href=move || address.get().cleared().url()>"Clear filters"</a>
            </div>
        </details>
    }
}

/// Every value of an enum with its words, and before them the choice of none.
fn words<W: Word>(any: &str) -> Vec<(String, String)> {
    let none = (String::new(), any.to_owned());
    std::iter::once(none).chain(W::ALL.iter().map(|value| (value.code().to_owned(), value.label()))).collect()
}

/// The brand's segments, and before them the choice of none.
fn segments() -> Signal<Vec<(String, String)>> {
    let fetch = query::<Segments>(|| segments::Variables);
    Signal::derive(move || {
        let found = fetch.get().and_then(Result::ok).map(|answer| answer.segments.nodes).unwrap_or_default();
        let none = (String::new(), "Any segment".to_owned());
        std::iter::once(none).chain(found.into_iter().map(|segment| (segment.id, segment.name))).collect()
    })
}

fn set(address: Memo<Address>) -> impl Fn(&'static str, String) + Clone + 'static {
    let navigate = use_navigate();
    move |name, value| {
        let url = address.with_untracked(|address| address.with(name, value.trim()).url());
        navigate(&url, NavigateOptions { scroll: false, ..Default::default() });
    }
}

/// A filter out of a few choices.
#[component]
fn Choice(
    /// The list's state.
    address: Memo<Address>,
    /// The parameter.
    name: &'static str,
    /// What it narrows by.
    label: &'static str,
    /// The choices.
    #[prop(into)]
    words: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let set = set(address);
    let value = move || address.with(|address| address.get(name).unwrap_or_default().to_owned());
    view! { <Select label name choices=words value choose=move |code| set(name, code)/> }
}

/// A filter that one types in.
#[component]
fn Entry(
    /// The list's state.
    address: Memo<Address>,
    /// The parameter.
    name: &'static str,
    /// What it narrows by.
    label: &'static str,
    /// The browser's kind of input.
    kind: &'static str,
    /// An example.
    placeholder: &'static str,
) -> impl IntoView {
    let set = set(address);
    let value = move || address.with(|address| address.get(name).unwrap_or_default().to_owned());
    view! {
        <div class="field">
            <label for=format!("filter-{name}")>{label}</label>
            <input id=format!("filter-{name}") class="input" type=kind placeholder=placeholder prop:value=value
                on:change=move |event| set(name, event_target_value(&event))/>
        </div>
    }
}
