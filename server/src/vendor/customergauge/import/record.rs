//! A record as its configuration reads it: values by field, and what no field is read from.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use entity::Timestamp;
use entity::import_configuration::ImportType;
use regex::Regex;
use serde_json::{Map, Value};

use super::name::KnownField;
use crate::domain::survey::Mapped;
use crate::error::{Rule, Violation};
use crate::vendor::local;

/// Characters of a value at the most.
const LONGEST: usize = 128;
const TIMES: [&str; 4] = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];

static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$"));
/// "Digits, space, parentheses, dash, plus."
static PHONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9 ()+-]*[0-9][0-9 ()+-]*$"));

#[expect(clippy::expect_used, reason = "the patterns are constants and a test reads each")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// What a record says.
#[derive(Debug, Default)]
pub(super) struct Record {
    values: BTreeMap<KnownField, Given>,
    /// Mapped fields without a meaning of their own, by their names.
    pub(super) other: Map<String, Value>,
    /// What stands under headings that are not mapped.
    pub(super) unmapped: Map<String, Value>,
    headings: HashMap<KnownField, String>,
}

#[derive(Debug)]
struct Given {
    heading: String,
    text: String,
}

/// What an answer says beyond texts.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) nps: Option<i16>,
    pub(super) follow_up: Option<bool>,
    pub(super) sent_at: Option<Timestamp>,
    pub(super) responded_at: Option<Timestamp>,
}

impl Record {
    /// Reads what was sent; every breach is found.
    pub(super) fn read(mapping: &[Mapped], sent: Map<String, Value>) -> (Self, Vec<Violation>) {
        let mut record = Self::default();
        for mapped in mapping {
            if let Some(name) = KnownField::of(&mapped.field) {
                record.headings.entry(name).or_insert_with(|| mapped.heading.clone());
            }
        }
        let mut broken = Vec::new();
        for (heading, value) in sent {
            match mapping.iter().find(|mapped| mapped.heading == heading) {
                None => {
                    record.unmapped.insert(heading, value);
                }
                Some(mapped) => match text(&value) {
                    Ok(None) => {}
                    Ok(Some(text)) => record.take(&mapped.field, heading, text),
                    Err(()) => broken.push(at(&heading, Rule::Format, format!("The {heading} must be a string."))),
                },
            }
        }
        (record, broken)
    }

    fn take(&mut self, field: &str, heading: String, text: String) {
        match KnownField::of(field) {
            Some(name) => {
                self.values.entry(name).or_insert(Given { heading, text });
            }
            None => {
                self.other.insert(field.to_owned(), text.into());
            }
        }
    }

    /// A field's value.
    pub(super) fn text(&self, name: KnownField) -> Option<String> {
        self.values.get(&name).map(|given| given.text.clone())
    }

    /// The values of these fields, by their titles.
    pub(super) fn titled(&self, wanted: impl Fn(KnownField) -> bool) -> impl Iterator<Item = (String, Value)> {
        let wanted = self.values.iter().filter(move |(name, _)| wanted(**name));
        wanted.map(|(name, given)| (name.title().to_owned(), Value::from(given.text.as_str())))
    }

    /// The rule that a field's value breaks.
    pub(super) fn broken(&self, name: KnownField, rule: Rule, message: impl FnOnce(&str) -> String) -> Violation {
        let heading = self.heading(name);
        at(heading, rule, message(heading)).with_value(self.text(name).unwrap_or_default())
    }

    /// The rules of its data type and of its fields that it breaks.
    pub(super) fn violations(&self, data_type: ImportType) -> Vec<Violation> {
        let missing =
            required(data_type).iter().filter(|names| names.iter().all(|name| !self.values.contains_key(name)));
        let missing = missing.map(|names| {
            // Of several that would do, the one that is mapped is asked for.
            let asked = names.iter().find(|name| self.headings.contains_key(name)).unwrap_or(&names[0]);
            Violation::required(format!("record.{}", self.heading(*asked)))
        });
        missing.chain(self.values.iter().filter_map(|(name, given)| fault(*name, given))).collect()
    }

