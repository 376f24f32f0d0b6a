//! The pages and their addresses.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

use crate::api::{Api, Session};
use crate::components::ToastList;
use crate::layout::{Guard, NotFound};
use crate::pages::{ApiKeys, AuditLog, Connections, CustomerPage, Customers, Login, Lookups, Quarantine, Staff};
use crate::state::{Theme, Toasts};

/// The whole app.
#[component]
pub(crate) fn App() -> impl IntoView {
    let session = Session::new();
    provide_context(session);
    provide_context(Api { session });
    provide_context(Theme::remembered());
    provide_context(Toasts::new());
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/login") view=Login/>
                <ParentRoute path=path!("") view=Guard>
                    <Route path=path!("") view=|| view! { <Redirect path="/customers"/> }/>
                    <Route path=path!("customers") view=Customers/>
                    <Route path=path!("customers/:id/:tab?") view=CustomerPage/>
                    <Route path=path!("lookups/:kind?") view=Lookups/>
                    <Route path=path!("quarantine") view=Quarantine/>
                    <Route path=path!("settings/connections") view=Connections/>
                    <Route path=path!("settings/keys") view=ApiKeys/>
                    <Route path=path!("settings/staff") view=Staff/>
                    <Route path=path!("settings/audit") view=AuditLog/>
                </ParentRoute>
            </Routes>
        </Router>
        <ToastList/>
    }
}
