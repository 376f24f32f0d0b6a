//! Connecting another system.

use leptos::prelude::*;

use super::edit::modes;
use crate::api::graph::{CreateConnection as Operation, Vendor, create_connection};
use crate::api::{Api, Word, outcome};
use crate::components::{FormButton, FormField, FormSelect};
use crate::state::{Form, Toasts};

/// A button with the form of a new connection.
#[component]
pub(crate) fn CreateConnection(
    /// To be called when it was made.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let mut input = form.changes();
        // What the lists show first was chosen, too.
        for field in ["vendor", "mode"] {
            input.set(field, &form.text(field).unwrap_or_default());
        }
        input.put("name", form.text("name").unwrap_or_default().into());
        let work = async move {
            let made = api.run::<Operation>(create_connection::Variables { input }).await?.create_connection;
            Ok(outcome(made.connection, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Connection added");
        });
    };
    view! { <FormButton label="New connection" action="Add connection" primary=true form=blank send fields/> }
}

fn blank() -> Form {
    let first = vendors().into_iter().next().map(|(code, _)| code);
    let mode = modes().into_iter().next().map(|(code, _)| code);
    Form::new([("vendor", first), ("name", None), ("mode", mode), ("baseUrl", None), ("timeZone", None)])
}

fn fields(form: Form) -> AnyView {
    view! {
        <FormSelect form name="vendor" label="System" choices=vendors()/>
        <FormField form name="name" label="Name" required=true autofocus=true/>
        <FormSelect form name="mode" label="Mode" choices=modes()/>
        <FormField form name="baseUrl" label="Base URL" kind="url"/>
        <FormField form name="timeZone" label="Time zone, the brand's unless given"/>
    }
    .into_any()
}

/// Every system but Onefold itself, to which each brand has its one connection.
fn vendors() -> Vec<(String, String)> {
    let others = Vendor::ALL.iter().filter(|vendor| **vendor != Vendor::Onefold);
    others.map(|vendor| (vendor.code().to_owned(), vendor.label())).collect()
}
