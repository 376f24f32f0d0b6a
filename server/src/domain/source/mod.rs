//! Source records: what one connection says about one person or company. Everything a vendor said hangs on one of these.

mod facts;
pub mod graphql;
pub mod service;
pub mod store;

pub use facts::{Facts, email_key, fold, phone_key, sort_name};
