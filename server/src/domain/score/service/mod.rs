//! What can be done with definitions, values and scores.

mod by_hand;
mod definitions;
mod import;
mod recompute;
mod record;

pub use by_hand::{record_metric, set_attribute};
pub use definitions::{define, is_configured, remove, revise};
pub use import::import;
pub use recompute::{follow, recompute, recompute_connection};
pub use record::{Recorded, record_values};
