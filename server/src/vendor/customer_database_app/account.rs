//! What Customer Database App's accounts can be told, and have from the start.

use super::dialect::{CREDENTIAL, ERRORS_AS_200, KEY};
use super::plan;
use super::setup;
use crate::domain::connection::{Access, Form, Ids, Setting, SettingKind};
use crate::vendor::account::{Account, Newcomer, Told, told};

/// The declaration.
pub(super) static ACCOUNT: Account = Account {
    form: Form {
        ids: Ids::Numbers,
        access: Some(Access::ApiKey),
        settings: &[Setting {
            name: ERRORS_AS_200,
            kind: SettingKind::Boolean,
            about: "Whether what the client is to blame for is answered with 200, for clients that look at `result` alone.",
        }],
        credentials: &[(CREDENTIAL, "Key of the account.")],
        digest: None,
    },
    plan: plan::plan,
    // It takes and tells nothing.
    readings: &[],
    identity: None,
    names_brands: false,
    welcome: Some(welcome),
};

fn welcome<'a>(newcomer: &'a Newcomer<'a>) -> Told<'a> {
    Box::pin(async {
        setup::set_up(newcomer.work, newcomer.connection).await?;
        Ok(told([("header", KEY.into())]))
    })
}
