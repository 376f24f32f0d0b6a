//! The product's mark and name.

use leptos::prelude::*;

/// The mark beside the name.
#[component]
pub(crate) fn Brand() -> impl IntoView {
    view! {
        <span class="brand">
            <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
                <rect class="brand-tile" width="32" height="32" rx="8"/>
                <path class="brand-fold" d="M8 9h10.5L24 14.5V23H8z"/>
                <path class="brand-corner" d="M18.5 9v5.5H24z"/>
            </svg>
            <span class="brand-name">"Onefold"</span>
        </span>
    }
}
