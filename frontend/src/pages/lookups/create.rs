//! Defining an entry of Onefold's own.

use leptos::prelude::*;

use crate::api::graph::{CreateLookup as Operation, LookupKind, create_lookup};
use crate::api::{Api, outcome};
use crate::components::{FormButton, FormField};
use crate::state::{Form, Toasts};

/// A button with the form of a new entry.
#[component]
pub(crate) fn CreateLookup(
    /// Of which list.
    kind: LookupKind,
    /// To be called when it was defined.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = create_lookup::CreateLookupInput {
            kind,
            name: form.text("name").unwrap_or_default(),
            text_id: form.text("textId"),
            vendor_id: form.text("vendorId"),
            connection_name: None,
            data: None,
            state: None,
            vendor: None,
        };
        let work = async move {
            let made = api.run::<Operation>(create_lookup::Variables { input }).await?.create_lookup;
            Ok(outcome(made.lookup, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Entry added");
        });
    };
    let blank = || Form::new([("name", None), ("textId", None), ("vendorId", None)]);
    view! { <FormButton label="Add entry" action="Add entry" small=true form=blank send fields/> }
}

fn fields(form: Form) -> AnyView {
    view! {
        <FormField form name="name" label="Name" required=true autofocus=true/>
        <FormField form name="textId" label="Code"/>
        <FormField form name="vendorId" label="Id, issued unless given"/>
    }
    .into_any()
}
