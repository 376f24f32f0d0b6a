//! A choice out of a few.

use leptos::prelude::*;

/// The browser's own list of choices, with a label.
#[component]
pub(crate) fn Select(
    /// What to choose.
    #[prop(into)]
    label: String,
    /// The field's name, unique on the page.
    #[prop(into)]
    name: String,
    /// Code and words of each choice.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
    /// The chosen code.
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    /// Takes the code that was chosen.
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    let id = format!("field-{}", name.replace('.', "-"));
    let option = move |(code, words): (String, String)| {
        let this = code.clone();
        view! { <option value=code selected=move || value() == this>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name class="input select" prop:value=value on:change=move |event| choose(event_target_value(&event))>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}
