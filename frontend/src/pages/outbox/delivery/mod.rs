//! The page of one delivery.

mod calls;
mod facts;
mod tries;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::calls::calls;
use self::facts::facts;
use self::tries::tries;
use super::actions::{Drop, Replay};
use super::edit::EditDelivery;
use super::state::is_open;
use crate::api::graph::delivery::{DeliveryNode, DeliveryNodeOnDelivery as Delivery};
use crate::api::graph::{Delivery as Operation, delivery};
use crate::api::{Access, Word, query};
use crate::components::{Alert, EmptyState, Load, PageHead, Panel};
use crate::format::sentence;

/// The delivery that the address names: what is asked, how often it was tried, what can be done.
#[component]
pub(crate) fn DeliveryPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let fetch = query::<Operation>(move || delivery::Variables { id: id.get() });
    let changed = Callback::new(move |()| fetch.again());
    view! {
        <Load fetch lines=8 alone=true let:answer>
            {match answer.node {
                Some(DeliveryNode::Delivery(delivery)) => view! { <Known delivery changed/> }.into_any(),
                _ => view! { <Unknown/> }.into_any(),
            }}
        </Load>
    }
}

/// A delivery that there is.
#[component]
fn Known(
    /// The delivery.
    delivery: Delivery,
    /// To be called when it was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let access = Access::of_app();
    let title = sentence(&delivery.change);
    let connection = delivery.connection_name.clone().unwrap_or_default();
    let lead = format!("For {} \u{b7} {connection}", delivery.vendor.label());
    let error = delivery.last_error.clone().filter(|_| is_open(delivery.state));
    let losses = delivery.losses.clone();
    let open = is_open(delivery.state);
    let all = StoredValue::new(delivery.clone());
    let actions = move || {
        let delivery = all.get_value();
        let id = delivery.id.clone();
        view! { <EditDelivery delivery changed/><Replay id=id.clone() changed/><Drop id changed/> }
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/outbox">"Outbox"</a><span aria-hidden="true">"/"</span><span aria-current="page">{title.clone()}</span></nav>
        <PageHead title lead>{open.then(|| view! { <Show when=move || access.is_admin()>{actions()}</Show> })}</PageHead>
        <div class="stack">
            <Alert message=Signal::stored(error)/>
            {facts(&delivery)}
            {(!losses.is_empty()).then(|| view! {
                <Panel title="What gets lost"><ul class="feed">{losses.into_iter().map(|loss| view! { <li>{loss}</li> }).collect_view()}</ul></Panel>
            })}
            <div class="columns columns-even">{calls(&delivery)}{tries(delivery.history)}</div>
        </div>
    }
}

/// Says that there is no such delivery.
#[component]
fn Unknown() -> impl IntoView {
    view! {
        <EmptyState icon="send" alone=true title="There is no such delivery" text="The address may be mistyped.">
            <a class="button" href="/outbox">"All deliveries"</a>
        </EmptyState>
    }
}
