//! The messages in the corner.

use leptos::prelude::*;

use super::Icon;
use crate::state::{Toast, Toasts};

/// Where messages appear; a screen reader tells them when it has a moment.
#[component]
pub(crate) fn ToastList() -> impl IntoView {
    let toasts = Toasts::of_app();
    let toast = move |Toast { id, message, failed }: Toast| {
        let (class, icon) = if failed { ("toast toast-bad", "alert") } else { ("toast", "check") };
        view! {
            <div class=class>
                <Icon name=icon/><span>{message}</span>
                <button type="button" class="icon-button" aria-label="Dismiss" on:click=move |_| toasts.dismiss(id)>
                    <Icon name="close"/>
                </button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.shown() key=|toast| toast.id children=toast/>
        </div>
    }
}
