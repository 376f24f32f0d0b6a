//! Adding a channel.

use leptos::prelude::*;

use crate::api::graph::{AddChannel as Operation, ChannelKind, add_channel};
use crate::api::{Api, Word, outcome};
use crate::components::{FormButton, FormField, FormSelect};
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// A button with the form of a new channel.
#[component]
pub(crate) fn AddChannel(
    /// Whose.
    id: String,
    /// To be called when it was added.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = add_channel::AddChannelInput {
            customer_id: id.clone(),
            kind: form.text("kind").and_then(|code| ChannelKind::of_code(&code)).unwrap_or(ChannelKind::Email),
            address: form.text("address").unwrap_or_default(),
            label: form.text("label"),
            source_record_id: None,
        };
        let work = async move {
            let made = api.run::<Operation>(add_channel::Variables { input }).await?.add_channel;
            Ok(outcome(made.channel, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Channel added");
        });
    };
    let blank =
        || Form::new([("kind", Some(ChannelKind::Email.code().to_owned())), ("address", None), ("label", None)]);
    view! { <FormButton label="Add channel" action="Add channel" small=true form=blank send fields/> }
}

fn fields(form: Form) -> AnyView {
    let kinds: Vec<_> = ChannelKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.label())).collect();
    view! {
        <FormSelect form name="kind" label="Kind" choices=kinds/>
        <FormField form name="address" label="Address" required=true autofocus=true/>
        <FormField form name="label" label="Label"/>
    }
    .into_any()
}
