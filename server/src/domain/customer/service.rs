//! Creating, changing and deleting customers by hand.

use entity::customer::CustomerState;
use serde_json::json;

use super::store;
use crate::domain::account::secrets;
use crate::domain::connection;
use crate::domain::source::service::NewRecord;
use crate::domain::source::{self, Facts};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Makes a customer out of what a person entered.
///
/// # Errors
/// Nothing was entered by which the customer could be recognised.
pub async fn create(work: &Work<'_>, facts: Facts) -> Result<i64> {
    recognisable(&facts)?;
    let connection = connection::service::first_party(work).await?;
    let vendor_id = secrets::random_hex::<13>()?;
    let record = NewRecord { connection, customer: None, vendor_id, external_id: None, facts };
    Ok(source::service::create(work, record).await?.customer_id)
}

/// Changes what the first-party record says of a customer.
///
/// # Errors
/// There is no such customer, or nothing would be left to recognise it by.
pub async fn update(work: &Work<'_>, customer: i64, change: impl FnOnce(&mut Facts)) -> Result<i64> {
    let record = source::service::first_party(work, customer).await?;
    let mut facts = Facts::of(&record);
    change(&mut facts);
    Ok(source::service::update(work, record, &facts).await?.customer_id)
}

/// Takes a customer out of the fold. Its records stay, so that the vendors' ids remain known.
///
/// # Errors
/// There is no such customer.
pub async fn delete(work: &Work<'_>, customer: i64) -> Result<i64> {
    let customer =
        store::living(work.db(), work.brand(), customer).await?.ok_or(Error::NotFound { kind: "customer" })?;
    store::set_state(work.db(), customer.id, CustomerState::Deleted, None, work.now()).await?;
    work.audit("customer.delete", "customer", customer.id, json!({})).await;
    Ok(customer.id)
}

fn recognisable(facts: &Facts) -> Result<()> {
    if facts.name().is_empty() {
        return Err(Violation::new(
            "lastName",
            Rule::Required,
            "a name, an e-mail address or a telephone number is needed",
        )
        .into());
    }
    Ok(())
}
