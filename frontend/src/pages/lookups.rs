//! The lists that the brand's connections define.

use leptos::prelude::*;

use crate::components::PageHead;

/// The look-up lists.
#[component]
pub(crate) fn Lookups() -> impl IntoView {
    view! { <PageHead title="Look-ups"/> }
}
