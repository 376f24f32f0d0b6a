//! What administrators decide. The server refuses it to everybody else.

mod audit;
mod connections;
mod keys;
mod permissions;
mod staff;

pub(crate) use audit::AuditLog;
pub(crate) use connections::{ConnectionPage, Connections};
pub(crate) use keys::ApiKeys;
pub(crate) use staff::Staff;
