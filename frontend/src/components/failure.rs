//! An answer that did not come.

use leptos::prelude::*;

use super::Icon;
use crate::api::ApiError;

/// Says what went wrong and lets the reader try again.
#[component]
pub(crate) fn Failure(
    /// What went wrong.
    error: ApiError,
    /// Tries again.
    again: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="empty" role="alert">
            <span class="empty-icon empty-bad"><Icon name="alert"/></span>
            <p class="empty-title">"This could not be loaded"</p>
            <p class="empty-text">{error.to_string()}</p>
            <button type="button" class="button" on:click=move |_| again()>"Try again"</button>
        </div>
    }
}
