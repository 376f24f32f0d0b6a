//! A text field with its label.

use leptos::prelude::*;

/// A labelled input, with what is wrong with it below.
#[component]
pub(crate) fn Field(
    /// What to enter.
    #[prop(into)]
    label: String,
    /// The field's name, unique on the page.
    #[prop(into)]
    name: String,
    /// What is entered.
    value: RwSignal<String>,
    /// The browser's kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// What is wrong with it.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// Whether the keyboard begins here.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = format!("field-{}", name.replace('.', "-"));
    let told = format!("{id}-problem");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input id=id name=name type=kind class="input" autocomplete=autocomplete required=required autofocus=autofocus
                aria-invalid=move || problem.get().map(|_| "true") aria-describedby=told.clone() bind:value=value/>
            <p class="field-problem" id=told>{move || problem.get()}</p>
        </div>
    }
}
