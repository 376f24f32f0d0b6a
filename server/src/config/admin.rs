//! The first login.

use serde::{Deserialize, Serialize};

use super::Secret;

/// The first staff user, made when the store has none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AdminConfig {
    /// E-mail address of the first login.
    pub email: String,
    /// Its password. Absent: generated and printed once.
    pub password: Option<Secret>,
}

impl Default for AdminConfig {
    fn default() -> Self {
        Self { email: "admin@onefold.local".to_owned(), password: None }
    }
}
