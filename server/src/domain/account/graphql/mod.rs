//! Accounts in the graph: who asks, and what administrators manage.

mod brands;
pub mod clients;
pub mod keys;
pub mod staff;
pub mod viewer;

pub use clients::{ClientMutation, ClientQuery, OauthClient, VendorLogin};
pub use keys::{ApiKey, KeyMutation, KeyQuery};
pub use staff::{StaffMutation, StaffQuery, StaffUser};
pub use viewer::{ActorKind, PermissionName, ViewerQuery};
