//! Short messages that say that something was done.

use std::time::Duration;

use leptos::prelude::*;

/// How long a message stays.
const STAY: Duration = Duration::from_secs(5);

/// The messages that are shown; all copies are one list.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Vec<(u32, String)>>,
    last: StoredValue<u32>,
}

impl Toasts {
    /// No messages.
    pub(crate) fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), last: StoredValue::new(0) }
    }

    /// The one that the app provides; call it while a component is set up.
    pub(crate) fn of_app() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// Shows `message` for a while.
    pub(crate) fn say(self, message: impl Into<String>) {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        self.shown.update(|shown| shown.push((id, message.into())));
        set_timeout(move || self.dismiss(id), STAY);
    }

    /// Takes a message away.
    pub(crate) fn dismiss(self, id: u32) {
        self.shown.update(|shown| shown.retain(|(other, _)| *other != id));
    }

    /// The messages that are shown, oldest first.
    pub(crate) fn shown(self) -> Vec<(u32, String)> {
        self.shown.get()
    }
}
