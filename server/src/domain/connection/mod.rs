//! Connections: one vendor account of one brand. Each brand also has the built-in first-party connection, `onefold`.

pub mod admin;
pub mod graphql;
pub mod service;
pub mod store;

use entity::connection::{self, Mode, Vendor};
use serde_json::Value as Json;
use url::Url;

use crate::error::{Rule, Violation};

/// How a vendor's client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// By an API key.
    ApiKey,
    /// By logging in with user name and password.
    Login,
    /// By an OAuth client's secret.
    OauthClient,
}

/// How a vendor forms the ids of its customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// A number, counted up.
    Numbers,
    /// A text of its own making.
    Texts,
    /// The company's own id.
    Companys,
}

/// What the connections of one vendor can be told. The vendors declare it, see [`crate::app::App::form`].
#[derive(Debug)]
pub struct Form {
    /// How it forms the ids of its customers.
    pub ids: Ids,
    /// How the clients of the vendor's mirror prove who they are; nobody is a client of Onefold's own connection.
    pub access: Option<Access>,
    /// Switches, kept in the open.
    pub settings: &'static [Setting],
    /// What the vendor wants to see before it answers, kept sealed: name, and what it is.
    pub credentials: &'static [(&'static str, &'static str)],
    /// What is kept sealed of a new API user's password, for a vendor whose clients prove that they know it without sending it.
    pub digest: Option<Digest>,
}

/// What the connections of every vendor can be told.
static COMMON: [Setting; 2] = [
    Setting {
        name: READ_ONLY,
        kind: SettingKind::Boolean,
        about: "In proxy mode: whether changes made in the graph stay here instead of going to the vendor.",
    },
    Setting {
        name: MAX_AGE,
        kind: SettingKind::Integer,
        about: "In proxy mode: seconds after which what is stored of a customer is read anew at the vendor before it is shown.",
    },
];

/// The setting by which nothing goes back to the vendor.
pub const READ_ONLY: &str = "read_only";
/// The setting that says how old the copy of a record may be.
pub const MAX_AGE: &str = "max_age_seconds";

impl Form {
    /// Every switch: the vendor's own, then those of all that can be behind a proxy.
    pub fn all_settings(&self) -> impl Iterator<Item = &'static Setting> {
        let common: &'static [Setting] = if self.access.is_some() { &COMMON } else { &[] };
        self.settings.iter().chain(common)
    }
}

/// Made of a connection and a password; absent where the connection does not allow it.
pub type Digest = fn(&connection::Model, &str) -> Option<String>;

/// A switch of a vendor's connections.
#[derive(Debug)]
pub struct Setting {
    /// The key in the connection's settings.
    pub name: &'static str,
    /// What it takes.
    pub kind: SettingKind,
    /// What it does.
    pub about: &'static str,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A text.
    Text,
    /// An object of texts.
    TextMap,
    /// Where the vendor answers; the credentials are shown there too, so that the rules of the base URL hold.
    Address,
}

impl SettingKind {
    fn takes(self, value: &Json) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64(),
            Self::Text | Self::Address => value.is_string(),
            Self::TextMap => value.as_object().is_some_and(|texts| texts.values().all(Json::is_string)),
        }
    }
}

/// What an administrator decides of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// Tells apart several accounts of one vendor in one brand.
    pub name: String,
    /// Mirror or proxy.
    pub mode: Mode,
    /// Where the real vendor answers.
    pub base_url: Option<String>,
    /// The zone of the vendor's zoneless times.
    pub time_zone: String,
    /// Switches, by name.
    pub settings: Json,
}

impl Details {
    /// What a row says.
    pub fn of(row: &connection::Model) -> Self {
        let connection::Model { name, mode, base_url, time_zone, settings, .. } = row.clone();
        Self { name, mode, base_url, time_zone, settings }
    }

    /// Where the vendor answers what this setting is about: there, or at the base URL.
    fn address(&self, setting: &str) -> Option<&str> {
        self.settings.get(setting).and_then(Json::as_str).or(self.base_url.as_deref())
    }
}

/// A connection to be made.
#[derive(Clone, Debug)]
pub struct NewConnection {
    /// The system it leads to.
    pub vendor: Vendor,
    /// The rest.
    pub details: Details,
}

/// The rules that settings break which the vendor does not know, or that hold the wrong thing.
fn unfit_settings(form: &Form, settings: &Json, plain_http: &[String]) -> Vec<Violation> {
    let Some(given) = settings.as_object() else {
        return vec![Violation::new("settings", Rule::Format, "settings must be a JSON object")];
    };
    given.iter().filter_map(|(name, value)| unfit_setting(form, name, value, plain_http)).collect()
}

/// The rule that one setting breaks.
fn unfit_setting(form: &Form, name: &str, value: &Json, plain_http: &[String]) -> Option<Violation> {
    let path = format!("settings.{name}");
    let Some(setting) = form.all_settings().find(|setting| setting.name == name) else {
        return Some(Violation::new(path, Rule::NotFound, "the vendor has no such setting"));
    };
    if !setting.kind.takes(value) {
        return Some(Violation::new(path, Rule::Format, format!("{name} does not take this")).with_value(value));
    }
    match (setting.kind, value.as_str()) {
        (SettingKind::Address, Some(text)) => unfit_address(path, text, plain_http),
        _ => None,
    }
}

/// The rule that an address breaks at which no vendor is to be called: it must be `https`, or `http` at a host for which the operator
/// allows that, and carry nothing but host and path.
fn unfit_address(path: impl Into<String>, text: &str, plain_http: &[String]) -> Option<Violation> {
    let broken = |rule, message: &str| Some(Violation::new(path, rule, message));
    let Ok(url) = Url::parse(text) else { return broken(Rule::Format, "this is not an address") };
    if !url.username().is_empty() || url.password().is_some() {
        return broken(Rule::NotAllowed, "credentials do not belong in the address; they are kept sealed");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return broken(Rule::NotAllowed, "the address must end with the path");
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => None,
        ("http", Some(host)) if plain_http.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)) => None,
        ("http", Some(_)) => broken(Rule::NotAllowed, "plain http is not allowed to this host; use https"),
        _ => broken(Rule::Format, "this is not a web address (https)"),
    }
}

/// Whether a change leads to a server that the credentials were not meant for.
fn leads_elsewhere(form: &Form, was: &Details, is: &Details) -> bool {
    let addresses = form.settings.iter().filter(|setting| setting.kind == SettingKind::Address);
    let moved = |name: &str| !same_server(was.address(name), is.address(name));
    !same_server(was.base_url.as_deref(), is.base_url.as_deref()) || addresses.into_iter().any(|one| moved(one.name))
}

/// Whether both addresses lead to the same server, so that what is secret to one may be shown to the other.
fn same_server(one: Option<&str>, other: Option<&str>) -> bool {
    let origin = |text: &str| Url::parse(text).ok().map(|url| url.origin());
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => origin(one).is_some() && origin(one) == origin(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
