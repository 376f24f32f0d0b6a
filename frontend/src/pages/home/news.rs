//! What staff were told last.

use leptos::prelude::*;

use super::all;
use crate::api::graph::{Notifications, notifications};
use crate::api::query;
use crate::components::{EmptyState, Load, Panel};
use crate::pages::notifications::notice;

/// How many are shown.
const SHOWN: i64 = 5;

/// The newest notifications.
#[component]
pub(crate) fn News() -> impl IntoView {
    let fetch = query::<Notifications>(|| notifications::Variables { first: Some(SHOWN), after: None });
    view! {
        <Panel title="Notifications" action=all("/notifications", "notifications")>
            <Load fetch lines=5 let:answer>
                {
                    let rows = answer.notifications.nodes;
                    if rows.is_empty() {
                        view! { <EmptyState icon="bell" title="No notifications" text="Imports and what goes wrong with them are told here."/> }.into_any()
                    } else {
                        view! { <ul class="feed">{rows.into_iter().map(|row| view! { <li>{notice(row)}</li> }).collect_view()}</ul> }.into_any()
                    }
                }
            </Load>
        </Panel>
    }
}
