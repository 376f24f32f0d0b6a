//! Changing what Onefold's own record says of a customer.

use leptos::prelude::*;

use crate::api::graph::customer_head::CustomerHeadCustomer as Customer;
use crate::api::graph::{Gender, UpdateCustomer, update_customer};
use crate::api::{Api, Word, outcome};
use crate::components::{FormButton, FormField, FormSelect};
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// A button with the form of the customer. Only what is changed in it is sent: the rest stays with the systems that say it.
#[component]
pub(crate) fn EditCustomer(
    /// The customer as it is.
    customer: Customer,
    /// To be called when it was changed.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let id = customer.id.clone();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = form.changes();
        if input.is_empty() {
            return open.set(false);
        }
        let id = id.clone();
        let work = async move {
            let made = api.run::<UpdateCustomer>(update_customer::Variables { input, id }).await?.update_customer;
            Ok(outcome(made.customer, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Customer changed");
        });
    };
    view! { <FormButton label="Edit" icon="edit" action="Save changes" form=move || filled(&customer) send fields/> }
}

fn filled(customer: &Customer) -> Form {
    let customer = customer.clone();
    Form::new([
        ("firstName", customer.first_name),
        ("lastName", customer.last_name),
        ("companyName", customer.company_name),
        ("birthDate", customer.birth_date.map(|day| day.0)),
        ("email", customer.email),
        ("phone", customer.phone),
        ("gender", customer.gender.map(|gender| gender.code().to_owned())),
        ("language", customer.language),
        ("ownerEmail", customer.owner_email),
    ])
}

fn fields(form: Form) -> AnyView {
    let unknown = (String::new(), "Not known".to_owned());
    let genders: Vec<_> = std::iter::once(unknown)
        .chain(Gender::ALL.iter().map(|gender| (gender.code().to_owned(), gender.label())))
        .collect();
    view! {
        <FormField form name="firstName" label="First name" autofocus=true/>
        <FormField form name="lastName" label="Last name"/>
        <FormField form name="companyName" label="Company"/>
        <FormField form name="birthDate" label="Born" kind="date"/>
        <FormField form name="email" label="E-mail address" kind="email"/>
        <FormField form name="phone" label="Phone" kind="tel"/>
        <FormSelect form name="gender" label="Gender" choices=genders/>
        <FormField form name="language" label="Language code"/>
        <FormField form name="ownerEmail" label="Owner's e-mail" kind="email"/>
    }
    .into_any()
}
