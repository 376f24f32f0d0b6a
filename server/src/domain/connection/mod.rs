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

/// How the clients of this vendor's mirror prove who they are; nobody is a client of Onefold's own connection.
pub fn access(vendor: Vendor) -> Option<Access> {
    match vendor {
        Vendor::Onefold => None,
        Vendor::Carecloud => Some(Access::Login),
        Vendor::Customergauge => Some(Access::OauthClient),
        Vendor::Omnidesk | Vendor::CustomerDatabaseApp | Vendor::Customerscore => Some(Access::ApiKey),
    }
}

/// What the connections of one vendor can be told. The vendors declare it, see [`crate::app::App::form`].
#[derive(Debug)]
pub struct Form {
    /// Switches, kept in the open.
    pub settings: &'static [Setting],
    /// What the vendor wants to see before it answers, kept sealed: name, and what it is.
    pub credentials: &'static [(&'static str, &'static str)],
    /// What is kept sealed of a new API user's password, for a vendor whose clients prove that they know it without sending it.
    pub digest: Option<Digest>,
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
}

impl SettingKind {
    fn takes(self, value: &Json) -> bool {
        match self {
            Self::Boolean => value.is_boolean(),
            Self::Integer => value.is_i64(),
            Self::Text => value.is_string(),
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
fn unknown_settings(form: &Form, settings: &Json) -> Vec<Violation> {
    let Some(given) = settings.as_object() else {
        return vec![Violation::new("settings", Rule::Format, "settings must be a JSON object")];
    };
    let broken = given.iter().filter_map(|(name, value)| {
        let path = format!("settings.{name}");
        match form.settings.iter().find(|setting| setting.name == name) {
            None => Some(Violation::new(path, Rule::NotFound, "the vendor has no such setting")),
            Some(setting) if !setting.kind.takes(value) => {
                Some(Violation::new(path, Rule::Format, format!("{name} does not take this")).with_value(value))
            }
            Some(_) => None,
        }
    });
    broken.collect()
}

/// The rule that an address breaks at which no vendor is to be called: it must be `https`, or `http` at a host for which the operator
/// allows that, and carry nothing but host and path.
fn unfit_address(text: &str, plain_http: &[String]) -> Option<Violation> {
    let broken = |rule, message: &str| Some(Violation::new("baseUrl", rule, message));
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
