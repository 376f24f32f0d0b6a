//! Going on in a list by cursor.

use leptos::prelude::*;

use super::Icon;

/// Links to the pages before and behind.
#[component]
pub(crate) fn Pager(
    /// Address of the page before; nothing on the first.
    #[prop(into)]
    previous: Signal<Option<String>>,
    /// Address of the next page; nothing on the last.
    #[prop(into)]
    next: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label="Pages">
            {move || step(previous.get(), "Previous", "left")}
            {move || step(next.get(), "Next", "right")}
        </nav>
    }
}

fn step(address: Option<String>, label: &'static str, icon: &'static str) -> AnyView {
    match address {
        Some(address) => view! { <a class="button" href=address><Icon name=icon/><span>{label}</span></a> }.into_any(),
        None => view! { <span class="button button-off"><Icon name=icon/><span>{label}</span></span> }.into_any(),
    }
}
