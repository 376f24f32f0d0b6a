//! What Omnidesk's accounts can be told, and what a client of its mirror must know.

use super::dialect::{CREDENTIAL, KEY};
use super::settings;
use super::{plan, readings};
use crate::domain::connection::{Access, Form, Ids, Setting, SettingKind};
use crate::vendor::account::{Account, Newcomer, Told, told};

/// The declaration.
pub(super) static ACCOUNT: Account = Account {
    form: Form {
        ids: Ids::Numbers,
        access: Some(Access::ApiKey),
        settings: &[
            Setting {
                name: settings::NO_CONTENT,
                kind: SettingKind::Boolean,
                about: "Whether writes for which the page prints \"No content\" answer 204 with an empty body.",
            },
            Setting {
                name: settings::SEARCH_BY_CHANNELS,
                kind: SettingKind::Boolean,
                about: "Whether an address may name a customer instead of the primary id: the brand's \"enable customer search by channels\".",
            },
            Setting {
                name: settings::CRM_LOOKUP_URL,
                kind: SettingKind::Text,
                about: "Where the company's own CRM answers when a customer is synchronized with it.",
            },
            Setting {
                name: settings::CHANNEL_IDS,
                kind: SettingKind::TextMap,
                about: "What the account's own channel numbers stand for, such as {\"7\": \"email\"}.",
            },
        ],
        credentials: &[(CREDENTIAL, "Key of the customer API.")],
        digest: None,
    },
    plan: plan::plan,
    readings: readings::READINGS,
    identity: None,
    names_brands: true,
    welcome: Some(welcome),
};

/// Calls name the brand by its number.
fn welcome<'a>(newcomer: &'a Newcomer<'a>) -> Told<'a> {
    let numbers: Vec<i32> = newcomer.brands.iter().map(|brand| brand.number).collect();
    let known =
        told([("header", KEY.into()), ("brand_id", numbers.first().copied().into()), ("brand_ids", numbers.into())]);
    Box::pin(async { Ok(known) })
}
