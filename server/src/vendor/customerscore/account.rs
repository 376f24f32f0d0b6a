//! What Customerscore's accounts can be told.

use super::dialect::CREDENTIAL;
use super::import::METRICS_OPTIONAL;
use super::plan;
use crate::domain::connection::{Access, Form, Ids, Setting, SettingKind};
use crate::vendor::account::Account;

/// The declaration.
pub(super) static ACCOUNT: Account = Account {
    form: Form {
        ids: Ids::Companys,
        access: Some(Access::ApiKey),
        settings: &[Setting {
            name: METRICS_OPTIONAL,
            kind: SettingKind::Boolean,
            about: "Whether an import may leave out `metrics`, as the newer edition of the vendor's documentation has it.",
        }],
        credentials: &[(CREDENTIAL, "Token made in the app's API settings.")],
        digest: None,
    },
    plan: plan::plan,
    // It takes and tells nothing.
    readings: &[],
    identity: None,
    names_brands: false,
    welcome: None,
};
