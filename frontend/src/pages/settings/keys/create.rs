//! Making a key.

use leptos::prelude::*;

use super::permissions;
use crate::api::graph::{Connections, CreateApiKey, Vendor, connections, create_api_key};
use crate::api::scalar::DateTime;
use crate::api::{Api, Word, outcome, query};
use crate::components::{FormButton, FormChoices, FormField, FormSelect, ShownOnce};
use crate::state::Form;

/// A button with the form of a new key, which is shown once when it was made.
#[component]
pub(crate) fn CreateKey(
    /// To be called when it was made.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let secret = RwSignal::new(String::new());
    let systems = systems();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = create_api_key::CreateApiKeyInput {
            name: form.text("name").unwrap_or_default(),
            permissions: form.chosen("permissions"),
            connection_id: form.text("connectionId"),
            expires_at: form.text("expiresAt").map(|day| DateTime(format!("{day}T00:00:00Z"))),
            brand_ids: None,
        };
        let work = async move {
            let made = api.run::<CreateApiKey>(create_api_key::Variables { input }).await?.create_api_key;
            Ok(outcome(made.secret, made.problems))
        };
        form.send(work, move |made| {
            open.set(false);
            secret.set(made);
            changed.run(());
        });
    };
    let blank = || {
        let reader = Some("CUSTOMER_READ".to_owned());
        Form::new([("name", None), ("permissions", reader), ("connectionId", None), ("expiresAt", None)])
    };
    let fields = move |form| fields(form, systems);
    view! {
        <FormButton label="New key" action="Create key" primary=true form=blank send fields/>
        <ShownOnce secret title="The new key" text="Copy it now: it is not shown again. Whoever has it may do all that it permits."/>
    }
}

fn fields(form: Form, systems: Signal<Vec<(String, String)>>) -> AnyView {
    view! {
        <FormField form name="name" label="Name" required=true autofocus=true/>
        <FormSelect form name="connectionId" label="For" choices=systems/>
        <FormField form name="expiresAt" label="Expires" kind="date"/>
        <FormChoices form name="permissions" label="May" choices=permissions::choices()/>
    }
    .into_any()
}

/// The systems for whose own clients a key may be, and before them GraphQL.
fn systems() -> Signal<Vec<(String, String)>> {
    let fetch = query::<Connections>(|| connections::Variables);
    Signal::derive(move || {
        let found = fetch.get().and_then(Result::ok).map(|answer| answer.connections).unwrap_or_default();
        let vendors = found.into_iter().filter(|connection| connection.vendor != Vendor::Onefold);
        let named = vendors.map(|it| (it.id, format!("{} \u{b7} {}", it.vendor.label(), it.name)));
        std::iter::once((String::new(), "GraphQL".to_owned())).chain(named).collect()
    })
}
