//! An address without a page.

use leptos::prelude::*;

use crate::components::EmptyState;
use crate::state::set_title;

/// Says that there is no such page and leads back.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    set_title("Page not found".to_owned());
    view! {
        <main class="lonely">
            <EmptyState icon="search" alone=true title="There is no such page" text="The address may be mistyped, or the page is gone.">
                <a class="button" href="/">"To the start"</a>
            </EmptyState>
        </main>
    }
}
