//! How well the customer is doing, and what that is made of.

mod scores;
mod signals;

use leptos::prelude::*;

use self::scores::Scores;
use self::signals::{Attributes, Metrics};
use super::tab::Changed;

/// Scores, attributes and metrics.
#[component]
pub(crate) fn HealthTab(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    view! {
        <div class="stack">
            <Scores id=id.clone()/>
            <div class="columns columns-even"><Attributes id=id.clone()/><Metrics id/></div>
        </div>
    }
}
