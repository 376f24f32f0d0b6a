//! The pages and their addresses.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::api::{Api, Session};
use crate::components::ToastList;
use crate::layout::{Guard, NotFound};
use crate::pages::{
    ApiKeys, AuditLog, ConnectionPage, Connections, CustomerPage, Customers, DeliveryPage, Drift, Home, Login, Lookups,
    Notifications, Outbox, Quarantine, Staff,
};
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
                    <Route path=path!("") view=Home/>
                    <Route path=path!("customers") view=Customers/>
                    <Route path=path!("customers/:id/:tab?") view=CustomerPage/>
                    <Route path=path!("lookups/:kind?") view=Lookups/>
                    <Route path=path!("notifications") view=Notifications/>
                    <Route path=path!("outbox") view=Outbox/>
                    <Route path=path!("outbox/:id") view=DeliveryPage/>
                    <Route path=path!("drift") view=Drift/>
                    <Route path=path!("quarantine") view=Quarantine/>
                    <Route path=path!("settings/connections") view=Connections/>
                    <Route path=path!("settings/connections/:id") view=ConnectionPage/>
                    <Route path=path!("settings/keys") view=ApiKeys/>
                    <Route path=path!("settings/staff") view=Staff/>
                    <Route path=path!("settings/audit") view=AuditLog/>
                </ParentRoute>
            </Routes>
        </Router>
        <ToastList/>
    }
}
