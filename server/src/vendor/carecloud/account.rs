//! What CareCloud's accounts can be told.

use super::{basic, plan, proofs, readings, upstream};
use crate::domain::connection::{Access, Form, Ids, Setting, SettingKind};
use crate::vendor::account::Account;

/// The declaration.
pub(super) static ACCOUNT: Account = Account {
    form: Form {
        ids: Ids::Texts,
        access: Some(Access::Login),
        settings: &[
            Setting {
                name: basic::ALLOWED,
                kind: SettingKind::Boolean,
                about: "Whether the enterprise interface takes HTTP Basic too, for API users made from now on.",
            },
            Setting {
                name: upstream::BASIC,
                kind: SettingKind::Boolean,
                about: "In proxy mode: whether the vendor is shown HTTP Basic credentials instead of logging in there.",
            },
            Setting {
                name: plan::SOURCE,
                kind: SettingKind::Text,
                about: "In proxy mode: the customer source of customers that are created in the graph.",
            },
        ],
        credentials: &[
            ("login", "User name of the API user."),
            ("password", "Password of the API user."),
            ("user_external_application_id", "Id of the application that the API user logs in from."),
        ],
        digest: Some(basic::digest_for),
    },
    plan: plan::plan,
    readings: readings::READINGS,
    identity: Some(&proofs::IDENTITY),
    names_brands: false,
    welcome: None,
};
