//! Accounts and contacts: found again by what the vendor knows them by, and made when they are not there.

use entity::customer::CustomerKind;
use entity::source_record;
use serde_json::{Map, Value, json};

use super::name::KnownField;
use super::record::Record;
use crate::domain::identity::service as identities;
use crate::domain::source::{Facts, service as sources, store};
use crate::error::Result;
use crate::store::Work;

/// The company that a record names; nothing when it names none. `more` is kept with it under the fields' names.
pub(super) async fn account(
    work: &Work<'_>,
    connection: i64,
    record: &Record,
    more: Map<String, Value>,
) -> Result<Option<source_record::Model>> {
    let Some(name) = record.text(KnownField::AccountName) else { return Ok(None) };
    // The vendor knows a company by its name alone.
    let known = store::company(work.db(), connection, &name).await?;
    let mut facts = known.as_ref().map(Facts::of).unwrap_or_default();
    facts.kind = CustomerKind::Company;
    facts.display_name = Some(name.clone());
    facts.company_name = Some(name.clone());
    facts.owner_email = record.text(KnownField::AccountManagerEmail).or(facts.owner_email);
    facts.extra.extend(record.titled(|name| name.is_of_account() && !has_place(name)));
    facts.extra.extend(more);
    if let Some(alias) = record.text(KnownField::Alias) {
        add_alias(&mut facts.extra, alias);
    }
    put(work, connection, known, Some(name), facts).await.map(Some)
}

/// The person that a record names by address or number. `more` is kept with them under the fields' names.
pub(super) async fn contact(
    work: &Work<'_>,
    connection: i64,
    record: &Record,
    more: Map<String, Value>,
) -> Result<source_record::Model> {
    let (email, phone) = (record.text(KnownField::Email), record.text(KnownField::Phone));
    let known = find(work, connection, email.as_deref(), phone.as_deref()).await?;
    let mut facts = known.as_ref().map(Facts::of).unwrap_or_default();
    facts.first_name = record.text(KnownField::FirstName).or(facts.first_name);
    facts.last_name = record.text(KnownField::LastName).or(facts.last_name);
    facts.email = email.or(facts.email);
    facts.phone = phone.or(facts.phone);
    facts.company_name = record.text(KnownField::AccountName).or(facts.company_name);
    facts.owner_email = record.text(KnownField::AccountManagerEmail).or(facts.owner_email);
    facts.extra.extend(record.titled(|name| name.is_of_contact() && !has_place(name)));
    if record.text(KnownField::AccountName).is_none() {
        facts.extra.extend(record.titled(|name| name.is_of_account() && !has_place(name)));
    }
    facts.extra.extend(more);
    put(work, connection, known, None, facts).await
}

/// By the address, else by the number. Of two people with one number, who has another address is another.
async fn find(
    work: &Work<'_>,
    connection: i64,
    email: Option<&str>,
    phone: Option<&str>,
) -> Result<Option<source_record::Model>> {
    if let Some(email) = email
        && let Some(known) = store::by_email(work.db(), work.brand(), connection, email).await?
    {
        return Ok(Some(known));
    }
    let Some(phone) = phone else { return Ok(None) };
    let known = store::by_phone(work.db(), work.brand(), connection, phone).await?;
    Ok(known.filter(|known| email.is_none() || known.email.is_none()))
}

/// What was said before and is said again changes nothing, and is now newer.
async fn put(
    work: &Work<'_>,
    connection: i64,
    known: Option<source_record::Model>,
    external_id: Option<String>,
    facts: Facts,
) -> Result<source_record::Model> {
    let Some(known) = known else { return sources::create_numbered(work, connection, None, external_id, facts).await };
    if Facts::of(&known) != facts {
        return sources::update(work, known, &facts).await;
    }
    store::observe(work.db(), &[known.id], work.now()).await?;
    identities::resolve(work, known.customer_id).await?;
    Ok(known)
}

/// Whether the graph has a field for it.
fn has_place(name: KnownField) -> bool {
    use KnownField::{AccountManagerEmail, AccountName, Email, FirstName, LastName, Phone};
    matches!(name, AccountName | AccountManagerEmail | FirstName | LastName | Email | Phone)
}

fn add_alias(extra: &mut Map<String, Value>, alias: String) {
    let aliases = extra.entry(KnownField::Alias.title()).or_insert_with(|| json!([]));
    if let Some(aliases) = aliases.as_array_mut()
        && !aliases.iter().any(|known| known.as_str() == Some(alias.as_str()))
    {
        aliases.push(alias.into());
    }
}
