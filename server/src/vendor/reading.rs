//! Checking what was sent against a shape. Every breach is found, not only the first; what comes out has canonical names and types.

use chrono::NaiveDate;
use serde_json::{Map, Number, Value as Json};

use super::shape::{Field, Kind, Place};
use crate::error::{Rule, Violation};

/// What was sent, decoded by the dialect.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Parts of the path.
    pub path: Vec<(String, String)>,
    /// The query string in order, repeated names kept.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Body,
}

impl Sent {
    /// PostgreSQL keeps no text with this character, wherever it stands.
    fn holds_nul(&self) -> bool {
        let pairs = self.path.iter().chain(&self.query);
        pairs.flat_map(|(name, value)| [name, value]).any(|text| text.contains('\0'))
            || self.body.values.iter().any(|(name, value)| name.contains('\0') || nul_in(value))
    }
}

fn nul_in(value: &Json) -> bool {
    match value {
        Json::String(text) => text.contains('\0'),
        Json::Array(items) => items.iter().any(nul_in),
        Json::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || nul_in(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// A body as an object; an empty one when there is none.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Its fields.
    pub values: Map<String, Json>,
    /// Whether every value came as text and may mean a number, as in a query.
    pub textual: bool,
}

impl Body {
    /// A body whose values have types, as those of JSON.
    pub fn typed(values: Map<String, Json>) -> Self {
        Self { values, textual: false }
    }

    /// A body whose values are text, as those of a form. There one value is as good as a list of one, and of several under one name the
    /// first counts where one is wanted.
    pub fn textual(values: Map<String, Json>) -> Self {
        Self { values, textual: true }
    }
}

/// Reads everything that `fields` name; unknown fields of the body are kept as they are, unknown query parameters are dropped.
///
/// # Errors
/// Every rule that was broken.
pub fn read(fields: &[Field], sent: Sent) -> Result<Json, Vec<Violation>> {
    let mut reader = Reader::default();
    if sent.holds_nul() {
        reader.break_rule("", Rule::Format, "a text holds the character U+0000", None);
    }
    let mut read = Map::new();
    for field in fields.iter().filter(|field| field.place != Place::Body) {
        let given = match field.place {
            Place::Path => text_of(&sent.path, field),
            _ => query_value(&sent.query, field),
        };
        if let Some(value) = reader.field(field, given, "", true) {
            read.insert(field.name.to_owned(), value);
        }
    }
    let body_fields = fields.iter().filter(|field| field.place == Place::Body);
    let body = reader.object(body_fields, sent.body.values, "", sent.body.textual);
    // What the path names cannot be overruled by the body.
    for (name, value) in body {
        read.entry(name).or_insert(value);
    }
    if reader.violations.is_empty() { Ok(Json::Object(read)) } else { Err(reader.violations) }
}

fn text_of(pairs: &[(String, String)], field: &Field) -> Option<Json> {
    let names = std::iter::once(field.name).chain(field.aliases.iter().copied());
    names
        .filter_map(|name| pairs.iter().find(|(key, _)| key == name))
        .map(|(_, value)| Json::String(value.clone()))
        .next()
}

/// A list comes as `name[]=a&name[]=b`, `name[0]=a`, or repeated; anything else is the first value.
fn query_value(pairs: &[(String, String)], field: &Field) -> Option<Json> {
    let Kind::List { .. } = field.kind else { return text_of(pairs, field) };
    let names = std::iter::once(field.name).chain(field.aliases.iter().copied());
    names.map(|name| listed(pairs, name)).find(|items| !items.is_empty()).map(Json::Array)
}

fn listed(pairs: &[(String, String)], name: &str) -> Vec<Json> {
    let belongs = |key: &str| {
        key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('[') && rest.ends_with(']'))
    };
    pairs.iter().filter(|(key, _)| belongs(key)).map(|(_, value)| Json::String(value.clone())).collect()
}

#[derive(Default)]
struct Reader {
    violations: Vec<Violation>,
}

impl Reader {
    fn break_rule(&mut self, path: &str, rule: Rule, message: impl Into<String>, value: Option<&Json>) -> Option<Json> {
        let violation = Violation::new(path, rule, message);
        self.violations.push(match value {
            Some(Json::String(text)) => violation.with_value(text),
            Some(value @ (Json::Number(_) | Json::Bool(_))) => violation.with_value(value),
            _ => violation,
        });
        None
    }

    fn object<'f>(
        &mut self,
        fields: impl Iterator<Item = &'f Field>,
        mut sent: Map<String, Json>,
        path: &str,
        textual: bool,
    ) -> Map<String, Json> {
        // What was sent is changed where it stands: a large body is mostly fields that are kept as they are.
        for field in fields {
            let mut given = sent.get_mut(field.name).map(Json::take);
            for alias in field.aliases {
                let other = sent.shift_remove(*alias);
                given = given.or(other);
            }
            match self.field(field, given, path, textual) {
                Some(value) => match sent.get_mut(field.name) {
                    Some(place) => *place = value,
                    None => drop(sent.insert(field.name.to_owned(), value)),
                },
                None => drop(sent.shift_remove(field.name)),
            }
        }
        sent
    }

    /// `textual`: it came as text in a query, a path or a form and may mean a number.
    fn field(&mut self, field: &Field, given: Option<Json>, parent: &str, textual: bool) -> Option<Json> {
        let path = if parent.is_empty() { field.name.to_owned() } else { format!("{parent}.{}", field.name) };
        let given = if textual { given.and_then(|given| in_number(field, given)) } else { given };
        match given {
            None | Some(Json::Null) if field.required => {
                self.break_rule(&path, Rule::Required, format!("{} is required", field.name), None)
            }
            None | Some(Json::Null) => None,
            Some(Json::String(text)) if text.trim().is_empty() && field.required => {
                self.break_rule(&path, Rule::Empty, format!("{} must not be empty", field.name), None)
            }
            Some(value) => self.value(field, &field.kind, value, &path, textual),
        }
    }

    fn value(&mut self, field: &Field, kind: &Kind, value: Json, path: &str, textual: bool) -> Option<Json> {
        match (kind, value) {
            (Kind::Any, value) => Some(value),
            (Kind::Text, Json::String(text)) => self.text(field, text, path),
            (Kind::Text, Json::Number(number)) if field.numbers_as_text => self.text(field, number.to_string(), path),
            (Kind::Date, Json::String(text)) => self.date(text, path),
            (Kind::Integer | Kind::Number, Json::Number(number)) => self.number(field, kind, number, path),
            (Kind::Integer | Kind::Number | Kind::Boolean, Json::String(text)) if textual => {
                self.parsed(field, kind, &text, path)
            }
            (Kind::Boolean, value @ Json::Bool(_)) => Some(value),
            (Kind::Object(fields), Json::Object(sent)) => {
                Some(Json::Object(self.object(fields.iter(), sent, path, textual)))
            }
            (Kind::List { of, at_least, at_most }, Json::Array(items)) => {
                self.list(field, (of, *at_least, *at_most), items, path, textual)
            }
            (_, value) => {
                self.break_rule(path, Rule::Format, format!("{} must be {}", field.name, article(kind)), Some(&value))
            }
        }
    }

    fn text(&mut self, field: &Field, text: String, path: &str) -> Option<Json> {
        let value = Json::String(text);
        let text = value.as_str().unwrap_or_default();
        if let Some(longest) = field.longest
            && text.chars().count() > longest
        {
            let message = format!("{} must not be longer than {longest} characters", field.name);
            return self.break_rule(path, Rule::TooLong, message, None);
        }
        if let Some(pattern) = field.pattern
            && !text.is_empty()
            && !pattern.is_match(text)
        {
            return self.break_rule(path, Rule::Format, format!("{} has an invalid format", field.name), Some(&value));
        }
        if !field.one_of.is_empty()
            && !text.is_empty()
            && !field.one_of.iter().any(|known| known.eq_ignore_ascii_case(text))
        {
            let message = format!("{} must be one of {}", field.name, field.one_of.join(", "));
            return self.break_rule(path, Rule::NotAllowed, message, Some(&value));
        }
        Some(value)
    }

    fn date(&mut self, text: String, path: &str) -> Option<Json> {
        if text.is_empty() {
            return None;
        }
        match NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
            // chrono reads `2024-5-1` too.
            Ok(date) if date.to_string() == text => Some(Json::String(text)),
            _ => self.break_rule(path, Rule::Format, "a date has the form YYYY-MM-DD", Some(&Json::String(text))),
        }
    }

    fn number(&mut self, field: &Field, kind: &Kind, number: Number, path: &str) -> Option<Json> {
        let value = Json::Number(number);
        if matches!(kind, Kind::Integer) && value.as_i64().is_none() {
            return self.break_rule(path, Rule::Format, format!("{} must be a whole number", field.name), Some(&value));
        }
        let (least, most) = (field.least.unwrap_or(i64::MIN), field.most.unwrap_or(i64::MAX));
        let outside = value.as_i64().map_or_else(
            || value.as_f64().is_some_and(|number| number < least as f64 || number > most as f64),
            |number| number < least || number > most,
        );
        if outside {
            let message = match (field.least, field.most) {
                (Some(least), Some(i64::MAX) | None) => format!("{} must be at least {least}", field.name),
                _ => format!("{} must lie between {least} and {most}", field.name),
            };
            return self.break_rule(path, Rule::NotAllowed, message, Some(&value));
        }
        Some(value)
    }

    /// A number or truth value that came as text.
    fn parsed(&mut self, field: &Field, kind: &Kind, text: &str, path: &str) -> Option<Json> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let read = match kind {
            Kind::Boolean => match text.to_ascii_lowercase().as_str() {
                "1" | "true" => Some(Json::Bool(true)),
                "0" | "false" => Some(Json::Bool(false)),
                _ => None,
            },
            Kind::Integer => text.parse::<i64>().ok().map(Json::from),
            _ => text.parse::<f64>().ok().and_then(Number::from_f64).map(Json::Number),
        };
        match read {
            Some(Json::Number(number)) => self.number(field, kind, number, path),
            Some(value) => Some(value),
            None => {
                let value = Json::String(text.to_owned());
                self.break_rule(path, Rule::Format, format!("{} must be {}", field.name, article(kind)), Some(&value))
            }
        }
    }

    fn list(
        &mut self,
        field: &Field,
        rule: (&Kind, usize, usize),
        items: Vec<Json>,
        path: &str,
        textual: bool,
    ) -> Option<Json> {
        let (of, at_least, at_most) = rule;
        if items.len() < at_least {
            return self.break_rule(
                path,
                Rule::Empty,
                format!("{} must have at least {at_least} items", field.name),
                None,
            );
        }
        if items.len() > at_most {
            return self.break_rule(
                path,
                Rule::TooLong,
                format!("{} must not have more than {at_most} items", field.name),
                None,
            );
        }
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            if let Some(item) = self.value(field, of, item, &format!("{path}[{index}]"), textual) {
                read.push(item);
            }
        }
        Some(Json::Array(read))
    }
}

