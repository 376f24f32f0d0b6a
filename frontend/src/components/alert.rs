//! Something that went wrong, told at once.

use leptos::prelude::*;

use super::Icon;

/// A message that a screen reader interrupts for; nothing while there is none.
#[component]
pub(crate) fn Alert(
    /// The message.
    #[prop(into)]
    message: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        message
            .get()
            .map(|message| view! { <p class="alert" role="alert"><Icon name="alert"/><span>{message}</span></p> })
    }
}
