//! The vendors, one folder each: a dialect (how it speaks) and operations (what it can be asked), read in both directions.
//!
//! ```text
//!  inbound (mirror):   axum ─► inbound ─► dialect: who is asking, what was sent ─► shape: is it right ─► operation: perform ─► dialect
//!  outbound (proxy):   the same operation and dialect, the other way round
//! ```
//!
//! | shared | holds |
//! |---|---|
//! | [`contract`] | what a dialect and an operation are |
//! | [`shape`] | the parameters of an operation and their rules, as data |
//! | [`reading`] | checking what was sent against a shape |
//! | [`forms`] | bodies of names and values: multipart, urlencoded, JSON |
//! | [`local`] | times without an offset |
//! | [`inbound`] | the vendors' paths on our router |
//!
//! To add an operation: one file in the vendor's folder with a type that implements [`contract::Operation`], and its line in the vendor's
//! `operations()`. To add a vendor: its folder with `mod.rs` and `dialect.rs`, and its line in [`inbound`].

pub mod carecloud;
pub mod contract;
pub mod credentials;
pub mod customer_database_app;
pub mod customergauge;
pub mod customerscore;
pub mod forms;
pub mod inbound;
pub mod local;
pub mod reading;
pub mod shape;
