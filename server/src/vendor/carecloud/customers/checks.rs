//! Rules that need the store.

use entity::lookup::LookupKind;

use super::super::access;
use super::super::dialect::CareCloud;
use super::types::PersonalInformation;
use crate::domain::account::credentials;
use crate::domain::source::store as sources;
use crate::error::{Result, Rule, Violation};
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};

/// The hash of a password that is strong enough; made before a transaction is held, because it is slow.
/// The password of a customer of the real vendor is the vendor's to check, and is not kept here.
pub(super) async fn password_hash(call: &Call<'_, CareCloud>, password: Option<&str>) -> Result<Option<String>> {
    let Some(password) = password.filter(|_| call.checks_rules()) else { return Ok(None) };
    credentials::check_strength(password)?;
    call.app.passwords().hash(password).await.map(Some)
}

/// Look-up entries that a customer names and the connection does not have.
pub(super) async fn references(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    person: &PersonalInformation,
) -> Result<Vec<Violation>, Refusal> {
    let named = [
        (LookupKind::Language, "customer.personal_information.language_id", &person.language_id),
        (LookupKind::Store, "customer.personal_information.store_id", &person.store_id),
    ];
    let mut broken = Vec::new();
    for (kind, path, id) in named {
        if let Some(id) = id.as_deref().filter(|id| !id.is_empty())
            && access::entry(call, work, kind, id).await?.is_none()
        {
            broken.push(unknown(path, id));
        }
    }
    Ok(broken)
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
