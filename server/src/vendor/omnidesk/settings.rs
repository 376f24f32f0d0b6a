//! What can be set for an account, in its connection's settings.
//!
//! | setting | meaning |
//! |---|---|
//! | `no_content` | `204`: writes for which the page prints "No content" answer so, with an empty body |
//! | `search_by_channels` | `true`: "enable customer search by channels" of the brand |
//! | `crm_lookup_url` | where the company's own CRM answers |
//! | `channel_ids` | the account's channel numbers, such as `{"7": "email"}` |

use entity::connection;
use serde_json::Value;

/// Whether writes answer 204.
pub(super) fn no_content(connection: &connection::Model) -> bool {
    match connection.settings.get("no_content") {
        Some(Value::Bool(set)) => *set,
        Some(value) => value.as_u64() == Some(204),
        None => false,
    }
}

/// Whether a customer may be named by an address instead of the primary id.
pub(super) fn search_by_channels(connection: &connection::Model) -> bool {
    connection.settings.get("search_by_channels").and_then(Value::as_bool).unwrap_or_default()
}

/// Where the company's own CRM answers.
pub(super) fn crm_lookup_url(connection: &connection::Model) -> Option<&str> {
    connection.settings.get("crm_lookup_url")?.as_str().filter(|url| !url.is_empty())
}

/// The names of the account's own channel numbers.
pub(super) fn channel_ids(connection: &connection::Model) -> impl Iterator<Item = (&str, &str)> {
    let named = connection.settings.get("channel_ids").and_then(Value::as_object);
    named.into_iter().flatten().filter_map(|(number, name)| Some((number.as_str(), name.as_str()?)))
}
