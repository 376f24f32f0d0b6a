//! Onefold's admin app.
//!
//! ```text
//! pages ─► components        what a page is laid out of
//!   │  └─► state             theme, messages, the page's title
//!   └────► api ─► /graphql   typed operations, made of graphql/*.graphql at build time
//!            └──► /auth      the session: an access token in memory, a refresh token in a cookie
//! layout                     what stays round every page
//! ```
//!
//! To add a page: a query in `graphql/`, a file in `pages/`, a route in [`app`].

mod api;
mod app;
mod components;
mod format;
mod layout;
mod pages;
mod state;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
