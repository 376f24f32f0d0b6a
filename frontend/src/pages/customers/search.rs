//! The search field.

use std::time::Duration;

use leptos::html::Input;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::address::Address;
use crate::components::Icon;

/// How long a typist may pause before the search begins.
const PAUSE: Duration = Duration::from_millis(250);

/// A search by name, e-mail or telephone number that goes on while one types. `/` leads to it from anywhere on the page.
#[component]
pub(crate) fn Search(
    /// The list's state.
    address: Memo<Address>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let navigate = use_navigate();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |event| {
        let text = event_target_value(&event);
        let navigate = navigate.clone();
        let go = move || {
            let url = address.with_untracked(|address| address.with("q", text.trim()).url());
            navigate(&url, NavigateOptions { replace: true, scroll: false, ..Default::default() });
        };
        if let Some(before) = waiting.get_value() {
            before.clear();
        }
        waiting.set_value(set_timeout_with_handle(go, PAUSE).ok());
    };
    on_cleanup(move || {
        if let Some(Some(handle)) = waiting.try_get_value() {
            handle.clear();
        }
    });
    focus_on_slash(input);
    let shown = move || {
        let text = address.with(|address| address.get("q").unwrap_or_default().to_owned());
        // While one types the field is ahead of the address, which must not pull it back.
        let ahead = input.get_untracked().is_some_and(|input| is_focused(&input));
        if ahead { input.get_untracked().map(|input| input.value()).unwrap_or(text) } else { text }
    };
    view! {
        <div class="search" role="search">
            <Icon name="search"/>
            <input type="search" class="input" name="q" aria-label="Search customers" autocomplete="off" spellcheck="false"
                placeholder="Search by name, e-mail or phone" node_ref=input prop:value=shown on:input=typed/>
            <kbd class="key" aria-hidden="true">"/"</kbd>
        </div>
    }
}

fn is_focused(input: &web_sys::HtmlInputElement) -> bool {
    document().active_element().is_some_and(|active| active.is_same_node(Some(input)))
}

fn focus_on_slash(input: NodeRef<Input>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() != "/" || event.ctrl_key() || event.meta_key() || is_typing() {
            return;
        }
        if let Some(input) = input.get_untracked() {
            event.prevent_default();
            // A field that is gone has nothing to focus.
            let _ = input.focus();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether keys go into a field just now.
fn is_typing() -> bool {
    let active = document().active_element().and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok());
    active.is_some_and(|active| matches!(active.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
