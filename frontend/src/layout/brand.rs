//! The product's mark and name.

use leptos::prelude::*;

/// The mark beside the name.
#[component]
pub(crate) fn Brand() -> impl IntoView {
    view! {
        <span class="brand">
            <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
                <rect class="brand-tile" width="32" height="32" rx="8"/>
                <path class="brand-fold" d="M7.5 7.5H18l6.5 6.5v10.5h-17z"/>
                <path class="brand-corner" d="M18 7.5V14h6.5z"/>
            </svg>
            <span class="brand-name">"Onefold"</span>
        </span>
    }
}
