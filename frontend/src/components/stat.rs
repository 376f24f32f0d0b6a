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
    /// Address of a page about it; all of the figure leads there.
    #[prop(optional, into)]
    to: String,
) -> impl IntoView {
    let leads = !to.is_empty();
    let name = if leads { view! { <a class="stat-link" href=to>{name}</a> }.into_any() } else { name.into_any() };
    view! {
        <div class="stat" class:stat-leads=leads>
            <dt class="stat-name">{name}</dt>
            <dd class="stat-value">{value}</dd>
            {(!note.is_empty()).then(|| view! { <dd class="stat-note">{note}</dd> })}
        </div>
    }
}
