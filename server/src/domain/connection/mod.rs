//! Connections: one vendor account of one brand. Each brand also has the built-in first-party connection, `onefold`.

pub mod service;
pub mod store;
