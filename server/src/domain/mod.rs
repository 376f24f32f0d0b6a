//! The domain, one topic a folder. Inside a topic the file name says what it may import:
//!
//! | file | holds | may name |
//! |---|---|---|
//! | `mod.rs` | types and rules, pure functions | std, other topics' types |
//! | `service.rs` | what can be done: permission, transaction, timeline | `store` |
//! | `store.rs` | queries over a connection or transaction | sea-orm, `entity` |
//! | `graphql.rs` | thin resolvers, the topic's fields on `Customer` | async-graphql, its own service |
//!
//! To add a topic: make its folder with those files, add its line here, and its root to [`crate::graphql::root`].

pub mod account;
pub mod activity;
pub mod audit;
pub mod brand;
pub mod catalogue;
pub mod channel;
pub mod connection;
pub mod consent;
pub mod customer;
pub mod drift;
pub mod freshness;
pub mod health;
pub mod idempotency;
pub mod identity;
pub mod interest;
pub mod ledger;
pub mod notification;
pub mod origin;
pub mod outbox;
pub mod pipeline;
pub mod property;
pub mod purchase;
pub mod quarantine;
pub mod reward;
pub mod rules;
pub mod score;
pub mod segment;
pub mod source;
pub mod survey;
pub mod timeline;
