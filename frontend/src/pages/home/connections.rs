//! How the connected systems are.

use leptos::prelude::*;

use super::all;
use crate::api::graph::home_connections::ConnectedRow;
use crate::api::graph::{HomeConnections, home_connections};
use crate::api::{Word, query};
use crate::components::{Load, Panel, WayBadge};

/// The brand's connections, each with its state.
#[component]
pub(crate) fn ConnectionStates() -> impl IntoView {
    let fetch = query::<HomeConnections>(|| home_connections::Variables);
    view! {
        <Panel title="Connections" action=all("/settings/connections", "connections")>
            <Load fetch lines=5 let:answer>
                // Onefold's own has no way that could be bad.
                <ul class="counters">{answer.connections.into_iter().filter(|row| row.health.is_some()).map(row).collect_view()}</ul>
            </Load>
        </Panel>
    }
}

fn row(row: ConnectedRow) -> impl IntoView {
    view! {
        <li>
            <a class="counter" href=format!("/settings/connections/{}", row.id)>
                <span><span class="line">{row.vendor.label()}</span><span class="line faint">{row.name}</span></span>
                <WayBadge mode=row.mode way=row.health.map(Into::into)/>
            </a>
        </li>
    }
}
