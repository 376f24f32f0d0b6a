//! A part of a page with a heading of its own.

use leptos::prelude::*;

/// A framed part of a page.
#[component]
pub(crate) fn Panel(
    /// The heading.
    title: &'static str,
    /// What can be done, beside the heading.
    #[prop(optional)]
    action: Option<AnyView>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel">
            <div class="panel-head"><h2>{title}</h2>{action}</div>
            {children()}
        </section>
    }
}
