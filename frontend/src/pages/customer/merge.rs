//! Merging another customer into this one.

use leptos::prelude::*;

use crate::api::graph::customers::CustomerRow;
use crate::api::graph::{Customers, MergeCustomers, customers, merge_customers};
use crate::api::{Api, outcome, query};
use crate::components::{Avatar, Field, FormButton, Load};
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// How many customers the search shows.
const SHOWN: i64 = 8;

/// A button with a search for the other customer.
#[component]
pub(crate) fn MergeButton(
    /// The customer that stays.
    id: String,
    /// Its name.
    name: String,
    /// To be called when they were merged.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let survivor = id.clone();
    let send = move |form: Form, open: RwSignal<bool>| {
        let variables = merge_customers::Variables {
            survivor_id: survivor.clone(),
            merged_id: form.text("mergedId").unwrap_or_default(),
        };
        let work = async move {
            let made = api.run::<MergeCustomers>(variables).await?.merge_customers;
            Ok(outcome(made.merge, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Customers merged. It can be undone in Sources.");
        });
    };
    let fields = move |form| view! { <Choice form survivor=id.clone() name=name.clone()/> }.into_any();
    view! {
        <FormButton label="Merge" icon="merge" action="Merge into this customer" form=|| Form::new([("mergedId", None)]) send fields/>
    }
}

/// The search, and the choice among what it found.
#[component]
fn Choice(
    /// The form that takes the choice.
    form: Form,
    /// The customer that stays, which is no choice.
    survivor: String,
    /// Its name.
    name: String,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let fetch = query::<Customers>(move || found(typed.get()));
    view! {
        <div class="field-wide">
            <Field label=format!("Which customer is {name}, too?") name="merge-search" kind="search" value=typed autofocus=true/>
            <Load fetch lines=3 let:answer>
                <div class="results" role="group" aria-label="Customers found">
                    {
                        let others = answer.customers.nodes.into_iter().filter(|other| other.id != survivor);
                        others.map(|other| result(form, other)).collect_view()
                    }
                </div>
            </Load>
        </div>
    }
}

fn found(search: String) -> customers::Variables {
    let filter = customers::CustomerFilterInput {
        search: Some(search).filter(|text| !text.trim().is_empty()),
        kind: None,
        email: None,
        phone: None,
        country: None,
        vendor: None,
        segment: None,
        health_from: None,
        health_to: None,
        created: None,
    };
    customers::Variables {
        filter: Some(filter),
        order_by: None,
        first: Some(SHOWN),
        after: None,
        last: None,
        before: None,
    }
}

fn result(form: Form, customer: CustomerRow) -> impl IntoView {
    let chosen = form.field("mergedId");
    let (mine, set) = (customer.id.clone(), customer.id);
    view! {
        <button type="button" class="result" aria-pressed=move || (chosen.get() == mine).to_string() on:click=move |_| chosen.set(set.clone())>
            <Avatar name=customer.display_name.clone() small=true/>
            <span class="who-words"><span>{customer.display_name}</span><span class="who-more">{customer.email.or(customer.phone)}</span></span>
        </button>
    }
}
