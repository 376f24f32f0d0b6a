//! Agreeing on an appointment.

use leptos::prelude::*;

use crate::api::graph::{CreateEvent, create_event};
use crate::api::{Api, outcome};
use crate::components::{FormArea, FormButton, FormField};
use crate::format::instant_of_input;
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// A button with the form of a new appointment.
#[component]
pub(crate) fn AddEvent(
    /// With whom.
    id: String,
    /// To be called when it was added.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = create_event::CreateEventInput {
            customer_id: id.clone(),
            name: form.text("name").unwrap_or_default(),
            description: form.text("description"),
            location: form.text("location"),
            starts_at: instant_of_input(&form.text("startsAt").unwrap_or_default()),
            ends_at: instant_of_input(&form.text("endsAt").unwrap_or_default()),
            attendees: Vec::new(),
            attendee_users: Vec::new(),
            source_record_id: None,
        };
        let work = async move {
            let made = api.run::<CreateEvent>(create_event::Variables { input }).await?.create_event;
            Ok(outcome(made.event, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Appointment added");
        });
    };
    let blank = || Form::new(["name", "location", "startsAt", "endsAt", "description"].map(|name| (name, None)));
    view! { <FormButton label="Add appointment" action="Add appointment" small=true form=blank send fields/> }
}

fn fields(form: Form) -> AnyView {
    view! {
        <FormField form name="name" label="What" required=true autofocus=true/>
        <FormField form name="location" label="Where"/>
        <FormField form name="startsAt" label="Begins" kind="datetime-local" required=true/>
        <FormField form name="endsAt" label="Ends" kind="datetime-local" required=true/>
        <FormArea form name="description" label="Description"/>
    }
    .into_any()
}
