//! The navigation at the side.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::api::Access;
use crate::components::Icon;

/// The app's areas.
const AREAS: [(&str, &str, &str); 3] =
    [("/", "Home", "home"), ("/customers", "Customers", "users"), ("/lookups", "Look-ups", "list")];

/// What goes between Onefold and the other systems, and what sticks there.
const TRAFFIC: [(&str, &str, &str); 3] =
    [("/outbox", "Outbox", "send"), ("/drift", "Drift", "drift"), ("/quarantine", "Quarantine", "shield")];

/// What administrators decide.
const SETTINGS: [(&str, &str, &str); 4] = [
    ("/settings/connections", "Connections", "link"),
    ("/settings/keys", "API keys", "key"),
    ("/settings/staff", "Staff", "user"),
    ("/settings/audit", "Audit log", "clock"),
];

/// Links to the app's areas.
#[component]
pub(crate) fn Nav() -> impl IntoView {
    let access = Access::of_app();
    let link = |(href, label, icon): (&'static str, &'static str, &'static str)| {
        view! { <li><A href=href exact={href == "/"} attr:class="nav-link"><Icon name=icon/><span>{label}</span></A></li> }
    };
    view! {
        <nav aria-label="Main">
            <ul class="nav-list">{AREAS.map(link).collect_view()}</ul>
            <p class="nav-title">"Between systems"</p>
            <ul class="nav-list">{TRAFFIC.map(link).collect_view()}</ul>
            <Show when=move || access.is_admin()>
                <p class="nav-title">"Settings"</p>
                <ul class="nav-list">{SETTINGS.map(link).collect_view()}</ul>
            </Show>
            <p class="nav-title">"Developers"</p>
            <ul class="nav-list">
                <li>
                    <a class="nav-link" href="/graphiql" rel="external"><Icon name="code"/><span>"GraphiQL"</span></a>
                </li>
                <li>
                    <a class="nav-link" href="/openapi" rel="external"><Icon name="list"/><span>"Vendor APIs"</span></a>
                </li>
            </ul>
        </nav>
    }
}
