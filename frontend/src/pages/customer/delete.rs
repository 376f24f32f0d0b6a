//! Taking a customer out of the fold.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::api::graph::{DeleteCustomer, delete_customer};
use crate::api::{Api, outcome};
use crate::components::ActionButton;

/// A button that deletes the customer, after it has asked.
#[component]
pub(crate) fn DeleteButton(
    /// Which customer.
    id: String,
) -> impl IntoView {
    let api = Api::of_app();
    let navigate = StoredValue::new_local(use_navigate());
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<DeleteCustomer>(delete_customer::Variables { id }).await?.delete_customer;
            Ok(outcome(made.deleted_id, made.problems).map(drop))
        }
    };
    let gone = Callback::new(move |()| navigate.with_value(|navigate| navigate("/customers", Default::default())));
    view! {
        <ActionButton label="Delete customer" icon="trash" question="The customer leaves every list. The connected systems keep what they know."
            work done="Customer deleted" changed=gone/>
    }
}
