//! Accounts in the graph: who asks, and what administrators manage.

pub mod viewer;

pub use viewer::{ActorKind, PermissionName, ViewerQuery};
