//! The shape of what will be here.

use leptos::prelude::*;

/// Grey lines of changing length; a screen reader hears that it is loading.
#[component]
pub(crate) fn Skeleton(
    /// How many lines.
    #[prop(default = 6)]
    lines: usize,
) -> impl IntoView {
    let line = |at: usize| view! { <div class=format!("skeleton-line skeleton-{}", at % 4)></div> };
    view! {
        <div class="skeleton" role="status">
            <span class="unseen">"Loading"</span>
            {(0..lines).map(line).collect_view()}
        </div>
    }
}
