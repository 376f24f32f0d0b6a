//! What vendors said that did not fit.

use leptos::prelude::*;

use crate::components::PageHead;

/// The quarantine.
#[component]
pub(crate) fn Quarantine() -> impl IntoView {
    view! { <PageHead title="Quarantine"/> }
}
