//! A modal dialog: the browser's own, which traps the focus and closes on Escape. The focus goes back to where it came from, however the
//! dialog is closed.

use leptos::html;
use leptos::prelude::*;

use super::Icon;
use crate::state::{focused, give_back};

/// Shows its content over the page while `open`. The content is made anew each time.
#[component]
pub(crate) fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is for.
    #[prop(into)]
    title: String,
    /// Its content.
    children: ChildrenFn,
) -> impl IntoView {
    let title = StoredValue::new(title);
    let children = StoredValue::new(children);
    view! {
        <Show when=move || open.get()>
            <Opened open title=title.get_value()>{children.with_value(|children| children())}</Opened>
        </Show>
    }
}

/// An open dialog.
#[component]
fn Opened(
    /// Becomes false when the reader closes it.
    open: RwSignal<bool>,
    /// What it is for.
    title: String,
    /// Its content.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let before = StoredValue::new_local(focused());
    on_cleanup(move || give_back(before.try_get_value().flatten()));
    Effect::new(move || {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // It can only fail for a dialog outside the document, which nobody sees.
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let label = title.clone();
    view! {
        <dialog class="dialog" node_ref=dialog aria-label=label on:close=move |_| open.set(false)>
            <div class="dialog-head">
                <h2>{title}</h2>
                <button type="button" class="icon-button" aria-label="Close" on:click=close><Icon name="close"/></button>
            </div>
            {children()}
        </dialog>
    }
}
