//! Surveys: import configurations and touchpoints.

use entity::import_configuration::{self, ImportType};
use entity::lookup::{self, LookupKind};
use serde_json::{Value as Json, json};

use super::lookups::{Entry, define as lookups};
use super::*;

/// Field of the vendor, heading it is read from. The first seven headings are those of the documentation's examples.
const RESPONSE: &[(&str, &str)] = &[
    ("Account Name", "Account Name"),
    ("First Name", "First Name"),
    ("Last Name", "Last Name"),
    ("Email", "Email"),
    ("Sent Date", "Sent Date"),
    ("Response Date", "Survey Completed Date"),
    ("NPS Score", "NPS Score"),
    ("Comment", "Comment"),
    ("Follow Up Request", "Follow Up Request"),
    ("Follow Up Details", "Follow Up Details"),
    ("Touchpoint", "Touchpoint"),
    ("Phone Number", "Phone Number"),
];
/// As the documentation's table of parameters spells them.
const TABLE: &[(&str, &str)] = &[
    ("Email", "Email"),
    ("Account Name", "AccountName"),
    ("Sent Date", "Sent Date"),
    ("Response Date", "Completed Date"),
    ("NPS Score", "NPS Score"),
];
const CONTACT: &[(&str, &str)] =
    &[("Email", "Email"), ("First Name", "First Name"), ("Last Name", "Last Name"), ("Account Name", "Account Name")];
const ACCOUNT: &[(&str, &str)] = &[("Account Name", "Account Name"), ("Industry", "Industry")];

/// Reference, name, data type, mapping of field to heading.
type Configuration = (&'static str, &'static str, ImportType, &'static [(&'static str, &'static str)]);

/// The first three references are printed in the documentation.
const CONFIGURATIONS: [Configuration; 5] = [
    ("53505294-0b20-2509-b15d-c8e377701d66", "Web survey", ImportType::ExternalResponse, RESPONSE),
    ("12305294-0b20-4009-b95d-c8123301d66", "Web survey, form body", ImportType::ExternalResponse, RESPONSE),
    ("9dd58237-c913-4073-9c76-07da0b49ff50", "Survey of the shops", ImportType::ExternalResponse, TABLE),
    ("contact", "Contacts", ImportType::Contact, CONTACT),
    ("account", "Accounts", ImportType::Account, ACCOUNT),
];

const TOUCHPOINTS: [&str; 4] = ["After purchase", "After delivery", "Customer care", "Relationship"];

/// Finds or makes both; the touchpoints are what responses name.
pub(super) async fn define(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<lookup::Model>, DbErr> {
    let list = Condition::all().add(import_configuration::Column::ConnectionId.eq(of.connection));
    let wanted = CONFIGURATIONS.iter().map(|configuration| row(of, configuration)).collect();
    ensure::<import_configuration::Entity>(db, list, import_configuration::Column::Reference, wanted).await?;
    let touchpoints = TOUCHPOINTS.map(|name| Entry::printed(&name.to_lowercase().replace(' ', "_"), name));
    lookups(db, of, LookupKind::Touchpoint, touchpoints.into()).await
}

fn row(
    of: Scope,
    &(reference, name, data_type, mapping): &(&str, &str, ImportType, &[(&str, &str)]),
) -> import_configuration::Model {
    let mapping = mapping.iter().map(|(field, heading)| json!({ "field": field, "heading": heading }));
    import_configuration::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        reference: reference.to_owned(),
        name: name.to_owned(),
        data_type,
        mapping: Json::Array(mapping.collect()),
        created_at: long_ago(),
        updated_at: long_ago(),
    }
}
