//! The page's title, which the browser's tab and a screen reader tell.

use leptos::prelude::*;

/// Keeps the document's title at `title`, with the product's name behind.
pub(crate) fn set_title(title: impl Into<Signal<String>>) {
    let title = title.into();
    Effect::new(move || document().set_title(&format!("{} \u{b7} Onefold", title.get())));
}
