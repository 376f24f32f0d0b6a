//! A button with a form behind it.

use leptos::prelude::*;

use super::{FormDialog, Icon};
use crate::state::Form;

/// A button that opens a form in a dialog. The form closes itself by setting the signal that `send` is given.
#[component]
pub(crate) fn FormButton(
    /// The words on the button, which are the dialog's title too.
    label: &'static str,
    /// The sign on the button.
    #[prop(default = "plus")]
    icon: &'static str,
    /// The words on the button that sends the form.
    #[prop(default = "Save")]
    action: &'static str,
    /// Whether the button is one of several in a panel.
    #[prop(optional)]
    small: bool,
    /// Whether it is what one comes to the page for.
    #[prop(optional)]
    primary: bool,
    /// Makes the form anew each time the dialog opens.
    form: impl Fn() -> Form + Send + Sync + 'static,
    /// Sends the form.
    send: impl Fn(Form, RwSignal<bool>) + Send + Sync + 'static,
    /// The form's fields.
    fields: impl Fn(Form) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let send = StoredValue::new(send);
    let send = move |form| send.with_value(|send| send(form, open));
    let class = match (small, primary) {
        (true, _) => "button button-small",
        (false, true) => "button button-primary",
        (false, false) => "button",
    };
    view! {
        <button type="button" class=class on:click=move |_| open.set(true)><Icon name=icon/><span>{label}</span></button>
        <FormDialog open title=label action form send fields/>
    }
}
