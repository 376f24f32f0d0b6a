//! Idempotency keys: a repeated call changes nothing and answers as the first.

mod service;
mod store;

pub use service::{Request, earlier, remember};
