//! Logs, always on standard error.

use serde::{Deserialize, Serialize};

/// What is logged, and how it looks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// A filter such as `info` or `info,onefold=debug`.
    pub filter: String,
    /// Lines for people or JSON for machines.
    pub format: LogFormat,
}

/// The look of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object a line.
    Json,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { filter: "info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn".to_owned(), format: LogFormat::Text }
    }
}
