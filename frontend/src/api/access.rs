//! What the person who is logged in may do.

use leptos::prelude::*;

use super::graph::{Permission, Viewer, viewer};
use super::query;

/// Whether to show what only some may use; the server refuses it to others all the same.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    admin: Signal<bool>,
    changes: Signal<bool>,
}

impl Access {
    /// Asks the server.
    pub(crate) fn ask() -> Self {
        let fetch = query::<Viewer>(|| viewer::Variables);
        let may = move |any: &[Permission]| {
            let found = fetch.get().and_then(Result::ok);
            found.is_some_and(|answer| any.iter().any(|one| answer.viewer.permissions.contains(one)))
        };
        Self {
            admin: Signal::derive(move || may(&[Permission::Admin])),
            changes: Signal::derive(move || may(&[Permission::CustomerCud, Permission::Admin])),
        }
    }

    /// The one that the frame provides; outside of it nobody administers.
    pub(crate) fn of_app() -> Self {
        let nobody = || Self { admin: Signal::derive(|| false), changes: Signal::derive(|| false) };
        use_context().unwrap_or_else(nobody)
    }

    /// Whether it is an administrator; false until the server has said so.
    pub(crate) fn is_admin(self) -> bool {
        self.admin.get()
    }

    /// Whether they may change customers and what hangs on them; false until the server has said so.
    pub(crate) fn may_change(self) -> bool {
        self.changes.get()
    }
}
