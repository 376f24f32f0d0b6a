//! What the vendor is asked.

use leptos::prelude::*;

use crate::api::graph::delivery::{DeliveryNodeOnDelivery as Delivery, DeliveryNodeOnDeliveryCalls as Call};
use crate::components::{Badge, Panel, Tone};
use crate::format::json_lines;

/// The calls in order, each with what became of it.
pub(super) fn calls(delivery: &Delivery) -> impl IntoView + use<> {
    let step = delivery.step;
    let rows = (0..).zip(delivery.calls.iter().cloned()).map(|(at, call)| one(at, step, call)).collect_view();
    view! { <Panel title="What is asked"><ul class="feed">{rows}</ul></Panel> }
}

fn one(at: i64, step: i64, call: Call) -> impl IntoView {
    let done = (at < step).then(|| view! { <Badge text="Done" tone=Tone::Good/> });
    let first =
        call.reads_first.map(|name| view! { <p class="faint">"After reading " <span class="mono">{name}</span></p> });
    let label = format!("Request of call {}", at + 1);
    view! {
        <li class="call">
            <div class="entry-head"><span class="entry-title">{at + 1} ". " {call.operation}</span>{done}</div>
            {first}
            <pre class="code" tabindex="0" role="region" aria-label=label>{json_lines(&call.request)}</pre>
        </li>
    }
}
