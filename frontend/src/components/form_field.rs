//! The fields of a [`Form`].

use leptos::prelude::*;

use super::{Field, Select};
use crate::state::Form;

/// A text field of a form.
#[component]
pub(crate) fn FormField(
    /// The form.
    form: Form,
    /// The field's name in the form.
    name: &'static str,
    /// What to enter.
    label: &'static str,
    /// The browser's kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether the keyboard begins here.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let problem = Signal::derive(move || form.problem(name));
    view! { <Field label name value=form.field(name) kind required autofocus problem/> }
}

/// A field of a form for several lines.
#[component]
pub(crate) fn FormArea(
    /// The form.
    form: Form,
    /// The field's name in the form.
    name: &'static str,
    /// What to enter.
    label: &'static str,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = format!("field-{name}");
    let told = format!("{id}-problem");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea id=id name=name class="input" rows="5" required=required aria-describedby=told.clone()
                bind:value=form.field(name)></textarea>
            <p class="field-problem" id=told>{move || form.problem(name)}</p>
        </div>
    }
}

/// A choice of a form.
#[component]
pub(crate) fn FormSelect(
    /// The form.
    form: Form,
    /// The field's name in the form.
    name: &'static str,
    /// What to choose.
    label: &'static str,
    /// Code and words of each choice.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let value = form.field(name);
    view! { <Select label name choices value=move || value.get() choose=move |code| value.set(code)/> }
}
