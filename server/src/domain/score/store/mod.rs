//! Rows of definitions, values and scores.

mod definitions;
mod scores;
mod upsert;
mod values;

pub use definitions::{delete, insert, of_codename, of_connection, scoring, update};
pub use scores::{drop_scores, follow, records_of, upsert_scores};
pub use values::{Latest, NewAttribute, NewMetric, attribute, latest, metric, upsert_attributes, upsert_metrics};
