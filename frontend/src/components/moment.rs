//! An instant.

use leptos::prelude::*;

use crate::api::scalar::DateTime;
use crate::format::{ago, exact, instant};

/// When something was: how long ago, or exactly; the exact instant is always told on hover.
#[component]
pub(crate) fn Moment(
    /// The instant; a dash when there is none.
    #[prop(into)]
    at: Option<DateTime>,
    /// Told as day and time instead of how long ago.
    #[prop(optional)]
    full: bool,
) -> impl IntoView {
    let Some(at) = at else { return view! { <span class="faint">"\u{2014}"</span> }.into_any() };
    let shown = if full { instant(&at) } else { ago(&at) };
    view! { <time class="moment" datetime=at.0.clone() title=exact(&at)>{shown}</time> }.into_any()
}
