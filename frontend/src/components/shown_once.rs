//! A secret that is shown once.

use leptos::html::Input;
use leptos::prelude::*;

use super::Dialog;

/// Opens with a secret, and forgets it when its reader is done.
#[component]
pub(crate) fn ShownOnce(
    /// The secret; empty while there is none to show.
    secret: RwSignal<String>,
    /// What it is.
    title: &'static str,
    /// What to do with it.
    text: &'static str,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(!secret.with(String::is_empty)));
    Effect::new(move || {
        if !open.get() && !secret.with_untracked(String::is_empty) {
            secret.update(String::clear);
        }
    });
    let content = move || {
        let input = NodeRef::<Input>::new();
        let select = move |_| {
            if let Some(input) = input.get_untracked() {
                input.select();
            }
        };
        view! {
            <p class="dialog-text">{text}</p>
            <input class="input mono" readonly=true aria-label=title node_ref=input autofocus=true prop:value=secret.get_untracked() on:focus=select/>
            <div class="form-foot">
                <button type="button" class="button button-primary" on:click=move |_| open.set(false)>"Done"</button>
            </div>
        }
    };
    view! { <Dialog open title>{content()}</Dialog> }
}
