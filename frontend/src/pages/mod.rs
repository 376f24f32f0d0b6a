//! The pages. A page only lays out components; what it asks the server stands in `graphql/`.

mod customer;
mod customers;
mod drift;
mod home;
mod login;
mod lookups;
mod notifications;
mod outbox;
mod quarantine;
mod settings;

pub(crate) use customer::CustomerPage;
pub(crate) use customers::Customers;
pub(crate) use drift::Drift;
pub(crate) use home::Home;
pub(crate) use login::Login;
pub(crate) use lookups::Lookups;
pub(crate) use notifications::Notifications;
pub(crate) use outbox::{DeliveryPage, Outbox};
pub(crate) use quarantine::Quarantine;
pub(crate) use settings::{ApiKeys, AuditLog, ConnectionPage, Connections, Staff};
