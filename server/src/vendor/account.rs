//! What a vendor says of its customers' accounts: what a connection to one can be told, and what a new client of its mirror needs.

use std::pin::Pin;

use entity::{brand, source_record};
use serde_json::{Map, Value as Json};

use super::identity::Identity;
use super::plan::Planner;
use crate::domain::connection::Form;
use crate::error::Result;
use crate::store::Work;

/// A vendor's declaration, in its folder's `account.rs`.
#[derive(Debug)]
pub struct Account {
    /// What the connections can be told, under the names by which the vendor asks for it.
    pub form: Form,
    /// Whether the calls of a client name a brand, so that it may be granted several.
    pub names_brands: bool,
    /// How a change made in the graph is carried out at the vendor.
    pub plan: Planner,
    /// What can be read of a customer at the vendor, the customer itself first.
    pub readings: &'static [Reading],
    /// How the vendor says who its customers are; absent where it keeps no passwords of theirs.
    pub identity: Option<&'static Identity>,
    /// Where an account has something from the start, or a client must know more than its credentials.
    pub welcome: Option<Welcome>,
}

/// Something that can be read of a customer.
#[derive(Debug)]
pub struct Reading {
    /// What it brings, for people: `customer`, `purchases`.
    pub part: &'static str,
    /// The operation that reads it.
    pub operation: &'static str,
    /// What it is asked about a record of a brand of this number; nothing when the record lacks what the operation asks by.
    pub request: fn(&source_record::Model, i32) -> Option<Json>,
}

/// Makes what an account has from the start, unless it is there, and answers with what the client must know.
pub type Welcome = for<'a> fn(&'a Newcomer<'a>) -> Told<'a>;

/// What a new client is told beside its credentials, by name.
pub type Told<'a> = Pin<Box<dyn Future<Output = Result<Map<String, Json>>> + Send + 'a>>;

/// A client that has just got its credentials.
#[derive(Debug)]
pub struct Newcomer<'a> {
    /// What is made for it is made in this.
    pub work: &'a Work<'a>,
    /// Its connection.
    pub connection: i64,
    /// The brands that it may name, its own first.
    pub brands: &'a [&'a brand::Model],
}

/// What to tell a client, by name.
pub(super) fn told<const N: usize>(known: [(&str, Json); N]) -> Map<String, Json> {
    known.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
