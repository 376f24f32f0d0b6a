//! CustomerGauge: surveys. The vendor has a host for each of its doors; here each has its own path.
//!
//! | the vendor's address | here | who may |
//! |---|---|---|
//! | `https://auth.{region}.customergauge.com/oauth2/token` | `/oauth2/token` | a connected app with its secret |
//! | `https://imports.api.{region}.customergauge.com/records/` | `/records/` | whoever shows a token |
//! | `https://hooks.{region}.customergauge.com/<id>` | `/hooks/customergauge/<id>` | a connected app, by HTTP Basic |
//!
//! The first two keep their paths. A webhook's address has nothing but an id, which would take every path of this server, so
//! `/hooks/customergauge` is put before it; the id is the reference of the import configuration.

mod account;
mod basic;
mod hooks;
mod import;
mod laravel;
mod plan;
mod records;
mod session;
mod setup;
mod token;
mod upstream;

pub use hooks::Hooks;
pub use records::Records;
pub use token::Tokens;

use axum::http::Method;

use super::contract::Entry;

/// Of the host that issues tokens.
pub fn token_operations() -> Vec<Entry<Tokens>> {
    vec![Entry::of::<token::IssueToken>()]
}

/// Of the host that imports records. Its page prints no method; `POST` is for clients that send forms by no other.
pub fn record_operations() -> Vec<Entry<Records>> {
    vec![Entry::of::<records::PutRecord>(), Entry::of::<records::PutRecord>().by(Method::POST)]
}

/// Of the host that receives webhooks, "if you can not use OAuth2 Authentication".
pub fn hook_operations() -> Vec<Entry<Hooks>> {
    vec![Entry::of::<hooks::ReceiveRecord>(), Entry::of::<hooks::ReceiveRecord>().by(Method::POST)]
}
