//! What colleagues wrote, planned and agreed about the customer.

mod add_note;
mod add_task;
mod events;
mod notes;
mod tasks;

use leptos::prelude::*;

use self::events::Events;
use self::notes::Notes;
use self::tasks::Tasks;
use super::tab::Changed;

/// Notes, tasks and events.
#[component]
pub(crate) fn Activity(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    view! {
        <div class="columns">
            <Notes id=id.clone() changed/>
            <div class="stack"><Tasks id=id.clone() changed/><Events id/></div>
        </div>
    }
}
