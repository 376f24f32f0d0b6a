//! Correcting a balance.

use leptos::prelude::*;

use super::Sort;
use crate::api::graph::{AdjustBalance, adjust_balance};
use crate::api::scalar::Decimal;
use crate::api::{Api, outcome};
use crate::components::{FormButton, FormField};
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// A button with a form to add to a balance or to take from it.
#[component]
pub(crate) fn Correct(
    /// Which balance.
    sort: Sort,
    /// To be called when it was corrected.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = adjust_balance::AdjustBalanceInput {
            customer_id: sort.customer.clone(),
            unit: sort.unit,
            type_id: sort.type_id.clone(),
            currency: sort.currency.clone(),
            amount: Decimal(form.text("amount").unwrap_or_default()),
            reason: form.text("reason").unwrap_or_default(),
            source_record_id: None,
        };
        let work = async move {
            let made = api.run::<AdjustBalance>(adjust_balance::Variables { input }).await?.adjust_balance;
            Ok(outcome(made.customer, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Balance corrected");
        });
    };
    let blank = || Form::new([("amount", None), ("reason", None)]);
    view! { <FormButton label="Correct balance" icon="edit" action="Correct balance" small=true form=blank send fields/> }
}

fn fields(form: Form) -> AnyView {
    view! {
        <FormField form name="amount" label="What to add; negative to take" required=true autofocus=true/>
        <FormField form name="reason" label="Why" required=true/>
    }
    .into_any()
}
