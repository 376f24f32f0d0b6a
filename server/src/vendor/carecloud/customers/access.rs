//! Which record a call may reach.

use entity::source_record::{self, RecordState};

use super::super::dialect::CareCloud;
use super::super::interface::Interface;
use crate::domain::source::store as sources;
use crate::error::{Error, Rule, Violation};
use crate::vendor::contract::{Call, Refusal};

/// The record with the vendor's id. On the customer interface it must be the logged-in customer's.
pub(super) async fn record(call: &Call<'_, CareCloud>, customer_id: &str) -> Result<source_record::Model, Refusal> {
    let caller = call.caller()?;
    let found = sources::by_vendor_id(call.app.store().reader(), caller.connection.id, customer_id).await?;
    let found = found.filter(|record| record.state != RecordState::Deleted);
    if caller.session.interface == Interface::Customer {
        let own = caller.session.logged_in().ok_or(Refusal::BadCredentials)?;
        if found.as_ref().is_none_or(|record| record.id != own) {
            let message = "customer_id does not belong to the logged-in customer";
            return Err(Violation::new("customer_id", Rule::NotAllowed, message).with_value(customer_id).into());
        }
    }
    found.ok_or_else(|| Error::NotFound { kind: "customer" }.into())
}
