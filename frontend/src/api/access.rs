//! What the person who is logged in may do.

use leptos::prelude::*;

use super::graph::{Permission, Viewer, viewer};
use super::query;

/// Whether to show what only administrators may use; the server refuses it to others all the same.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    admin: Signal<bool>,
}

impl Access {
    /// Asks the server.
    pub(crate) fn ask() -> Self {
        let fetch = query::<Viewer>(|| viewer::Variables);
        let admin = move || {
            let found = fetch.get().and_then(Result::ok);
            found.is_some_and(|answer| answer.viewer.permissions.contains(&Permission::Admin))
        };
        Self { admin: Signal::derive(admin) }
    }

    /// The one that the frame provides; outside of it nobody administers.
    pub(crate) fn of_app() -> Self {
        use_context().unwrap_or_else(|| Self { admin: Signal::derive(|| false) })
    }

    /// Whether it is an administrator; false until the server has said so.
    pub(crate) fn is_admin(self) -> bool {
        self.admin.get()
    }
}
