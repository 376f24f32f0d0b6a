//! Structures of the customers resource, after the vendor's structures page. Fields added after the page are nullable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A customer account.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("required" = ["customer_id", "personal_information", "last_change", "state"]))]
pub(super) struct Customer {
    /// Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) customer_id: Option<String>,
    pub(super) personal_information: PersonalInformation,
    /// Read-only; local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_change: Option<String>,
    /// Read-only; 0 deleted, 1 active, 2 inactive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<i32>,
    /// What else was sent. None of it is documented.
    #[serde(flatten)]
    #[schemars(skip)]
    pub(super) other: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct PersonalInformation {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) salutation: Option<String>,
    /// 1 male, 2 female, 3 miss, 4 private, 5 other.
    #[serde(default)]
    pub(super) gender: Option<i64>,
    #[serde(default)]
    pub(super) first_name: Option<String>,
    #[serde(default)]
    pub(super) last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pre_nominals: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) post_nominals: Option<String>,
    #[serde(default)]
    pub(super) birthdate: Option<String>,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) phone: Option<String>,
    #[serde(default)]
    pub(super) language_id: Option<String>,
    #[serde(default)]
    pub(super) store_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) photo_url: Option<String>,
    #[serde(default)]
    pub(super) address: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) agreement: Option<Agreement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) consents: Option<Vec<Consent>>,
    /// What else was sent. None of it is documented.
    #[serde(flatten)]
    #[schemars(skip)]
    pub(super) other: Map<String, Value>,
}

/// Consents in their older form; 0 refused or withdrawn, 1 given, 2 not set.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct Agreement {
    #[serde(default)]
    pub(super) agreement_gtc: Option<i64>,
    #[serde(default)]
    pub(super) agreement_profiling: Option<i64>,
    #[serde(default)]
    pub(super) agreement_marketing_communication: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) custom_agreements: Vec<CustomAgreement>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct CustomAgreement {
    pub(super) agreement_id: String,
    pub(super) agreement_value: i64,
}

/// A consent in its newer form.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Consent {
    pub(super) consent_id: String,
    pub(super) consent_value: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_change: Option<String>,
}

/// Where a customer account comes from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct CustomerSourceRecord {
    pub(super) customer_source_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) external_id: Option<String>,
}

/// A login at a social network.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(in super::super) struct SocialNetworkCredentials {
    pub(in super::super) social_network_id: String,
    pub(in super::super) social_network_token: String,
}
