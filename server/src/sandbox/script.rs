//! Fault scripts: a JSON list of rules, each of which says which calls it is about and what happens to them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::Context;
use axum::http::{HeaderName, HeaderValue, Method};
use entity::connection::Vendor;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::operations::{Named, Operations, literals};

/// Rules, in their order.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Script(Vec<Rule>);

/// One rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Whose calls; absent: every vendor's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<Vendor>,
    /// Which calls: an operation's name, or `METHOD /path` where `{…}` stands for any word; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// How many calls are let through first.
    #[serde(default)]
    pub skip: u64,
    /// How many calls it happens to; absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// How likely it happens, from 0 to 1; absent: it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What happens.
    pub fault: Fault,
}

/// What happens to a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is performed later. Further rules are looked at all the same.
    Latency(Latency),
    /// It is answered with a status.
    Status(Status),
    /// The token that it shows is ended, and it is refused for that.
    ExpiredToken(Plain),
    /// It is performed, and the answer breaks off.
    CutBody(CutBody),
    /// It is answered with a web page.
    NotJson(NotJson),
    /// A field of it, or of the answer, gets lost.
    DropField(DropField),
    /// The answer has a field more.
    AddField(AddField),
    /// A field of the answer has another type.
    RetypeField(RetypeField),
    /// A field of the answer has another name.
    RenameField(RenameField),
    /// It is performed twice; the client gets the first answer.
    Duplicate(Plain),
    /// Nothing comes.
    Hang(Hang),
    /// It is performed, and the connection closed without an answer.
    LostAnswer(Plain),
    /// The connection is closed before it is performed.
    Reset(Plain),
}

/// Nothing more to say.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plain {}

/// See [`Fault::Latency`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Latency {
    /// How much later.
    pub ms: u64,
}

/// See [`Fault::Status`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// From 200 to 999.
    pub status: u16,
    /// Further headers, such as `Retry-After`.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// JSON, or a text that is sent as it is; absent: as the vendor refuses, and nothing below 400.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
    /// Whether the call is performed all the same.
    #[serde(default)]
    pub after_performing: bool,
}

/// See [`Fault::CutBody`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutBody {
    /// Bytes that are sent; absent: half of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<usize>,
}

/// See [`Fault::NotJson`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotJson {
    /// The page's status.
    #[serde(default = "ok")]
    pub status: u16,
}

fn ok() -> u16 {
    200
}

/// Where a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// In the body or the query of the request.
    Request,
    /// In the body of the answer.
    Reply,
}

/// See [`Fault::DropField`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropField {
    /// Where it is.
    pub r#in: Side,
    /// JSON pointer; a `*` stands for every element of a list.
    pub pointer: String,
}

/// See [`Fault::AddField`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddField {
    /// JSON pointer of the new field; a `*` stands for every element of a list.
    pub pointer: String,
    /// What it holds.
    pub value: Json,
}

/// See [`Fault::RetypeField`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetypeField {
    /// JSON pointer; a `*` stands for every element of a list.
    pub pointer: String,
    /// The type that it gets.
    pub to: JsonType,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonType {
    /// `null`
    Null,
    /// `true`
    Boolean,
    /// The number that a text holds, else 0.
    Number,
    /// The value as text.
    String,
    /// A list with the value in it.
    Array,
    /// An object with the value in it.
    Object,
}

/// See [`Fault::RenameField`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameField {
    /// JSON pointer; a `*` stands for every element of a list.
    pub pointer: String,
    /// The name that it gets.
    pub to: String,
}

/// See [`Fault::Hang`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hang {
    /// After how long the connection is closed; absent: never, until the client goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
}

/// What is wrong with a script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ScriptError {
    /// Where: `[2].fault.status.status`.
    pub place: String,
    /// What.
    pub problem: String,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() { f.write_str(&self.problem) } else { write!(f, "{}: {}", self.place, self.problem) }
    }
}

impl Script {
    /// Reads a file.
    ///
    /// # Errors
    /// Names the file and the place in it that is wrong.
    pub fn of_file(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let rules = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        Self::of(rules).with_context(|| format!("the fault script {}", path.display()))
    }

