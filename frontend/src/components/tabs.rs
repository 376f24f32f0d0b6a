//! The parts of a page, one at a time, each with an address.

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tab {
    /// Its last part of the address.
    pub(crate) slug: &'static str,
    /// Its name.
    pub(crate) label: &'static str,
    /// Its address.
    pub(crate) address: String,
}

/// A row of tabs. The arrow keys, Home and End step through it; only the open tab is a stop of the Tab key.
#[component]
pub(crate) fn Tabs(
    /// What the tabs are parts of.
    label: &'static str,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The slug of the open one.
    #[prop(into)]
    open: Signal<String>,
) -> impl IntoView {
    let row = NodeRef::<html::Div>::new();
    let navigate = use_navigate();
    let addresses: Vec<String> = tabs.iter().map(|tab| tab.address.clone()).collect();
    let slugs: Vec<&str> = tabs.iter().map(|tab| tab.slug).collect();
    let step = move |event: web_sys::KeyboardEvent| {
        let at = slugs.iter().position(|slug| *slug == open.get_untracked()).unwrap_or_default();
        let Some(next) = neighbour(&event.key(), at, addresses.len()) else { return };
        event.prevent_default();
        focus(row, next);
        if let Some(address) = addresses.get(next) {
            navigate(address, NavigateOptions { scroll: false, ..Default::default() });
        }
    };
    let all: Vec<&str> = tabs.iter().map(|tab| tab.slug).collect();
    Effect::new(move || {
        let at = all.iter().position(|slug| *slug == open.get()).unwrap_or_default();
        show(row, at);
    });
    let tab = move |tab: Tab| {
        let slug = tab.slug;
        let is_open = move || open.get() == slug;
        view! {
            <a class="tab" role="tab" id=format!("tab-{slug}") href=tab.address aria-controls="tab-panel"
                aria-selected=move || is_open().to_string() tabindex=move || if is_open() { "0" } else { "-1" }>{tab.label}</a>
        }
    };
    view! { <div class="tabs" role="tablist" aria-label=label node_ref=row on:keydown=step>{tabs.into_iter().map(tab).collect_view()}</div> }
}

/// The tab that a key leads to from tab `at` of `count`.
fn neighbour(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" => Some((at + 1) % count),
        "ArrowLeft" => Some((at + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

fn focus(row: NodeRef<html::Div>, at: usize) {
    if let Some(tab) = row.get_untracked().and_then(|row| nth(&row, at)) {
        // A tab that is gone has nothing to focus.
        let _ = tab.focus();
    }
}

/// Moves a row that is wider than its page so that tab `at` can be seen.
fn show(row: NodeRef<html::Div>, at: usize) {
    if let Some((row, tab)) = row.get().and_then(|row| Some((row.clone(), nth(&row, at)?))) {
        row.set_scroll_left(tab.offset_left() - row.offset_left() - (row.client_width() - tab.offset_width()) / 2);
    }
}

fn nth(row: &web_sys::HtmlDivElement, at: usize) -> Option<web_sys::HtmlElement> {
    row.children().item(u32::try_from(at).ok()?)?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_go_round() {
        assert_eq!(neighbour("ArrowRight", 2, 3), Some(0));
        assert_eq!(neighbour("ArrowLeft", 0, 3), Some(2));
        assert_eq!(neighbour("End", 0, 3), Some(2));
        assert_eq!(neighbour("a", 0, 3), None);
    }
}
