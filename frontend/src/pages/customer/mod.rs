//! The page of one customer: a head, and a tab for each area.

mod activity;
mod channels;
mod delete;
mod edit;
mod head;
mod health;
mod ledger;
mod merge;
mod overview;
mod pipelines;
mod properties;
mod purchases;
mod rewards;
mod segments;
mod sources;
mod surveys;
mod tab;
mod timeline;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::head::Head;
use self::tab::{Area, tabs};
use crate::api::graph::{CustomerHead, customer_head};
use crate::api::query;
use crate::components::{EmptyState, Load, Tabs};

/// The page of the customer that the address names.
#[component]
pub(crate) fn CustomerPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let area = Memo::new(move |_| Area::of_slug(params.with(|params| params.get("tab"))));
    move || view! { <Known id=id.get() area/> }
}

/// The page of one customer; another customer gets another page.
#[component]
fn Known(
    /// Whose.
    id: String,
    /// Which tab is open.
    area: Memo<Area>,
) -> impl IntoView {
    let asked = id.clone();
    let fetch = query::<CustomerHead>(move || customer_head::Variables { id: asked.clone() });
    let changed = Callback::new(move |()| fetch.again());
    let id = StoredValue::new(id);
    let found = Memo::new(move |_| matches!(fetch.get(), Some(Ok(answer)) if answer.customer.is_some()));
    view! {
        <Load fetch lines=3 alone=true let:answer>
            {match answer.customer {
                Some(customer) => view! { <Head customer changed/> }.into_any(),
                None => view! { <Unknown/> }.into_any(),
            }}
        </Load>
        <Show when=move || found.get()>
            <Tabs label="Areas of the customer" tabs=tabs(&id.get_value()) open=Signal::derive(move || area.get().slug().to_owned())/>
            <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby=move || format!("tab-{}", area.get().slug())>
                {move || area.get().show(id.get_value(), changed)}
            </div>
        </Show>
    }
}

/// Says that there is no such customer.
#[component]
fn Unknown() -> impl IntoView {
    view! {
        <EmptyState icon="users" alone=true title="There is no such customer" text="It may have been deleted.">
            <a class="button" href="/customers">"All customers"</a>
        </EmptyState>
    }
}
