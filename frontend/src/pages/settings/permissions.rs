//! Permissions, chosen and shown.

use leptos::prelude::*;

use crate::api::Word;
use crate::api::graph::Permission;
use crate::components::Badge;

/// Every permission with its words.
pub(super) fn choices() -> Vec<(String, String)> {
    Permission::ALL.iter().map(|permission| (permission.code().to_owned(), permission.label())).collect()
}

/// Permissions as badges.
pub(super) fn badges(permissions: Vec<Permission>) -> impl IntoView {
    let badge = |permission: Permission| view! { <Badge text=permission.label()/> };
    view! { <span class="badges">{permissions.into_iter().map(badge).collect_view()}</span> }
}