/// Text does not tell a value from a list of one: a list is made where one is wanted, and of a list the first is taken where it is not.
fn in_number(field: &Field, given: Json) -> Option<Json> {
    match (&field.kind, given) {
        (Kind::List { .. }, text @ Json::String(_)) => Some(Json::Array(vec![text])),
        (Kind::List { .. } | Kind::Any, given) => Some(given),
        (_, Json::Array(items)) => items.into_iter().next(),
        (_, given) => Some(given),
    }
}

fn article(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "a text",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::Date => "a date (YYYY-MM-DD)",
        Kind::Any => "a value",
        Kind::Object(_) => "an object",
        Kind::List { .. } => "a list",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(value: Json) -> Sent {
        let Json::Object(body) = value else { panic!("an object") };
        Sent { body: Body::typed(body), ..Sent::default() }
    }

    #[test]
    fn every_breach_is_found_with_its_path() {
        let item =
            Kind::Object(vec![Field::body("id", Kind::Text).required().longest(3), Field::body("day", Kind::Date)]);
        let fields = [Field::body("items", Kind::List { of: Box::new(item), at_least: 1, at_most: 2 }).required()];
        let sent = body(json!({ "items": [{ "id": "long" }, { "id": " ", "day": "2024-0525" }] }));
        let broken: Vec<(String, Rule)> = read(&fields, sent)
            .expect_err("it is broken")
            .into_iter()
            .map(|broken| (broken.path, broken.rule))
            .collect();
        assert_eq!(
            broken,
            [
                ("items[0].id".to_owned(), Rule::TooLong),
                ("items[1].id".to_owned(), Rule::Empty),
                ("items[1].day".to_owned(), Rule::Format),
            ]
        );
    }

    #[test]
    fn the_canonical_name_wins_over_an_alias_and_unknown_fields_are_kept() {
        let fields = [Field::body("brand_id", Kind::Integer).or(&["brandID"])];
        let read = read(&fields, body(json!({ "brandID": 2, "brand_id": 1, "other": [] }))).expect("it is right");
        assert_eq!(read, json!({ "brand_id": 1, "other": [] }));
    }

    #[test]
    fn a_query_is_read_by_its_types() {
        let fields = [
            Field::query("count", Kind::Integer).between(1, 1000),
            Field::query("valid", Kind::Boolean),
            Field::query("ids", Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: 9 }),
            Field::query("codes", Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: 9 }).or(&["code"]),
        ];
        let query = [("count", "20"), ("valid", "1"), ("ids[]", "a"), ("ids[]", "b"), ("code", "c"), ("idsx", "x")];
        let sent =
            Sent { query: query.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(), ..Sent::default() };
        assert_eq!(
            read(&fields, sent).expect("it is right"),
            json!({ "count": 20, "valid": true, "ids": ["a", "b"], "codes": ["c"] })
        );
    }
    #[test]
    fn a_form_is_read_by_its_types() {
        let fields = [
            Field::body("id", Kind::Integer).required(),
            Field::body("flag", Kind::Boolean),
            Field::body("names", Kind::List { of: Box::new(Kind::Text), at_least: 1, at_most: 2 }),
            Field::body("first", Kind::Text),
            Field::body("blank", Kind::Number),
        ];
        let sent = |value: Json| {
            let Json::Object(values) = value else { panic!("an object") };
            Sent { body: Body::textual(values), ..Sent::default() }
        };
        let form = json!({ "id": "7", "flag": "true", "names": "a", "first": ["1", "1400"], "blank": "" });
        assert_eq!(
            read(&fields, sent(form)).expect("it is right"),
            json!({ "id": 7, "flag": true, "names": ["a"], "first": "1" })
        );
        let broken = read(&fields, sent(json!({ "id": "seven", "names": ["a", "b", "c"] }))).expect_err("it is broken");
        assert_eq!(
            broken.iter().map(|one| (one.path.as_str(), one.rule)).collect::<Vec<_>>(),
            [("id", Rule::Format), ("names", Rule::TooLong)]
        );
        assert!(read(&fields, body(json!({ "id": "7" }))).is_err(), "a body with types is read strictly");
    }

    #[test]
    fn a_character_that_no_store_keeps_is_refused_wherever_it_is() {
        for sent in [json!({ "a": "x\0" }), json!({ "a": { "b\0": [1] } }), json!({ "a": ["\0"] })] {
            let broken = read(&[], body(sent)).expect_err("it is broken");
            assert_eq!(broken[0].rule, Rule::Format);
        }
    }
}
