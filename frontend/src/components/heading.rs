//! A page's heading, where the keyboard arrives.

use leptos::html::H1;
use leptos::prelude::*;

use crate::state::Arrival;

/// The heading of a page. After a step to its page the focus is on it, so that a screen reader tells where one is.
#[component]
pub(crate) fn Heading(
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    let arrival = Arrival::of_app();
    Effect::new(move || {
        if let Some(heading) = heading.get() {
            arrival.greet(&heading);
        }
    });
    view! { <h1 tabindex="-1" node_ref=heading>{text}</h1> }
}
