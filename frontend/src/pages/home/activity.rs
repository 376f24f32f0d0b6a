//! What happened last.

use leptos::prelude::*;

use super::all;
use crate::api::graph::home_activity::ActiveCustomer;
use crate::api::graph::{HomeActivity, home_activity};
use crate::api::query;
use crate::components::{Avatar, EmptyState, Load, Moment, OriginBadge, Panel};

/// How many customers are shown.
const SHOWN: i64 = 8;

/// The customers of whom something was heard last, and what.
#[component]
pub(crate) fn Activity() -> impl IntoView {
    let fetch = query::<HomeActivity>(|| home_activity::Variables { first: SHOWN });
    let action = all("/customers?sort=last-activity-at&dir=desc", "customers by their last activity");
    view! {
        <Panel title="Latest activity" action>
            <Load fetch lines=8 let:answer>
                {
                    let rows: Vec<_> = answer.customers.nodes.into_iter().filter_map(row).collect();
                    if rows.is_empty() {
                        view! { <EmptyState icon="clock" title="Nothing has happened yet"/> }.into_any()
                    } else {
                        view! { <ul class="feed">{rows}</ul> }.into_any()
                    }
                }
            </Load>
        </Panel>
    }
}

/// A customer with the newest entry of its timeline; nothing while there is none.
fn row(customer: ActiveCustomer) -> Option<impl IntoView> {
    let entry = customer.timeline.nodes.into_iter().next()?;
    Some(view! {
        <li class="entry">
            <Avatar name=customer.display_name.clone() small=true/>
            <div class="entry-words">
                <div class="entry-head">
                    <a class="entry-title" href=format!("/customers/{}/timeline", customer.id)>{customer.display_name}</a>
                    <Moment at=entry.occurred_at/>
                </div>
                <p>{entry.title}</p>
                <div class="entry-foot"><OriginBadge said_by=entry.source.map(Into::into)/></div>
            </div>
        </li>
    })
}
