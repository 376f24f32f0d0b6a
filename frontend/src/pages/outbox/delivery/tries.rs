//! How a delivery was tried.

use leptos::prelude::*;

use crate::api::graph::delivery::DeliveryNodeOnDeliveryHistory as Try;
use crate::components::{EmptyState, Moment, Panel};
use crate::format::{millis, took};

/// The tries, latest first.
pub(super) fn tries(history: Vec<Try>) -> impl IntoView {
    let content = if history.is_empty() {
        view! { <EmptyState icon="clock" title="It was not tried yet"/> }.into_any()
    } else {
        table(history)
    };
    view! { <Panel title="Tries">{content}</Panel> }
}

fn table(history: Vec<Try>) -> AnyView {
    view! {
        <div class="table-box" role="region" aria-label="Tries" tabindex="0">
            <table class="table">
                <thead>
                    <tr><th scope="col">"When"</th><th scope="col">"Call"</th><th scope="col" class="number">"Status"</th><th scope="col" class="number">"Took"</th><th scope="col">"Error"</th></tr>
                </thead>
                <tbody>{history.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: Try) -> impl IntoView {
    let time = match &one.ended_at {
        Some(ended) => millis(took(&one.began_at, ended)),
        None => "nobody knows".to_owned(),
    };
    let status = one.status.map_or_else(|| "\u{2014}".to_owned(), |status| status.to_string());
    view! {
        <tr>
            <td><Moment at=one.began_at/></td>
            <td><span class="mono">{one.operation}</span></td>
            <td class="number">{status}</td>
            <td class="number">{time}</td>
            <td>{one.error}</td>
        </tr>
    }
}
