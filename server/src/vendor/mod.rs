//! The vendors, one folder each: a dialect (how it speaks) and operations (what it can be asked), read in both directions.
//!
//! ```text
//!  inbound (mirror):   axum ─► inbound ─► dialect: who is asking, what was sent ─► shape: is it right ─► operation: perform ─► dialect
//!  outbound (proxy):   inbound ─► gateway ─► dialect: sign ─► outbound ─► the real vendor ─► operation: absorb
//! ```
//!
//! | shared | holds |
//! |---|---|
//! | [`contract`] | what a dialect and an operation are |
//! | [`shape`] | the parameters of an operation and their rules, as data |
//! | [`reading`] | checking what was sent against a shape |
//! | [`openapi`] | the vendors' APIs as OpenAPI documents |
//! | `rate` | how often a client may call |
//! | [`forms`] | bodies of names and values: multipart, urlencoded, JSON |
//! | [`local`] | times without an offset |
//! | [`inbound`] | the vendors' paths on our router |
//! | `gateway` | whether a call is answered from the store or by the real vendor |
//! | [`outbound`] | calls to the real vendors |
//! | [`form`] | what a connection to each vendor can be told: settings, credentials |
//!
//! To add an operation: one file in the vendor's folder with a type that implements [`contract::Operation`], and its line in the vendor's
//! `operations()`. To add a vendor: its folder with `mod.rs` and `dialect.rs`, and its line in [`visit`].

pub mod carecloud;
pub mod contract;
pub mod credentials;
pub mod customer_database_app;
pub mod customergauge;
pub mod customerscore;
mod form;
pub mod forms;
mod gateway;
pub mod inbound;
pub mod local;
pub mod omnidesk;
pub mod openapi;
pub mod outbound;
mod rate;
pub mod reading;
pub mod shape;

use contract::{Dialect, Entry};
pub use form::form;

/// Something that is done with every vendor alike.
pub trait Visitor {
    /// Does it with one vendor, given its operations.
    fn vendor<D: Dialect>(&mut self, operations: Vec<Entry<D>>);
}

/// Shows every vendor to `visitor`. A new vendor is one line here.
pub fn visit(visitor: &mut impl Visitor) {
    visitor.vendor(carecloud::operations());
    visitor.vendor(omnidesk::operations());
    visitor.vendor(customer_database_app::operations());
    visitor.vendor(customerscore::operations());
    visitor.vendor(customergauge::token_operations());
    visitor.vendor(customergauge::record_operations());
    visitor.vendor(customergauge::hook_operations());
}
