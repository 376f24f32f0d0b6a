//! The vendors, one folder each.

pub mod credentials;
pub mod inbound;
