//! How well the way to a real vendor is.

use leptos::prelude::*;

use crate::api::graph::BreakerState;
use crate::api::shared::Way;
use crate::components::{Badge, Moment, Panel, Stat, Tone};
use crate::format::{millis, number, percent, plural};

/// What the latest calls say, and what waits.
#[component]
pub(super) fn WayPanels(
    /// The way.
    way: Way,
) -> impl IntoView {
    let calls = calls(&way);
    view! {
        <Panel title="Calls to the vendor">
            <dl class="stats stats-inside">{calls}</dl>
        </Panel>
        <Panel title="Outbox" action=view! { <a class="panel-link" href="/outbox">"All deliveries"</a> }.into_any()>
            <dl class="stats stats-inside">{outbox(way)}</dl>
        </Panel>
    }
}

fn calls(way: &Way) -> impl IntoView + use<> {
    let known = way.calls > 0;
    let time = |time: f64| if known { millis(time) } else { "\u{2014}".to_owned() }.into_any();
    let rate = if known { percent(way.error_rate) } else { "\u{2014}".to_owned() };
    let limit = way.calls_per_minute.map(|limit| format!("{} allowed", number(&limit.to_string()))).unwrap_or_default();
    let last_failure = way.last_failure.clone();
    view! {
        <Stat name="Reading" value=passage(way.reads)/>
        <Stat name="Writing" value=passage(way.writes)/>
        <Stat name="Last success" value=view! { <Moment at=way.last_success.clone()/> }.into_any()/>
        <Stat name="Last failure" value=view! { <Moment at=last_failure/> }.into_any() note=way.last_failure_reason.clone().unwrap_or_default()/>
        <Stat name="Failed" value=rate.into_any() note=format!("of the latest {}", plural(way.calls, "call", "calls"))/>
        <Stat name="Half within" value=time(way.p50_millis) note="median"/>
        <Stat name="95 % within" value=time(way.p95_millis)/>
        <Stat name="99 % within" value=time(way.p99_millis)/>
        <Stat name="Under way" value=way.under_way.into_any() note=format!("of {} at a time", way.concurrency)/>
        <Stat name="In the last minute" value=plural(way.calls_last_minute, "call", "calls").into_any() note=limit/>
    }
}

fn outbox(way: Way) -> impl IntoView {
    view! {
        <Stat name="Need you" value=number(&way.outbox_dead.to_string()).into_any() to="/outbox?state=dead"/>
        <Stat name="Waiting" value=number(&way.outbox_pending.to_string()).into_any() to="/outbox?state=pending"/>
        <Stat name="Oldest waiting" value=view! { <Moment at=way.outbox_oldest/> }.into_any()/>
    }
}

/// Whether calls are let through.
fn passage(state: BreakerState) -> AnyView {
    let (text, tone) = match state {
        BreakerState::Closed => ("Let through", Tone::Good),
        BreakerState::HalfOpen => ("Trying", Tone::Warn),
        BreakerState::Open => ("Held back", Tone::Bad),
    };
    view! { <Badge text tone/> }.into_any()
}
