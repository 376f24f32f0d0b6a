//! The test kit: a whole application over a fresh database, driven through its real router.
//!
//! SQLite in a temporary folder, or PostgreSQL when `ONEFOLD_TEST_DATABASE_URL` names a server. The clock stands still at [`NOW`], so that
//! answers can be compared whole.

mod app;
mod carecloud;
mod database;
mod omnidesk;
mod proxied;
mod request;
mod sandbox;

use mimalloc::MiMalloc;

/// The server's own, for tests and measurements too.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

pub use app::{NOW, TestApp};
pub use carecloud::{CareCloudClient, CareCloudDevice, define_interest, define_property};
pub use omnidesk::OmnideskClient;
pub use proxied::Proxied;
pub use request::{Answer, post_json, request, send};
pub use sandbox::{TestSandbox, answer, client};
