//! Choosing which part of a list to see.

use leptos::prelude::*;

/// A row of links, one for each part of a list; the address says which is shown.
#[component]
pub(crate) fn Segments(
    /// What is chosen.
    label: &'static str,
    /// Address of the page.
    path: &'static str,
    /// The parameter that names the part.
    parameter: &'static str,
    /// Name in the address and words of each part; the one without a name is shown unless the address names another.
    choices: Vec<(String, String)>,
    /// The name of the part that is shown.
    #[prop(into)]
    chosen: Signal<String>,
) -> impl IntoView {
    let choice = move |(name, words): (String, String)| {
        let address = if name.is_empty() { path.to_owned() } else { format!("{path}?{parameter}={name}") };
        view! { <a class="segment" href=address aria-current=move || (chosen.get() == name).then_some("page")>{words}</a> }
    };
    view! { <nav class="segments" aria-label=label>{choices.into_iter().map(choice).collect_view()}</nav> }
}

/// The parts of a list of things that somebody deals with: the open ones, which are shown first, and the resolved ones.
pub(crate) fn open_or_resolved() -> Vec<(String, String)> {
    [("", "Open"), ("resolved", "Resolved")].map(|(name, words)| (name.to_owned(), words.to_owned())).into()
}
