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
//! | `heard` | what the real vendors list in replies |
//! | `gateway` | whether a call is answered from the store or by the real vendor |
//! | [`outbound`] | calls to the real vendors |
//! | [`plan`] | which calls carry out a change made in the graph |
//! | [`identity`] | asking a vendor which customer it is who shows a password or a token |
//! | [`account`] | what a vendor declares of its accounts: settings, credentials, what a new client needs |
//!
//! To add an operation: one file in the vendor's folder with a type that implements [`contract::Operation`], and its line in the vendor's
//! `operations()`. To add a vendor: its folder with `mod.rs`, `dialect.rs` and `account.rs`, and its line in [`visit`].

pub mod account;
pub mod carecloud;
pub mod contract;
pub mod credentials;
pub mod customer_database_app;
pub mod customergauge;
pub mod customerscore;
pub mod forms;
mod gateway;
mod heard;
pub mod identity;
pub mod inbound;
pub mod local;
pub mod omnidesk;
pub mod openapi;
pub mod outbound;
pub mod plan;
mod rate;
pub mod reading;
pub mod shape;

use account::Account;
use contract::{Dialect, Entry};
use entity::connection::Vendor;

use crate::domain::connection::{Form, Ids};

/// Something that is done with every vendor alike.
pub trait Visitor {
    /// Does it with one vendor, given where its operations are listed.
    fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>);
}

/// Shows every vendor to `visitor`. A new vendor is one line here.
pub fn visit(visitor: &mut impl Visitor) {
    visitor.vendor(carecloud::operations);
    visitor.vendor(omnidesk::operations);
    visitor.vendor(customer_database_app::operations);
    visitor.vendor(customerscore::operations);
    visitor.vendor(customergauge::token_operations);
    visitor.vendor(customergauge::record_operations);
    visitor.vendor(customergauge::hook_operations);
}

/// What the connections of a vendor can be told.
pub fn form(vendor: Vendor) -> &'static Form {
    &account_of(vendor).form
}

/// Vendors of whose customers something can be read.
pub fn readable() -> Vec<Vendor> {
    struct All(Vec<Vendor>);
    impl Visitor for All {
        fn vendor<D: Dialect>(&mut self, _: fn() -> Vec<Entry<D>>) {
            if !D::account().readings.is_empty() && !self.0.contains(&D::VENDOR) {
                self.0.push(D::VENDOR);
            }
        }
    }
    let mut all = All(Vec::new());
    visit(&mut all);
    all.0
}

/// Vendors that say which customer it is who shows something.
pub fn identifying() -> Vec<Vendor> {
    struct All(Vec<Vendor>);
    impl Visitor for All {
        fn vendor<D: Dialect>(&mut self, _: fn() -> Vec<Entry<D>>) {
            if D::account().identity.is_some() && !self.0.contains(&D::VENDOR) {
                self.0.push(D::VENDOR);
            }
        }
    }
    let mut all = All(Vec::new());
    visit(&mut all);
    all.0
}

/// What a vendor declares of its accounts.
pub(crate) fn account_of(vendor: Vendor) -> &'static Account {
    struct Wanted(Vendor, &'static Account);
    impl Visitor for Wanted {
        fn vendor<D: Dialect>(&mut self, _: fn() -> Vec<Entry<D>>) {
            if D::VENDOR == self.0 {
                self.1 = D::account();
            }
        }
    }
    let mut wanted = Wanted(vendor, &ONEFOLD);
    visit(&mut wanted);
    wanted.1
}

/// Onefold's own connection, to which nothing is said.
static ONEFOLD: Account = Account {
    form: Form { ids: Ids::Texts, access: None, settings: &[], credentials: &[], digest: None },
    plan: plan::nothing,
    readings: &[],
    identity: None,
    names_brands: false,
    welcome: None,
};
