//! Talking to the server: typed operations over a session that renews itself.

mod access;
mod changes;
mod client;
mod error;
mod feed;
mod fetch;
mod locks;
mod outcome;
mod page;
pub(crate) mod scalar;
mod session;
pub(crate) mod shared;
mod token;
mod words;

/// The operations' types and the schema's enums, written by the build script.
#[expect(
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::all,
    unreachable_pub,
    unused_imports,
    reason = "the code is generated"
)]
pub(crate) mod graph {
    type Id = String;

    include!(concat!(env!("OUT_DIR"), "/enums.rs"));
    include!(concat!(env!("OUT_DIR"), "/operations.rs"));
}

pub(crate) use access::Access;
pub(crate) use changes::Changes;
pub(crate) use client::Api;
pub(crate) use error::ApiError;
pub(crate) use feed::{Feed, FeedState};
pub(crate) use fetch::{Fetch, query};
pub(crate) use outcome::{Outcome, outcome};
pub(crate) use page::Page;
pub(crate) use session::{Session, Status};
pub(crate) use words::Word;
