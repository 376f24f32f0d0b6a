//! Planning a task.

use leptos::prelude::*;

use crate::api::graph::{CreateTask, create_task};
use crate::api::scalar::Date;
use crate::api::{Api, outcome};
use crate::components::{FormArea, FormButton, FormField};
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// A button with the form of a new task.
#[component]
pub(crate) fn AddTask(
    /// About whom.
    id: String,
    /// To be called when it was added.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let assignees = form.text("assignees").unwrap_or_default();
        let input = create_task::CreateTaskInput {
            customer_id: id.clone(),
            name: form.text("name").unwrap_or_default(),
            description: form.text("description"),
            due_on: Date(form.text("dueOn").unwrap_or_default()),
            assignees: assignees.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            pipeline_id: None,
            source_record_id: None,
        };
        let work = async move {
            let made = api.run::<CreateTask>(create_task::Variables { input }).await?.create_task;
            Ok(outcome(made.task, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Task added");
        });
    };
    let blank = || Form::new([("name", None), ("dueOn", None), ("assignees", None), ("description", None)]);
    view! { <FormButton label="Add task" action="Add task" small=true form=blank send fields/> }
}

fn fields(form: Form) -> AnyView {
    view! {
        <FormField form name="name" label="Task" required=true autofocus=true/>
        <FormField form name="dueOn" label="Due on" kind="date" required=true/>
        <FormField form name="assignees" label="Assignees, by commas"/>
        <FormArea form name="description" label="Description"/>
    }
    .into_any()
}