    /// Reads a list of rules.
    ///
    /// # Errors
    /// Names the place that is wrong.
    pub fn of(mut rules: Json) -> Result<Self, ScriptError> {
        let Some(list) = rules.as_array_mut() else {
            return Err(ScriptError { place: String::new(), problem: "a script is a list of rules".to_owned() });
        };
        list.iter_mut().for_each(spell_out);
        let rules: Vec<Rule> = serde_path_to_error::deserialize(rules).map_err(|error| ScriptError {
            place: error.path().to_string(),
            problem: error.into_inner().to_string(),
        })?;
        let operations = Operations::all();
        for (at, rule) in rules.iter().enumerate() {
            rule.check(&operations)
                .map_err(|(place, problem)| ScriptError { place: format!("[{at}].{place}"), problem })?;
        }
        Ok(Self(rules))
    }

    /// Its rules.
    pub fn rules(&self) -> &[Rule] {
        &self.0
    }
}

/// `"reset"` is short for `{"reset": {}}`.
fn spell_out(rule: &mut Json) {
    if let Some(fault) = rule.get_mut("fault")
        && let Json::String(name) = fault
    {
        let name = std::mem::take(name);
        *fault = Json::Object(Map::from_iter([(name, Json::Object(Map::new()))]));
    }
}

type Problem = (&'static str, String);

impl Rule {
    fn check(&self, operations: &Operations) -> Result<(), Problem> {
        if self.vendor == Some(Vendor::Onefold) {
            return Err(("vendor", "Onefold itself has no mirror".to_owned()));
        }
        if self.times == Some(0) {
            return Err(("times", "a rule that happens to no call says nothing".to_owned()));
        }
        if self.probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
            return Err(("probability", "this is not between 0 and 1".to_owned()));
        }
        if let Some(wanted) = &self.operation {
            self.check_operation(wanted, operations)?;
        }
        self.fault.check()
    }

    fn check_operation(&self, wanted: &str, operations: &Operations) -> Result<(), Problem> {
        if let Some((method, path)) = wanted.split_once(' ') {
            let is_method = method.parse::<Method>().is_ok() && !method.chars().any(char::is_lowercase);
            let is_right = is_method && path.starts_with('/');
            return if is_right { Ok(()) } else { Err(("operation", "a call is named METHOD /path".to_owned())) };
        }
        let known = operations.names(self.vendor);
        if known.contains(&wanted) {
            return Ok(());
        }
        Err(("operation", format!("there is no operation {wanted:?}; there are {}", known.join(", "))))
    }

    /// Whether the call is one of those that the rule is about.
    pub(super) fn is_about(&self, named: &Named, method: &Method, path: &str) -> bool {
        if self.vendor.is_some_and(|vendor| vendor != named.vendor) {
            return false;
        }
        match self.operation.as_deref().map(|wanted| wanted.split_once(' ').ok_or(wanted)) {
            None => true,
            Some(Err(name)) => named.operation == Some(name),
            Some(Ok((of, pattern))) => of == method.as_str() && literals(pattern, path, false).is_some(),
        }
    }
}

impl Fault {
    /// Its name in scripts.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Latency(_) => "latency",
            Self::Status(_) => "status",
            Self::ExpiredToken(_) => "expired_token",
            Self::CutBody(_) => "cut_body",
            Self::NotJson(_) => "not_json",
            Self::DropField(_) => "drop_field",
            Self::AddField(_) => "add_field",
            Self::RetypeField(_) => "retype_field",
            Self::RenameField(_) => "rename_field",
            Self::Duplicate(_) => "duplicate",
            Self::Hang(_) => "hang",
            Self::LostAnswer(_) => "lost_answer",
            Self::Reset(_) => "reset",
        }
    }

    fn check(&self) -> Result<(), Problem> {
        match self {
            Self::Status(fault) => {
                is_status("fault.status.status", fault.status)?;
                fault.headers.iter().try_for_each(|(name, value)| is_header(name, value))
            }
            Self::NotJson(fault) => is_status("fault.not_json.status", fault.status),
            Self::DropField(fault) => is_pointer("fault.drop_field.pointer", &fault.pointer),
            Self::AddField(fault) => is_pointer("fault.add_field.pointer", &fault.pointer),
            Self::RetypeField(fault) => is_pointer("fault.retype_field.pointer", &fault.pointer),
            Self::RenameField(fault) => is_pointer("fault.rename_field.pointer", &fault.pointer),
            _ => Ok(()),
        }
    }
}

