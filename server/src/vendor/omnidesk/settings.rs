//! What can be set for an account, in its connection's settings.
//!
//! | setting | meaning |
//! |---|---|
//! | `no_content` | `true`: writes for which the page prints "No content" answer 204, with an empty body |
//! | `search_by_channels` | `true`: "enable customer search by channels" of the brand |
//! | `crm_lookup_url` | where the company's own CRM answers |
//! | `channel_ids` | the account's channel numbers, such as `{"7": "email"}` |

use entity::connection;
use serde_json::Value;

pub(super) const NO_CONTENT: &str = "no_content";
pub(super) const SEARCH_BY_CHANNELS: &str = "search_by_channels";
pub(super) const CRM_LOOKUP_URL: &str = "crm_lookup_url";
pub(super) const CHANNEL_IDS: &str = "channel_ids";

/// Whether writes answer 204. The status itself stands in settings that were made before they had a form.
pub(super) fn no_content(connection: &connection::Model) -> bool {
    match connection.settings.get(NO_CONTENT) {
        Some(Value::Bool(set)) => *set,
        Some(value) => value.as_u64() == Some(204),
        None => false,
    }
}

/// Whether a customer may be named by an address instead of the primary id.
pub(super) fn search_by_channels(connection: &connection::Model) -> bool {
    connection.settings.get(SEARCH_BY_CHANNELS).and_then(Value::as_bool).unwrap_or_default()
}

/// Where the company's own CRM answers.
pub(super) fn crm_lookup_url(connection: &connection::Model) -> Option<&str> {
    connection.settings.get(CRM_LOOKUP_URL)?.as_str().filter(|url| !url.is_empty())
}

/// The names of the account's own channel numbers.
pub(super) fn channel_ids(connection: &connection::Model) -> impl Iterator<Item = (&str, &str)> {
    let named = connection.settings.get(CHANNEL_IDS).and_then(Value::as_object);
    named.into_iter().flatten().filter_map(|(number, name)| Some((number.as_str(), name.as_str()?)))
}
