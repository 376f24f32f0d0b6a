//! Details that open on demand.

use leptos::prelude::*;

/// A line that opens to show more; what is inside is made when it is opened first.
#[component]
pub(crate) fn Expander(
    /// The line.
    #[prop(into)]
    label: String,
    /// What is inside.
    children: ChildrenFn,
) -> impl IntoView {
    let opened = RwSignal::new(false);
    let children = StoredValue::new(children);
    view! {
        <details class="expander" on:toggle=move |_| opened.set(true)>
            <summary>{label}</summary>
            <Show when=move || opened.get()>{children.with_value(|children| children())}</Show>
        </details>
    }
}
