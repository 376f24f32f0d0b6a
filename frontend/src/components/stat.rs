//! A key figure.

use leptos::prelude::*;

/// A figure with its name, and a line below that puts it in proportion.
#[component]
pub(crate) fn Stat(
    /// What it counts.
    #[prop(into)]
    name: String,
    /// The figure.
    value: AnyView,
    /// The line below.
    #[prop(optional, into)]
    note: String,
) -> impl IntoView {
    view! {
        <div class="stat">
            <dt class="stat-name">{name}</dt>
            <dd class="stat-value">{value}</dd>
            <dd class="stat-note">{note}</dd>
        </div>
    }
}
