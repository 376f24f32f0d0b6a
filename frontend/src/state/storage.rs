//! Small things that this browser remembers. A browser that refuses to remember loses nothing but comfort.

use leptos::prelude::window;

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What was kept under `key`.
pub(crate) fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps `value` under `key`.
pub(crate) fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that the next visit starts with the default.
        let _ = storage.set_item(key, value);
    }
}