    /// What it says as an answer; every breach is found.
    pub(super) fn answer(&self, zone: Tz) -> Result<Answer, Vec<Violation>> {
        let mut broken = Vec::new();
        let answer = Answer {
            nps: self.read_as(
                KnownField::Nps,
                score,
                |heading| format!("The {heading} must be between 0 and 10."),
                &mut broken,
            ),
            follow_up: self.read_as(
                KnownField::FollowUp,
                yes_or_no,
                |heading| format!("The selected {heading} is invalid."),
                &mut broken,
            ),
            sent_at: self.read_as(KnownField::SentDate, |text| instant(text, zone), no_date, &mut broken),
            responded_at: self.read_as(KnownField::ResponseDate, |text| instant(text, zone), no_date, &mut broken),
        };
        if broken.is_empty() { Ok(answer) } else { Err(broken) }
    }

    fn read_as<T>(
        &self,
        name: KnownField,
        read: impl FnOnce(&str) -> Option<T>,
        message: impl FnOnce(&str) -> String,
        broken: &mut Vec<Violation>,
    ) -> Option<T> {
        let value = read(&self.values.get(&name)?.text);
        if value.is_none() {
            broken.push(self.broken(name, Rule::Format, message));
        }
        value
    }

    /// Where the field is read from.
    fn heading(&self, name: KnownField) -> &str {
        let given = self.values.get(&name).map(|given| given.heading.as_str());
        given.or_else(|| self.headings.get(&name).map(String::as_str)).unwrap_or(name.title())
    }
}

/// Of each group one must be there.
fn required(data_type: ImportType) -> &'static [&'static [KnownField]] {
    const REACHED: &[KnownField] = &[KnownField::Email, KnownField::Phone];
    match data_type {
        ImportType::Account => &[&[KnownField::AccountName]],
        ImportType::Contact | ImportType::Survey | ImportType::MultiObject => &[REACHED],
        ImportType::AccountAlias => &[&[KnownField::AccountName], &[KnownField::Alias]],
        ImportType::Activity => {
            &[&[KnownField::AccountName], &[KnownField::Reference], &[KnownField::Source], &[KnownField::Type]]
        }
        ImportType::ExternalResponse => &[&[KnownField::SentDate], &[KnownField::ResponseDate], REACHED],
    }
}

fn fault(name: KnownField, given: &Given) -> Option<Violation> {
    let Given { heading, text } = given;
    if text.chars().count() > LONGEST && !name.is_prose() {
        let message = format!("The {heading} may not be greater than {LONGEST} characters.");
        return Some(at(heading, Rule::TooLong, message));
    }
    let (pattern, message) = match name {
        KnownField::Email | KnownField::AccountManagerEmail => {
            (&EMAIL, format!("The {heading} must be a valid email address."))
        }
        KnownField::Phone => (&PHONE, format!("The {heading} format is invalid.")),
        _ => return None,
    };
    (!pattern.is_match(text)).then(|| at(heading, Rule::Format, message).with_value(text))
}

fn at(heading: &str, rule: Rule, message: String) -> Violation {
    Violation::new(format!("record.{heading}"), rule, message)
}

/// The samples send texts; numbers and truth values are kept as text. Blank is as good as nothing.
fn text(value: &Value) -> Result<Option<String>, ()> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(_) | Value::Object(_) => return Err(()),
    };
    Ok((!text.is_empty()).then_some(text))
}

