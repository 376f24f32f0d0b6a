//! Tasks.

use leptos::prelude::*;

use super::add_task::AddTask;
use crate::api::graph::customer_tasks::TaskRow;
use crate::api::graph::{
    CompleteTask, CustomerTasks, ReopenTask, TaskState, complete_task, customer_tasks, reopen_task,
};
use crate::api::{Api, Feed, Page, outcome};
use crate::components::{ActionButton, FeedList, OriginBadge, Panel};
use crate::format::date;
use crate::pages::customer::tab::Changed;

/// The tasks.
#[component]
pub(crate) fn Tasks(
    /// About whom.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let asked = id.clone();
    let feed = Feed::new::<CustomerTasks>(
        move |after, first| customer_tasks::Variables { id: asked.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.tasks.nodes, customer.tasks.page_info)),
    );
    let done = Callback::new(move |()| {
        feed.again();
        changed.run(());
    });
    let action = view! { <AddTask id changed=done/> }.into_any();
    view! {
        <Panel title="Tasks" action><FeedList feed icon="check" empty="No tasks yet" children=move |row| task(row, done)/></Panel>
    }
}

fn task(row: TaskRow, changed: Changed) -> impl IntoView {
    let is_done = row.state == TaskState::Done;
    let id = row.id;
    view! {
        <article class="entry" class:done=is_done>
            <div class="entry-words">
                <div class="entry-head"><span class="entry-title">{row.name}</span></div>
                {row.description.map(|text| view! { <p class="prose faint">{text}</p> })}
                <div class="entry-foot">
                    <span>"Due " {date(&row.due_on)}</span>
                    <span>{row.assignees.join(", ")}</span>
                    <OriginBadge said_by=row.source.map(Into::into)/>
                </div>
            </div>
            {if is_done { reopen(id, changed).into_any() } else { complete(id, changed).into_any() }}
        </article>
    }
}

fn complete(id: String, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<CompleteTask>(complete_task::Variables { id }).await?.complete_task;
            Ok(outcome(made.task, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Complete" work done="Task completed" changed/> }
}

fn reopen(id: String, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<ReopenTask>(reopen_task::Variables { id }).await?.reopen_task;
            Ok(outcome(made.task, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Reopen" work done="Task reopened" changed/> }
}
