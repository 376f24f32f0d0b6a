//! What every endpoint answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// "If a customer has been created successfully the result will be set to true and the message will contain the ID of the customer."
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Added {
    /// The id, a number as text.
    message: String,
    result: bool,
}

impl Added {
    pub(super) fn under(id: String) -> Self {
        Self { message: id, result: true }
    }
}