fn score(text: &str) -> Option<i16> {
    let number: f64 = text.parse().ok()?;
    (0_i16..=10).find(|score| f64::from(*score) == number)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "y" | "yes" | "true" | "1" => Some(true),
        "n" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn no_date(heading: &str) -> String {
    format!("The {heading} is not a valid date.")
}

fn instant(text: &str, zone: Tz) -> Option<Timestamp> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return local::instant(instant.naive_utc(), Tz::UTC);
    }
    let timed = TIMES.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(chrono::NaiveTime::MIN));
    local::instant(timed.or_else(day)?, zone)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn mapping(pairs: &[(&str, &str)]) -> Vec<Mapped> {
        let mapped =
            |(field, heading): &(&str, &str)| Mapped { field: (*field).to_owned(), heading: (*heading).to_owned() };
        pairs.iter().map(mapped).collect()
    }

    fn read(pairs: &[(&str, &str)], sent: Value) -> (Record, Vec<Violation>) {
        let Value::Object(sent) = sent else { panic!("an object") };
        Record::read(&mapping(pairs), sent)
    }

    fn paths(broken: &[Violation]) -> Vec<(&str, Rule)> {
        broken.iter().map(|broken| (broken.path.as_str(), broken.rule)).collect()
    }

    #[test]
    fn headings_are_read_by_the_mapping_and_in_its_case_only() {
        let pairs = [("Email", "Mail"), ("NPS Score", "Score"), ("Shoe size", "Shoe"), ("Comment", "Words")];
        let (record, broken) = read(
            &pairs,
            json!({ "Mail": " a@b.cz ", "Score": 9, "Shoe": true, "Words": " ", "mail": "x", "Other": [1] }),
        );
        assert_eq!(broken, []);
        assert_eq!(record.text(KnownField::Email).as_deref(), Some("a@b.cz"));
        assert_eq!(record.text(KnownField::Comment), None);
        assert_eq!(record.answer(Tz::UTC).expect("an answer").nps, Some(9));
        assert_eq!(Value::Object(record.other), json!({ "Shoe size": "true" }));
        assert_eq!(Value::Object(record.unmapped), json!({ "mail": "x", "Other": [1] }));
    }

    #[test]
    fn a_mapped_value_is_one_value() {
        let (_, broken) = read(&[("Email", "Email")], json!({ "Email": ["a@b.cz"] }));
        assert_eq!(paths(&broken), [("record.Email", Rule::Format)]);
    }

    #[test]
    fn each_data_type_has_its_required_fields_under_their_headings() {
        let pairs = [("Phone Number", "Tel"), ("Sent Date", "Sent")];
        let (record, _) = read(&pairs, json!({}));
        let missing =
            |data_type| record.violations(data_type).into_iter().map(|broken| broken.path).collect::<Vec<_>>();
        assert_eq!(missing(ImportType::Account), ["record.Account Name"]);
        assert_eq!(missing(ImportType::Contact), ["record.Tel"]);
        assert_eq!(missing(ImportType::AccountAlias), ["record.Account Name", "record.Alias"]);
        assert_eq!(
            missing(ImportType::Activity),
            ["record.Account Name", "record.Reference", "record.Source", "record.Type"]
        );
        assert_eq!(missing(ImportType::ExternalResponse), ["record.Sent", "record.Response Date", "record.Tel"]);
    }

    #[test]
    fn values_must_be_what_their_fields_are() {
        let pairs = [
            ("Email", "Email"),
            ("Phone", "Phone"),
            ("Account Name", "Account"),
            ("NPS Score", "NPS"),
            ("Follow Up Request", "Call"),
            ("Sent Date", "Sent"),
            ("Response Date", "Done"),
            ("Comment", "Comment"),
        ];
        let long = "x".repeat(LONGEST + 1);
        let sent = json!({
            "Email": "a@b", "Phone": "call me", "Account": long, "Comment": long, "NPS": "11", "Call": "maybe",
            "Sent": "10.05.2023", "Done": "2023-02-30 10:00:00",
        });
        let (record, _) = read(&pairs, sent);
        assert_eq!(
            paths(&record.violations(ImportType::Contact)),
            [("record.Account", Rule::TooLong), ("record.Email", Rule::Format), ("record.Phone", Rule::Format)]
        );
        let broken = record.answer(Tz::UTC).expect_err("it is broken");
        let wrong = |path| (path, Rule::Format);
        assert_eq!(paths(&broken), ["record.NPS", "record.Call", "record.Sent", "record.Done"].map(wrong));
    }

    #[test]
    fn an_answer_is_read_in_the_connections_zone() {
        let pairs = [("Sent Date", "Sent"), ("Response Date", "Done"), ("NPS", "NPS"), ("Follow Up", "Call")];
        let sent =
            json!({ "Sent": "2023-05-10 11:34:56", "Done": "2022-05-10T12:34:56+02:00", "NPS": "10.0", "Call": "Y" });
        let (record, _) = read(&pairs, sent);
        let answer = record.answer(Tz::Europe__Prague).expect("an answer");
        assert_eq!(answer.sent_at, "2023-05-10T09:34:56Z".parse().ok());
        assert_eq!(answer.responded_at, "2022-05-10T10:34:56Z".parse().ok());
        assert_eq!((answer.nps, answer.follow_up), (Some(10), Some(true)));
        assert_eq!((score("9.5"), score("-1"), score("NaN"), score("ten")), (None, None, None, None));
    }
}
