//! The pages. A page only lays out components; what it asks the server stands in `graphql/`.

mod customer;
mod customers;
mod login;
mod lookups;
mod quarantine;
mod settings;

pub(crate) use customer::CustomerPage;
pub(crate) use customers::Customers;
pub(crate) use login::Login;
pub(crate) use lookups::Lookups;
pub(crate) use quarantine::Quarantine;
pub(crate) use settings::{ApiKeys, AuditLog, Connections, Staff};
