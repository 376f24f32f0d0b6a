//! What an account has from the start: an import configuration for each of the usual sorts, under a word as reference.

use entity::import_configuration::ImportType;

use super::import::KnownField;
use crate::domain::survey::{ConfigurationDraft, Mapped, NewConfiguration, service as surveys, store};
use crate::error::Result;
use crate::store::Work;

/// Reference, name, data type.
const CONFIGURATIONS: [(&str, &str, ImportType); 4] = [
    ("account", "Accounts", ImportType::Account),
    ("contact", "Contacts", ImportType::Contact),
    ("multi-object", "Accounts and contacts", ImportType::MultiObject),
    ("external-response", "External responses", ImportType::ExternalResponse),
];

/// Defines those that a connection does not have, each field under its own name as heading.
///
/// # Errors
/// The store failed.
pub(super) async fn set_up(work: &Work<'_>, connection: i64) -> Result<Vec<&'static str>> {
    for (reference, name, data_type) in CONFIGURATIONS {
        if store::configuration(work.db(), connection, reference).await?.is_some() {
            continue;
        }
        let mapped = |name: &KnownField| Mapped { field: name.title().to_owned(), heading: name.title().to_owned() };
        let mapping = KnownField::ALL.iter().filter(|name| name.belongs_to(data_type)).map(mapped).collect();
        let draft = ConfigurationDraft { name: name.to_owned(), data_type, mapping };
        let new = NewConfiguration { connection, reference: Some(reference.to_owned()), draft };
        surveys::create_configuration(work, new).await?;
    }
    Ok(CONFIGURATIONS.iter().map(|(reference, _, _)| *reference).collect())
}
