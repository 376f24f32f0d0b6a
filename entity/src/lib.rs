//! The tables of the store as sea-orm entities: one file a table, no logic.
//!
//! ```text
//! brand ─► connection ─► source_record ─► customer          a merge changes only the last arrow
//!                             ▲
//!        channel, purchase, note, score, timeline_entry …   everything a vendor said
//! ```
//!
//! Money, points and quantities are [`Amount`], instants are [`Timestamp`]: both are 64-bit integers in the database,
//! so that SQLite and PostgreSQL sort, sum and compare them alike. Enumerations are text in snake_case and live in the
//! file of the table that owns them.
//!
//! To add a table: 1. its file here and a `pub mod` line; 2. if it hangs on a source record, a line in
//! `of_source_record.rs`; 3. a migration, and a line in the migration test, which compares both.

mod amount;
mod of_source_record;
mod timestamp;

pub mod api_key;
pub mod attribute_value;
pub mod audit_entry;
pub mod auth_token;
pub mod brand;
pub mod calendar_event;
pub mod card;
pub mod channel;
pub mod connection;
pub mod consent;
pub mod customer;
pub mod customer_credentials;
pub mod delivery;
pub mod delivery_attempt;
pub mod drift;
pub mod freshness;
pub mod idempotency;
pub mod import_configuration;
pub mod interest;
pub mod interest_record;
pub mod ledger_account;
pub mod ledger_allocation;
pub mod ledger_debit;
pub mod ledger_lot;
pub mod login_failure;
pub mod lookup;
pub mod merge;
pub mod metric_value;
pub mod note;
pub mod notification;
pub mod notification_read;
pub mod oauth_client;
pub mod pipeline;
pub mod pipeline_stage;
pub mod pipeline_type;
pub mod property_definition;
pub mod property_value;
pub mod purchase;
pub mod purchase_item;
pub mod quarantine;
pub mod recommendation;
pub mod refresh_token;
pub mod reward;
pub mod score;
pub mod score_definition;
pub mod segment;
pub mod segment_membership;
pub mod signing_key;
pub mod social_login;
pub mod source_membership;
pub mod source_record;
pub mod staff_brand;
pub mod staff_user;
pub mod status_record;
pub mod status_tier;
pub mod survey_response;
pub mod task;
pub mod timeline_entry;
pub mod vendor_login;
pub mod vendor_token;
pub mod voucher;

pub use amount::{Amount, AmountError};
pub use of_source_record::{OfSourceRecord, TABLES_OF_SOURCE_RECORD};
pub use timestamp::{Timestamp, TimestampError};
