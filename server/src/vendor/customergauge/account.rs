//! What CustomerGauge's accounts can be told, and have from the start.

use super::plan;
use super::setup;
use crate::domain::connection::{Access, Form, Ids, Setting, SettingKind};
use crate::vendor::account::{Account, Newcomer, Told, told};

/// A connection's setting: where the vendor issues tokens.
pub(super) const TOKEN_URL: &str = "token_url";
/// A connection's setting: where the vendor receives webhooks.
pub(super) const HOOKS_URL: &str = "hooks_url";

/// The declaration.
pub(super) static ACCOUNT: Account = Account {
    form: Form {
        ids: Ids::Numbers,
        access: Some(Access::OauthClient),
        settings: &[
            Setting {
                name: TOKEN_URL,
                kind: SettingKind::Address,
                about: "Where the vendor's OAuth server answers, when it does not beside the base URL.",
            },
            Setting {
                name: HOOKS_URL,
                kind: SettingKind::Address,
                about: "Where the vendor's incoming webhooks answer, when they do not beside the base URL.",
            },
        ],
        credentials: &[
            ("client_id", "Client id of the connected app."),
            ("client_secret", "Client secret of the connected app."),
            ("hook_user", "User name that incoming webhooks ask for by HTTP Basic."),
            ("hook_password", "Password that incoming webhooks ask for by HTTP Basic."),
        ],
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
        let configurations = setup::set_up(newcomer.work, newcomer.connection).await?;
        Ok(told([
            ("token_path", "/oauth2/token".into()),
            ("records_path", "/records/".into()),
            ("hooks_path", "/hooks/customergauge/".into()),
            ("configurations", configurations.into()),
        ]))
    })
}
