//! Spending points or credits for a customer.

use leptos::prelude::*;

use super::Sort;
use crate::api::graph::{SpendPoints, spend_points};
use crate::api::scalar::Decimal;
use crate::api::{Api, outcome};
use crate::components::{FormButton, FormField};
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// A button with a form to spend.
#[component]
pub(crate) fn Spend(
    /// Of which balance.
    sort: Sort,
    /// To be called when some was spent.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = spend_points::SpendPointsInput {
            customer_id: sort.customer.clone(),
            unit: sort.unit,
            type_id: sort.type_id.clone(),
            currency: sort.currency.clone(),
            amount: Decimal(form.text("amount").unwrap_or_default()),
            note: form.text("note"),
            source_record_id: None,
        };
        let work = async move {
            let made = api.run::<SpendPoints>(spend_points::Variables { input }).await?.spend_points;
            Ok(outcome(made.debits, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Spent");
        });
    };
    let blank = || Form::new([("amount", None), ("note", None)]);
    view! { <FormButton label="Spend" icon="coins" action="Spend" small=true form=blank send fields/> }
}

fn fields(form: Form) -> AnyView {
    view! {
        <FormField form name="amount" label="How much" required=true autofocus=true/>
        <FormField form name="note" label="What for"/>
    }
    .into_any()
}
