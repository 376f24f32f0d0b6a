//! What waits for somebody.

use leptos::prelude::*;

use crate::api::graph::{HomeDesk, home_desk};
use crate::api::query;
use crate::components::{Badge, Load, Panel, Tone};
use crate::format::number;

/// How many things stick between Onefold and the other systems, each with the way to them.
#[component]
pub(crate) fn Desk() -> impl IntoView {
    let fetch = query::<HomeDesk>(|| home_desk::Variables);
    view! {
        <Panel title="Between systems">
            <Load fetch lines=4 let:answer>
                <ul class="counters">
                    {counter("/outbox?state=dead", "Changes that a system refused", answer.dead.total_count, Tone::Bad)}
                    {counter("/outbox?state=pending", "Changes on their way", answer.pending.total_count, Tone::Plain)}
                    {counter("/drift", "Differences from what systems document", answer.drift.total_count, Tone::Warn)}
                    {counter("/quarantine", "Values that found no place", answer.quarantine.total_count, Tone::Warn)}
                </ul>
            </Load>
        </Panel>
    }
}

/// A count; only one above zero has a colour.
fn counter(address: &'static str, words: &'static str, count: i64, tone: Tone) -> impl IntoView {
    let tone = if count > 0 { tone } else { Tone::Plain };
    view! { <li><a class="counter" href=address><span>{words}</span><Badge text=number(&count.to_string()) tone/></a></li> }
}
