//! The page of one connection: how it is set up, and how well the way to the real vendor is.

mod facts;
mod mode;
mod way;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::facts::Facts;
use self::mode::SwitchMode;
use self::way::WayPanels;
use super::credentials::Credentials;
use super::edit::EditConnection;
use crate::api::graph::connections::ConnectionRow;
use crate::api::graph::{Connections as Operation, Vendor, connections};
use crate::api::{Word, query};
use crate::components::{EmptyState, Load, PageHead, WayBadge};

/// The connection that the address names. A brand has a handful of them, so that the page asks for all, as the list does.
#[component]
pub(crate) fn ConnectionPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let fetch = query::<Operation>(|| connections::Variables);
    let changed = Callback::new(move |()| fetch.again());
    view! {
        <Load fetch lines=8 alone=true let:answer>
            {match answer.connections.into_iter().find(|row| row.id == id.get()) {
                Some(connection) => view! { <Known connection changed/> }.into_any(),
                None => view! { <Unknown/> }.into_any(),
            }}
        </Load>
    }
}

/// A connection that there is.
#[component]
fn Known(
    /// The connection.
    connection: ConnectionRow,
    /// To be called when it was changed, or its state is to be asked again.
    changed: Callback<()>,
) -> impl IntoView {
    let (all, asks) = (connection.clone(), !connection.credential_definitions.is_empty());
    let (mode, way) = (connection.mode, connection.health.clone());
    let state = way.clone().map(Into::into);
    let leads = connection.vendor != Vendor::Onefold;
    let title = connection.vendor.label();
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/settings/connections">"Connections"</a><span aria-hidden="true">"/"</span><span aria-current="page">{title.clone()}</span></nav>
        <PageHead title lead=connection.name.clone()>
            <WayBadge mode way=state/>
            <button type="button" class="button button-small" on:click=move |_| changed.run(())>"Refresh"</button>
            {leads.then(|| view! { <SwitchMode connection=all.clone() changed/> })}
            {asks.then(|| view! { <Credentials connection=all.clone() changed/> })}
            <EditConnection connection=all changed/>
        </PageHead>
        <div class="stack">
            {way.map(|way| view! { <WayPanels way=way.into()/> })}
            <Facts connection/>
        </div>
    }
}

/// Says that there is no such connection.
#[component]
fn Unknown() -> impl IntoView {
    view! {
        <EmptyState icon="link" alone=true title="There is no such connection" text="The address may be mistyped.">
            <a class="button" href="/settings/connections">"All connections"</a>
        </EmptyState>
    }
}
