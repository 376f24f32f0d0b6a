//! The token in the path, which must be the one that the client shows.

use entity::vendor_token;

use super::super::access::customer_only;
use super::super::dialect::{CareCloud, no_such};
use crate::domain::account::secrets;
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::shape::Field;

/// `{token_id}`
pub(super) fn id() -> Field {
    Field::path("token_id").doc("The token of the device")
}

/// The token of the path. Others than the client's own are as unknown.
pub(super) fn token<'a>(call: &'a Call<'_, CareCloud>, id: &str) -> Result<&'a vendor_token::Model, Refusal> {
    customer_only(call, super::RESOURCE)?;
    let own = call.caller()?.session.token.as_ref();
    own.filter(|own| secrets::matches(id, &own.token_hash)).ok_or_else(|| no_such("token", id))
}