fn is_status(place: &'static str, status: u16) -> Result<(), Problem> {
    if (200..=999).contains(&status) { Ok(()) } else { Err((place, format!("{status} is not between 200 and 999"))) }
}

fn is_header(name: &str, value: &str) -> Result<(), Problem> {
    let is_right = name.parse::<HeaderName>().is_ok() && value.parse::<HeaderValue>().is_ok();
    if is_right { Ok(()) } else { Err(("fault.status.headers", format!("{name:?}: {value:?} is no header"))) }
}

fn is_pointer(place: &'static str, pointer: &str) -> Result<(), Problem> {
    let problem = || (place, format!("{pointer:?} is no JSON pointer to a field, such as /customer/email"));
    if pointer.starts_with('/') && pointer.len() > 1 { Ok(()) } else { Err(problem()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn wrong(rules: Json, said: &str) {
        let error = Script::of(rules).expect_err("it is wrong").to_string();
        assert!(error.starts_with(said), "{error}");
    }

    #[test]
    fn a_script_that_is_wrong_names_the_place() {
        wrong(json!({}), "a script is a list of rules");
        wrong(json!([{ "fault": "reset" }, { "fault": "burn" }]), "[1].fault");
        wrong(json!([{ "fault": { "latency": { "seconds": 1 } } }]), "[0].fault.latency.seconds: unknown field");
        wrong(json!([{ "fault": "latency" }]), "[0].fault.latency: missing field `ms`");
        wrong(json!([{ "vendor": "salesforce", "fault": "reset" }]), "[0].vendor: unknown variant `salesforce`");
        wrong(json!([{ "vendor": "onefold", "fault": "reset" }]), "[0].vendor: Onefold itself");
        wrong(json!([{ "times": 0, "fault": "reset" }]), "[0].times: ");
        wrong(json!([{ "probability": 1.5, "fault": "reset" }]), "[0].probability: this is not between 0 and 1");
        wrong(json!([{ "when": 1, "fault": "reset" }]), "[0].when: unknown field");
        wrong(
            json!([{ "vendor": "customerscore", "operation": "getCustomerIndex", "fault": "reset" }]),
            "[0].operation: there is no operation \"getCustomerIndex\"; there are importCustomers",
        );
        wrong(json!([{ "operation": "get /api/v2/customer", "fault": "reset" }]), "[0].operation: a call is named");
        wrong(json!([{ "fault": { "status": { "status": 99 } } }]), "[0].fault.status.status: 99 is not between");
        wrong(
            json!([{ "fault": { "status": { "status": 429, "headers": { "Retry After": "1" } } } }]),
            "[0].fault.status.headers: ",
        );
        wrong(
            json!([{ "fault": { "drop_field": { "in": "reply", "pointer": "email" } } }]),
            "[0].fault.drop_field.pointer: \"email\" is no JSON pointer",
        );
    }

    #[test]
    fn a_rule_is_about_the_calls_it_names() {
        let path = "/api/v2/customer/7";
        let named = Operations::all().find(&Method::GET, path).expect("Omnidesk");
        let is_about = |rule: &Json| {
            let script = Script::of(json!([rule])).expect("a script");
            script.rules()[0].is_about(&named, &Method::GET, path)
        };
        for rule in [
            json!({ "fault": "reset" }),
            json!({ "vendor": "omnidesk", "fault": "reset" }),
            json!({ "operation": "getCustomerItem", "fault": "reset" }),
            json!({ "vendor": "omnidesk", "operation": "GET /api/v2/customer/{id}", "fault": "reset" }),
            json!({ "operation": "GET /api/v2/customer/7", "fault": "reset" }),
        ] {
            assert!(is_about(&rule), "{rule}");
        }
        for rule in [
            json!({ "vendor": "carecloud", "fault": "reset" }),
            json!({ "operation": "getCustomerIndex", "fault": "reset" }),
            json!({ "operation": "PUT /api/v2/customer/{id}", "fault": "reset" }),
            json!({ "operation": "GET /api/v2/customer/8", "fault": "reset" }),
        ] {
            assert!(!is_about(&rule), "{rule}");
        }
    }
}
