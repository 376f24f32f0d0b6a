//! A dialog with a form in it.

use leptos::prelude::*;

use super::{Alert, Dialog};
use crate::state::Form;

/// A dialog whose content is a form, with a button to send it.
#[component]
pub(crate) fn FormDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is for.
    #[prop(into)]
    title: String,
    /// The words on the button.
    action: &'static str,
    /// Makes the form anew each time the dialog opens.
    form: impl Fn() -> Form + Send + Sync + 'static,
    /// Sends the form.
    send: impl Fn(Form) + Copy + Send + Sync + 'static,
    /// The form's fields.
    fields: impl Fn(Form) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let content = move || {
        let form = form();
        view! {
            <form class="form" method="dialog" novalidate on:submit=move |event| {
                event.prevent_default();
                send(form);
            }>
                <Alert message=Signal::derive(move || form.failure())/>
                <div class="form-fields">{fields(form)}</div>
                <div class="form-foot">
                    <button type="button" class="button" on:click=move |_| open.set(false)>"Cancel"</button>
                    <button type="submit" class="button button-primary" aria-disabled=move || form.is_busy().to_string()>{action}</button>
                </div>
            </form>
        }
    };
    view! { <Dialog open title>{content()}</Dialog> }
}
