//! What the vendor wants to see. It goes in and never comes out.

use leptos::prelude::*;

use crate::api::graph::connections::ConnectionRow;
use crate::api::graph::{SetConnectionCredentials, set_connection_credentials};
use crate::api::{Api, outcome};
use crate::components::{FormButton, FormField};
use crate::format::sentence;
use crate::state::{Form, Toasts};

/// A button with the form of a connection's credentials, which replace those before.
#[component]
pub(crate) fn Credentials(
    /// The connection.
    connection: ConnectionRow,
    /// To be called when they were set.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let names: Vec<String> = connection.credential_definitions.iter().map(|asked| asked.name.clone()).collect();
    let (sent, id) = (names.clone(), connection.id.clone());
    let send = move |form: Form, open: RwSignal<bool>| {
        let given = sent.iter().filter_map(|name| {
            let value = form.text(&field(name))?;
            Some(set_connection_credentials::CredentialInput { name: name.clone(), value })
        });
        let variables = set_connection_credentials::Variables { id: id.clone(), credentials: given.collect() };
        let work = async move {
            let made = api.run::<SetConnectionCredentials>(variables).await?.set_connection_credentials;
            Ok(outcome(made.connection, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Credentials set");
        });
    };
    let blank = move || Form::new(names.iter().map(|name| (field(name), None)));
    let fields = move |form| fields(form, &connection);
    view! { <FormButton label="Credentials" icon="key" action="Replace credentials" small=true form=blank send fields/> }
}

fn field(credential: &str) -> String {
    format!("credentials.{credential}")
}

fn fields(form: Form, connection: &ConnectionRow) -> AnyView {
    let entry = |name: &str, about: &str| {
        let (name, label, about) = (field(name), sentence(name), about.to_owned());
        view! {
            <div class="setting field-wide"><FormField form name label kind="password"/><p class="setting-about">{about}</p></div>
        }
    };
    let all = connection.credential_definitions.iter().map(|asked| entry(&asked.name, &asked.description));
    view! {
        <p class="dialog-text field-wide">"They are sealed and never shown again. Those that were set before are replaced; with nothing entered they are forgotten."</p>
        {all.collect_view()}
    }
    .into_any()
}
