//! Creating, changing and deleting customers by hand.

use entity::connection::Mode;
use entity::customer::CustomerState;
use serde_json::json;

use super::store;
use crate::domain::account::secrets;
use crate::domain::connection::{self, Ids};
use crate::domain::outbox::bind;
use crate::domain::rules::{self, contact};
use crate::domain::source::service::NewRecord;
use crate::domain::source::{self, Facts};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Where a customer is to be made.
#[derive(Clone, Debug, Default)]
pub struct At {
    /// The account that is to have it; absent: Onefold itself.
    pub connection: Option<i64>,
    /// The company's id for the customer there.
    pub external_id: Option<String>,
}

/// Makes a customer out of what a person entered.
///
/// # Errors
/// Nothing was entered by which the customer could be recognised, or the brand has no such connection.
pub async fn create(work: &Work<'_>, at: At, facts: Facts) -> Result<i64> {
    recognisable(&facts)?;
    well_formed(&facts, &Facts::default())?;
    let Some(id) = at.connection else {
        let connection = connection::service::first_party(work).await?;
        let vendor_id = secrets::random_hex::<13>()?;
        let record = NewRecord { connection, customer: None, vendor_id, external_id: at.external_id, facts };
        return Ok(source::service::create(work, record).await?.customer_id);
    };
    let connection = connection::store::of_brand_by_id(work.db(), work.brand(), id).await?;
    let connection =
        connection.ok_or_else(|| Violation::new("connectionId", Rule::NotFound, "the brand has no such connection"))?;
    let external_id = at.external_id;
    if let Some(taken) = &external_id
        && !source::store::by_external_id(work.db(), &[id], taken).await?.is_empty()
    {
        let message = "a customer of this connection has this id";
        return Err(Violation::new("externalId", Rule::AlreadyExists, message).with_value(taken).into());
    }
    // The real vendor gives the id when it hears of the customer.
    let vendor_id = match (connection.mode, work.app().form(connection.vendor).ids) {
        (_, Ids::Companys) => Some(external_id.clone().map_or_else(secrets::random_hex::<13>, Ok)?),
        (Mode::Proxy, _) => Some(bind::pending()?),
        (Mode::Mirror, Ids::Texts) => Some(secrets::random_hex::<13>()?),
        (Mode::Mirror, Ids::Numbers) => None,
    };
    let record = match vendor_id {
        Some(vendor_id) => {
            let record = NewRecord { connection: id, customer: None, vendor_id, external_id, facts };
            source::service::create(work, record).await?
        }
        None => source::service::create_numbered(work, id, None, external_id, facts).await?,
    };
    Ok(record.customer_id)
}

/// Changes what a record says of a customer: the one that is named, else the first-party one.
///
/// # Errors
/// There is no such customer or record, or nothing would be left to recognise it by.
pub async fn update(
    work: &Work<'_>,
    customer: i64,
    record: Option<i64>,
    change: impl FnOnce(&mut Facts),
) -> Result<i64> {
    let record = source::service::named_or_first_party(work, customer, record).await?;
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
