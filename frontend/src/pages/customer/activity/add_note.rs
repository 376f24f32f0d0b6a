//! Writing a note.

use leptos::prelude::*;

use crate::api::graph::{AddNote as Operation, add_note};
use crate::api::{Api, outcome};
use crate::components::{FormArea, FormButton};
use crate::pages::customer::tab::Changed;
use crate::state::{Form, Toasts};

/// A button with the form of a new note.
#[component]
pub(crate) fn AddNote(
    /// About whom.
    id: String,
    /// To be called when it was added.
    changed: Changed,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let text = form.text("text").unwrap_or_default();
        let input = add_note::AddNoteInput { customer_id: id.clone(), text, pipeline_id: None, source_record_id: None };
        let work = async move {
            let made = api.run::<Operation>(add_note::Variables { input }).await?.add_note;
            Ok(outcome(made.note, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Note added");
        });
    };
    let blank = || Form::new([("text", None)]);
    let fields = |form| view! { <FormArea form name="text" label="Note" required=true/> }.into_any();
    view! { <FormButton label="Add note" action="Add note" small=true form=blank send fields/> }
}
