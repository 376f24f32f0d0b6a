//! Creating, changing and deleting customers by hand.

use entity::customer::CustomerState;
use serde_json::json;

use super::store;
use crate::domain::account::secrets;
use crate::domain::connection;
use crate::domain::rules::{self, contact};
use crate::domain::source::service::NewRecord;
use crate::domain::source::{self, Facts};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Makes a customer out of what a person entered.
///
/// # Errors
/// Nothing was entered by which the customer could be recognised, or something is not what it should be.
pub async fn create(work: &Work<'_>, facts: Facts) -> Result<i64> {
    recognisable(&facts)?;
    well_formed(&facts, &Facts::default())?;
    let connection = connection::service::first_party(work).await?;
    let vendor_id = secrets::random_hex::<13>()?;
    let record = NewRecord { connection, customer: None, vendor_id, external_id: None, facts };
    Ok(source::service::create(work, record).await?.customer_id)
}

/// Changes what the first-party record says of a customer.
///
/// # Errors
/// There is no such customer, nothing would be left to recognise it by, or something is not what it should be.
pub async fn update(work: &Work<'_>, customer: i64, change: impl FnOnce(&mut Facts)) -> Result<i64> {
    let record = source::service::first_party(work, customer).await?;
    let was = Facts::of(&record);
    let mut facts = was.clone();
    change(&mut facts);
    well_formed(&facts, &was)?;
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

/// What was entered anew must be an e-mail address, a number, a language, a country; what was there stays as it is.
fn well_formed(facts: &Facts, was: &Facts) -> Result<()> {
    type Check = fn(&str, &str) -> Option<Violation>;
    let (country, was_country) = (facts.country(), was.country());
    let entered: [(Check, &str, &Option<String>, &Option<String>); 5] = [
        (contact::email, "email", &facts.email, &was.email),
        (contact::phone, "phone", &facts.phone, &was.phone),
        (contact::email, "ownerEmail", &facts.owner_email, &was.owner_email),
        (contact::language, "language", &facts.language, &was.language),
        (contact::country, "address.country", &country, &was_country),
    ];
    let entered = entered.into_iter().filter(|(_, _, is, was)| is != was);
    rules::check(entered.map(|(check, path, is, _)| check(path, is.as_deref().unwrap_or_default())))
}
