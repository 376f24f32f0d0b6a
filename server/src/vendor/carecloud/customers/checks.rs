//! Rules that need the store.

use entity::lookup::{self, LookupKind};

use super::super::access;
use super::super::dialect::CareCloud;
use super::types::PersonalInformation;
use crate::domain::source::store as sources;
use crate::error::{Result, Rule, Violation};
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};

/// The hash of a password that is strong enough by `check`; made before a transaction is held, because it is slow.
/// The password of a customer of the real vendor is the vendor's to check, and is not kept here.
pub(super) async fn password_hash(
    call: &Call<'_, CareCloud>,
    password: Option<&str>,
    check: fn(&str) -> Result<()>,
) -> Result<Option<String>> {
    let Some(password) = password.filter(|_| call.checks_rules()) else { return Ok(None) };
    check(password)?;
    call.app.passwords().hash(password).await.map(Some)
}

/// Where a call names the source that a customer came from.
const SOURCE: &str = "customer_source.customer_source_id";

/// The entry of the source of customers that a call names, if it names one, and a violation for each look-up entry that it names and the
/// connection does not have.
pub(super) async fn references(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    person: &PersonalInformation,
    source: Option<&str>,
) -> Result<(Option<lookup::Model>, Vec<Violation>), Refusal> {
    let said = |id: &'_ Option<String>| id.clone().filter(|id| !id.is_empty());
    let named = [
        (LookupKind::Language, "customer.personal_information.language_id", said(&person.language_id)),
        (LookupKind::Store, "customer.personal_information.store_id", said(&person.store_id)),
        (LookupKind::CustomerSource, SOURCE, source.map(str::to_owned)),
    ];
    let wanted: Vec<(LookupKind, &str)> =
        named.iter().filter_map(|(kind, _, id)| Some((*kind, id.as_deref()?))).collect();
    let mut known = access::entries(call, work, &wanted).await?;
    let mut broken = Vec::new();
    for (kind, path, id) in &named {
        if let Some(id) = id
            && !known.iter().any(|entry| entry.kind == *kind && entry.vendor_id == *id)
        {
            broken.push(unknown(path, id));
        }
    }
    known.retain(|entry| entry.kind == LookupKind::CustomerSource);
    Ok((known.pop(), broken))
}

/// Whether another account has this address; the vendor keeps addresses unique.
pub(super) async fn email_is_free(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    email: Option<&str>,
    own: Option<i64>,
) -> Result<Option<Violation>> {
    let Some(email) = email.filter(|_| call.checks_rules()) else { return Ok(None) };
    let connection = call.caller()?.connection.id;
    let taken = sources::by_email(work.db(), work.brand(), connection, email).await?;
    Ok(taken.filter(|record| Some(record.id) != own).map(|_| {
        let message = "a customer with this e-mail address exists";
        Violation::new("customer.personal_information.email", Rule::AlreadyExists, message).with_value(email)
    }))
}

/// The violation for an id that names nothing.
pub(super) fn unknown(path: &str, id: &str) -> Violation {
    let name = path.rsplit('.').next().unwrap_or(path);
    Violation::new(path, Rule::NotFound, format!("{name} does not exist")).with_value(id)
}
