//! Who answers: Onefold itself, or the real vendor.

use leptos::prelude::*;

use crate::api::graph::connections::ConnectionRow;
use crate::api::graph::{ConnectionMode, UpdateConnection, update_connection};
use crate::api::{Api, Changes, Word, outcome};
use crate::components::ActionButton;

/// A button that turns a connection from one mode to the other, after it has asked.
#[component]
pub(super) fn SwitchMode(
    /// The connection.
    connection: ConnectionRow,
    /// To be called when it was turned.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let (to, label, question, done) = match connection.mode {
        ConnectionMode::Mirror => (
            ConnectionMode::Proxy,
            "Forward to the vendor",
            "From now on the real vendor answers its clients, and hears of changes made here. It needs a base URL, and credentials where the vendor asks for some.",
            "The real vendor answers now",
        ),
        ConnectionMode::Proxy => (
            ConnectionMode::Mirror,
            "Answer from Onefold",
            "From now on Onefold answers this vendor's clients itself. Nothing is forwarded any more; what waits in the outbox waits on.",
            "Onefold answers now",
        ),
    };
    let id = connection.id;
    let work = move || {
        let id = id.clone();
        async move {
            let mut input = Changes::default();
            input.set("mode", to.code());
            let made = api.run::<UpdateConnection>(update_connection::Variables { input, id }).await?.update_connection;
            Ok(outcome(made.connection, made.problems).map(drop))
        }
    };
    view! { <ActionButton label question work done changed/> }
}
