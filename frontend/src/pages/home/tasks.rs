//! What is to be done next.

use leptos::prelude::*;

use crate::api::graph::home_tasks::DueTask;
use crate::api::graph::{HomeTasks, home_tasks};
use crate::api::query;
use crate::components::{Badge, EmptyState, Load, Panel, Tone};
use crate::format::{date, today};

/// How many tasks are shown.
const SHOWN: i64 = 6;

/// The open tasks that are due first.
#[component]
pub(crate) fn Tasks() -> impl IntoView {
    let fetch = query::<HomeTasks>(|| home_tasks::Variables { first: SHOWN });
    view! {
        <Panel title="Due next">
            <Load fetch lines=6 let:answer>
                {
                    let tasks = answer.tasks.nodes;
                    if tasks.is_empty() {
                        view! { <EmptyState icon="check" title="No open tasks"/> }.into_any()
                    } else {
                        view! { <ul class="feed">{tasks.into_iter().map(row).collect_view()}</ul> }.into_any()
                    }
                }
            </Load>
        </Panel>
    }
}

fn row(task: DueTask) -> impl IntoView {
    let late = task.due_on < today();
    let customer = task.customer.map(|customer| {
        view! { <a href=format!("/customers/{}/activity", customer.id)>{customer.display_name}</a> }
    });
    view! {
        <li>
            <div class="entry-head"><span class="entry-title">{task.name}</span>{late.then(|| view! { <Badge text="Overdue" tone=Tone::Bad/> })}</div>
            <div class="entry-foot"><span>{date(&task.due_on)}</span>{customer}</div>
        </li>
    }
}
