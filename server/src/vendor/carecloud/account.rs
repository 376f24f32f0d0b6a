//! What CareCloud's accounts can be told.

use super::basic;
use super::upstream;
use crate::domain::connection::{Access, Form, Setting, SettingKind};
use crate::vendor::account::Account;

/// The declaration.
pub(super) static ACCOUNT: Account = Account {
    form: Form {
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
                about: "Whether calls to the vendor show the API user by HTTP Basic instead of logging in.",
            },
        ],
        credentials: &[
            ("login", "User name of the API user."),
            ("password", "Password of the API user."),
            ("user_external_application_id", "Id of the application that the API user logs in from."),
        ],
        digest: Some(basic::digest_for),
    },
    names_brands: false,
    welcome: None,
};
