//! Where the keyboard is: it follows every step, and is never lost with what it was on.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// Where a page's heading is found.
const HEADING: &str = "main h1";

/// Whether a page was stepped to whose heading is not there yet; all copies are one.
#[derive(Clone, Copy)]
pub(crate) struct Arrival(StoredValue<bool>);

impl Arrival {
    /// Nobody has stepped anywhere.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(false))
    }

    /// The one that the frame provides; outside of it nobody arrives.
    pub(crate) fn of_app() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// Takes the keyboard to the heading of the page that was stepped to: now, or as soon as it has come. Until then it is on `main`.
    pub(crate) fn arrive(self, main: Option<HtmlElement>) {
        self.0.set_value(true);
        // The page before is taken away first.
        request_animation_frame(move || match heading() {
            Some(heading) => self.greet(&heading),
            None => drop(main.map(|main| focus(&main))),
        });
    }

    /// Focuses a heading that has just come, when it is waited for.
    pub(crate) fn greet(self, heading: &HtmlElement) {
        if self.0.try_get_value() == Some(true) && heading.is_connected() && is_waiting() {
            self.0.set_value(false);
            focus(heading);
        }
    }
}

/// Takes the keyboard to the page's heading when what it was on has just gone: with a row that was changed, with a dialog. The
/// page stays where it is scrolled to.
pub(crate) fn rescue() {
    request_animation_frame(|| {
        if is_nowhere()
            && let Some(heading) = heading()
        {
            let still = FocusOptions::new();
            still.set_prevent_scroll(true);
            // An element that cannot be focused any more is one that has gone.
            let _ = heading.focus_with_options(&still);
        }
    });
}

/// Gives the keyboard back to `before`, or to the page when that has gone meanwhile.
pub(crate) fn give_back(before: Option<HtmlElement>) {
    request_animation_frame(move || match before.filter(|element| element.is_connected()) {
        Some(element) if is_nowhere() => focus(&element),
        Some(_) => {}
        None => rescue(),
    });
}

/// The element that has the keyboard.
pub(crate) fn focused() -> Option<HtmlElement> {
    document().active_element().and_then(|element| element.dyn_into().ok())
}

fn heading() -> Option<HtmlElement> {
    document().query_selector(HEADING).ok().flatten().and_then(|element| element.dyn_into().ok())
}

fn is_nowhere() -> bool {
    focused().is_none_or(|element| element.tag_name() == "BODY")
}

/// Nobody has gone on by themselves: the keyboard is nowhere, on the page as a whole, or on the link that led here.
fn is_waiting() -> bool {
    focused().is_none_or(|element| matches!(element.tag_name().as_str(), "BODY" | "MAIN" | "A" | "BUTTON"))
}

fn focus(element: &HtmlElement) {
    // An element that cannot be focused any more is one that has gone.
    let _ = element.focus();
}
