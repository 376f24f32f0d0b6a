//! An answer that did not come.

use leptos::prelude::*;

use super::{Heading, Icon};
use crate::api::ApiError;

/// Says what went wrong and lets the reader try again.
#[component]
pub(crate) fn Failure(
    /// What went wrong.
    error: ApiError,
    /// Whether it is all there is on the page, so that it is the page's heading.
    #[prop(optional)]
    alone: bool,
    /// Tries again.
    again: impl Fn() + 'static,
) -> impl IntoView {
    let title = "This could not be loaded";
    let title = if alone {
        view! { <Heading text=title/> }.into_any()
    } else {
        view! { <p class="empty-title">{title}</p> }.into_any()
    };
    view! {
        <div class="empty" role="alert">
            <span class="empty-icon empty-bad"><Icon name="alert"/></span>
            {title}
            <p class="empty-text">{error.to_string()}</p>
            <button type="button" class="button" on:click=move |_| again()>"Try again"</button>
        </div>
    }
}
