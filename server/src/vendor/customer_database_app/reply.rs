//! What every endpoint answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::CustomerDatabaseApp;
use crate::vendor::contract::Call;

/// "If a customer has been created successfully the result will be set to true and the message will contain the ID of the customer."
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Added {
    /// The id, a number as text.
    message: String,
    result: bool,
}

/// The id that the real vendor gave.
pub(super) fn given(call: &Call<'_, CustomerDatabaseApp>) -> Option<String> {
    call.given("message")
}

impl Added {
    pub(super) fn under(id: String) -> Self {
        Self { message: id, result: true }
    }
}
