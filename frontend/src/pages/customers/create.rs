//! Entering a customer by hand.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::api::graph::{CreateCustomer, create_customer};
use crate::api::{Api, outcome};
use crate::components::{FormDialog, FormField, FormSelect, Icon};
use crate::state::{Form, Toasts};

/// A button that opens the form of a new customer.
#[component]
pub(crate) fn CreateCustomerButton() -> impl IntoView {
    let open = RwSignal::new(false);
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let navigate = StoredValue::new_local(use_navigate());
    let send = move |form: Form| {
        let input = form.changes();
        let work = async move {
            let made = api.run::<CreateCustomer>(create_customer::Variables { input }).await?.create_customer;
            Ok(outcome(made.customer, made.problems))
        };
        form.send(work, move |customer| {
            toasts.say("Customer created");
            navigate.with_value(|navigate| navigate(&format!("/customers/{}", customer.id), Default::default()));
        });
    };
    view! {
        <button type="button" class="button button-primary" on:click=move |_| open.set(true)>
            <Icon name="plus"/><span>"New customer"</span>
        </button>
        <FormDialog open title="New customer" action="Create customer" form=blank send fields/>
    }
}

fn blank() -> Form {
    let names = [
        "kind",
        "firstName",
        "lastName",
        "companyName",
        "email",
        "phone",
        "address.city",
        "address.country",
        "language",
    ];
    Form::new(names.map(|name| (name, None)))
}

fn fields(form: Form) -> AnyView {
    let kinds = vec![("".to_owned(), "Person".to_owned()), ("COMPANY".to_owned(), "Company".to_owned())];
    view! {
        <FormSelect form name="kind" label="Kind" choices=kinds/>
        <FormField form name="companyName" label="Company"/>
        <FormField form name="firstName" label="First name" autofocus=true/>
        <FormField form name="lastName" label="Last name"/>
        <FormField form name="email" label="E-mail address" kind="email"/>
        <FormField form name="phone" label="Phone" kind="tel"/>
        <FormField form name="address.city" label="City"/>
        <FormField form name="address.country" label="Country code"/>
        <FormField form name="language" label="Language code"/>
    }
    .into_any()
}
