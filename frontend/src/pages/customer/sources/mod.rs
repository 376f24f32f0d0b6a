//! Which systems speak of the customer, what they said that did not fit, and which merges made it.

mod merges;
mod quarantine;
mod records;

use leptos::prelude::*;

use self::merges::Merges;
use self::quarantine::Quarantined;
use self::records::Records;
use super::tab::Changed;

/// Source records, merges and quarantine.
#[component]
pub(crate) fn Sources(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    view! {
        <div class="stack">
            <Records id=id.clone()/>
            <Merges id=id.clone() changed/>
            <Quarantined id/>
        </div>
    }
}
