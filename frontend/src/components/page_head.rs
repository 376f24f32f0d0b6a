//! The head of a page.

use leptos::prelude::*;

use super::Heading;
use crate::state::set_title;

/// The page's heading, which is also its title, with what can be done beside it.
#[component]
pub(crate) fn PageHead(
    /// The heading.
    #[prop(into)]
    title: String,
    /// One line about it.
    #[prop(optional, into)]
    lead: Signal<String>,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    set_title(title.clone());
    view! {
        <div class="page-head">
            <div class="page-words"><Heading text=title/><p class="page-lead">{move || lead.get()}</p></div>
            <div class="page-actions">{children.map(|children| children())}</div>
        </div>
    }
}
