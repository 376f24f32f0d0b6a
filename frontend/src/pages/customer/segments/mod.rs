//! Where the customer belongs: segments, status, and what is recommended to it.

mod memberships;
mod recommendations;
mod status;

use leptos::prelude::*;

use self::memberships::Memberships;
use self::recommendations::Recommendations;
use self::status::StatusRecords;
use super::tab::Changed;

/// Segments, status and recommendations.
#[component]
pub(crate) fn Segments(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    view! {
        <div class="stack">
            <div class="columns columns-even"><Memberships id=id.clone()/><StatusRecords id=id.clone()/></div>
            <Recommendations id/>
        </div>
    }
}
