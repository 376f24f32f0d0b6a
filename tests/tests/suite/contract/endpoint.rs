//! The operations with their types forgotten, and a sample call of each.

use entity::connection::Vendor;
use onefold::domain::account::Permission;
use onefold::vendor::contract::{Access, Dialect, Entry};
use onefold::vendor::shape::{Field, Kind, Place};
use onefold::vendor::{Visitor, visit};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

/// One operation under its first prefix.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub(super) vendor: Vendor,
    pub(super) name: &'static str,
    pub(super) method: String,
    pub(super) prefix: &'static str,
    pub(super) path: String,
    pub(super) is_open: bool,
    pub(super) permission: Option<Permission>,
    pub(super) body_limit: usize,
    pub(super) fields: Vec<Field>,
}

/// What a call sends, by place.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Map<String, Value>,
}

/// All of a vendor.
pub(super) fn of(vendor: Vendor) -> Vec<Endpoint> {
    struct Collect(Vendor, Vec<Endpoint>);
    impl Visitor for Collect {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            if D::VENDOR == self.0 {
                self.1.extend(operations().into_iter().map(endpoint));
            }
        }
    }
    let mut found = Collect(vendor, Vec::new());
    visit(&mut found);
    found.1
}

fn endpoint<D: Dialect>(operation: Entry<D>) -> Endpoint {
    Endpoint {
        vendor: D::VENDOR,
        name: operation.name,
        method: operation.method.to_string(),
        prefix: D::PREFIXES[0],
        path: operation.path.to_owned(),
        is_open: operation.access == Access::Open,
        permission: match operation.access {
            Access::Needs(permission) => Some(permission),
            _ => None,
        },
        body_limit: D::BODY_LIMIT,
        fields: operation.fields.to_vec(),
    }
}

impl Endpoint {
    /// Whether it reads a body.
    pub(super) fn has_body(&self) -> bool {
        self.fields.iter().any(|field| field.place == Place::Body)
    }

    /// Whether a call of `path` may reach this endpoint.
    pub(super) fn could_be(&self, path: &str) -> bool {
        let (own, other): (Vec<_>, Vec<_>) = (self.path.split('/').collect(), path.split('/').collect());
        let fits = |(own, other): (&&str, &&str)| own == other || own.starts_with('{') || other.starts_with('{');
        own.len() == other.len() && own.iter().zip(&other).all(fits)
    }

    /// A call that keeps every rule of the shape.
    pub(super) fn sample(&self) -> Sample {
        let mut path = self.path.clone();
        while let (Some(start), Some(end)) = (path.find('{'), path.find('}')) {
            path.replace_range(start..=end, "1");
        }
        let required = |place| self.fields.iter().filter(move |field| field.place == place && field.required);
        let query = required(Place::Query).map(|field| (field.name.to_owned(), text(&value(field, &field.kind))));
        let body = required(Place::Body).map(|field| (field.name.to_owned(), value(field, &field.kind)));
        Sample { path, query: query.collect(), body: body.collect() }
    }
}

/// A value as a form or a query writes it.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value that keeps the field's rules.
pub(super) fn value(field: &Field, kind: &Kind) -> Value {
    match kind {
        Kind::Text => text_of(field).into(),
        Kind::Integer => field.least.filter(|least| *least != i64::MIN).unwrap_or(1).into(),
        Kind::Number => json!(1),
        Kind::Boolean => false.into(),
        Kind::Date => "2024-05-25".into(),
        Kind::Any => "any".into(),
        Kind::Object(fields) => fields
            .iter()
            .filter(|field| field.required)
            .map(|field| (field.name.to_owned(), value(field, &field.kind)))
            .collect::<Map<_, _>>()
            .into(),
        Kind::List { of, at_least, .. } => (0..(*at_least).max(1)).map(|_| value(field, of)).collect(),
    }
}

fn text_of(field: &Field) -> String {
    if let Some(first) = field.one_of.first() {
        return (*first).to_owned();
    }
    match field.pattern {
        Some(pattern) => matching(pattern.as_str()),
        None => "x".to_owned(),
    }
}

/// A text such as people send.
fn plausible(pattern: &str) -> String {
    let pattern = regex::Regex::new(pattern).expect("a pattern");
    let usual = [
        "a@example.com",
        "420170134844",
        "+420170134844",
        "01/02/2024 10:00:00",
        "01/02/2024",
        "2024-02-01 10:00:00",
        "1",
        "x",
    ];
    usual.into_iter().find(|text| pattern.is_match(text)).expect("a usual text that matches").to_owned()
}

/// A text that matches; the generator knows no anchors and needs none.
fn matching(pattern: &str) -> String {
    let inner = pattern.trim_start_matches('^').trim_end_matches('$');
    let strategy = proptest::string::string_regex(inner).expect("a pattern that can be generated");
    let mut runner = TestRunner::deterministic();
    let texts = std::iter::repeat_with(|| strategy.new_tree(&mut runner).expect("a text").current());
    // A pattern that only forbids some characters admits ones that no text of a form may hold.
    let printable = |text: &String| !text.chars().any(char::is_control) && !text.trim().is_empty();
    texts.take(1_000).find(printable).unwrap_or_else(|| plausible(pattern))
}
