//! Short messages that say that something was done, or that it was not.

use std::time::Duration;

use leptos::prelude::*;

/// How long a message stays.
const STAY: Duration = Duration::from_secs(5);

/// How long a message stays that tells of a failure: who was looking elsewhere must have time to read it.
const STAY_OF_FAILURE: Duration = Duration::from_secs(15);

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toast {
    /// Tells it apart.
    pub(crate) id: u32,
    /// What it says.
    pub(crate) message: String,
    /// Whether something was not done.
    pub(crate) failed: bool,
}

/// The messages that are shown; all copies are one list.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Vec<Toast>>,
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

    /// Says for a while that something was done.
    pub(crate) fn say(self, message: impl Into<String>) {
        self.show(message.into(), false);
    }

    /// Says for a while why something was not done.
    pub(crate) fn fail(self, message: impl Into<String>) {
        self.show(message.into(), true);
    }

    fn show(self, message: String, failed: bool) {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        self.shown.update(|shown| shown.push(Toast { id, message, failed }));
        set_timeout(move || self.dismiss(id), if failed { STAY_OF_FAILURE } else { STAY });
    }

    /// Takes a message away.
    pub(crate) fn dismiss(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }

    /// The messages that are shown, oldest first.
    pub(crate) fn shown(self) -> Vec<Toast> {
        self.shown.get()
    }
}
