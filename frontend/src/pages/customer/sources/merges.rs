//! Merges, which can be undone at any age.

use leptos::prelude::*;

use crate::api::graph::customer_merges::MergeRow;
use crate::api::graph::{CustomerMerges, UnmergeCustomers, customer_merges, unmerge_customers};
use crate::api::{Api, outcome, query};
use crate::components::{ActionButton, Badge, EmptyState, Icon, Load, Moment, Panel};
use crate::pages::customer::tab::Changed;

/// The merges that made the customer.
#[component]
pub(crate) fn Merges(
    /// Which customer.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let fetch = query::<CustomerMerges>(move || customer_merges::Variables { id: id.clone() });
    let changed = Callback::new(move |()| {
        fetch.again();
        changed.run(());
    });
    view! {
        <Panel title="Merges">
            <Load fetch lines=2 let:answer>
                {
                    let merges = answer.customer.map(|customer| customer.merges).unwrap_or_default();
                    if merges.is_empty() {
                        view! { <EmptyState icon="merge" title="Nothing was merged into this customer"/> }.into_any()
                    } else {
                        view! { <ul class="feed">{merges.into_iter().map(|row| merge(row, changed)).collect_view()}</ul> }.into_any()
                    }
                }
            </Load>
        </Panel>
    }
}

fn merge(row: MergeRow, changed: Changed) -> impl IntoView {
    let id = row.id;
    let undone = row.undone_at.is_some();
    let name = row.merged.filter(|_| undone).map(|merged| merged.display_name);
    view! {
        <li class="entry">
            <span class="entry-icon"><Icon name="merge"/></span>
            <div class="entry-words">
                <span class="entry-title">{name.unwrap_or_else(|| "Another customer".to_owned())} " was merged in"</span>
                <div class="entry-foot">
                    <Moment at=row.merged_at full=true/><span>{row.actor}</span>
                    {undone.then(|| view! { <Badge text="Undone"/> <Moment at=row.undone_at/> <span>{row.undone_by}</span> })}
                </div>
            </div>
            {(!undone).then(|| undo(id, changed))}
        </li>
    }
}

fn undo(id: String, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let merge_id = id.clone();
        async move {
            let made = api.run::<UnmergeCustomers>(unmerge_customers::Variables { merge_id }).await?.unmerge_customers;
            Ok(outcome(made.merge, made.problems).map(drop))
        }
    };
    view! {
        <ActionButton label="Undo merge" question="The records that the merge moved go back to the other customer." work done="Merge undone" changed/>
    }
}
