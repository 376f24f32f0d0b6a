//! Between the vendor's customer and the domain's facts.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::consent::{self, Decision};
use entity::customer::Gender;
use entity::source_record::{self, RecordState};
use serde_json::{Map, Value};

use super::super::time;
use super::types::{Agreement, Consent, CustomAgreement, Customer, PersonalInformation};
use crate::domain::source::Facts;
use crate::error::{Error, Rule, Violation};

/// Purposes under which the three fixed agreements are kept.
const GTC: &str = "gtc";
const PROFILING: &str = "profiling";
const MARKETING: &str = "marketing_communication";
/// Before the id of any other.
const CUSTOM: &str = "custom:";
/// Where the store of the registration is kept among a record's other fields.
const STORE: &str = "store_id";

/// What the vendor's customer says.
///
/// # Errors
/// The birth date is no day of the calendar.
pub(super) fn facts(customer: &Customer) -> Result<Facts, Error> {
    let person = customer.personal_information.clone();
    let mut extra: Map<String, Value> = person.other;
    if let Some(store) = person.store_id {
        extra.insert(STORE.to_owned(), store.into());
    }
    Ok(Facts {
        salutation: person.salutation,
        first_name: person.first_name,
        last_name: person.last_name,
        pre_nominals: person.pre_nominals,
        post_nominals: person.post_nominals,
        birth_date: person.birthdate.as_deref().filter(|text| !text.is_empty()).map(birthdate).transpose()?,
        gender: person.gender.and_then(gender),
        language: person.language_id,
        email: person.email.filter(|text| !text.is_empty()),
        phone: person.phone.filter(|text| !text.is_empty()),
        photo_url: person.photo_url,
        address: person.address,
        extra,
        ..Facts::default()
    })
}

/// The same of a customer that a client sends. The address of the photo is for the vendor to say: what is known of it stays.
pub(super) fn facts_sent(customer: &Customer, photo_url: Option<String>) -> Result<Facts, Error> {
    Ok(Facts { photo_url, ..facts(customer)? })
}

/// What is said of a person, by the vendor's names; what is not said is left out.
pub(in super::super) fn person_said(facts: &Facts) -> Map<String, Value> {
    let text = |text: &Option<String>| text.clone().map(Value::String);
    let said = [
        ("salutation", text(&facts.salutation)),
        ("first_name", text(&facts.first_name)),
        ("last_name", text(&facts.last_name)),
        ("pre_nominals", text(&facts.pre_nominals)),
        ("post_nominals", text(&facts.post_nominals)),
        ("birthdate", facts.birth_date.map(|date| date.to_string().into())),
        ("gender", facts.gender.map(|gender| gender_number(gender).into())),
        ("language_id", text(&facts.language)),
        ("email", text(&facts.email)),
        // "International prefix, no plus".
        ("phone", facts.phone.as_ref().map(|phone| digits(phone).into())),
        ("photo_url", text(&facts.photo_url)),
        ("address", facts.address.clone()),
    ];
    said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// A consent as it is sent.
pub(in super::super) fn consent_said(row: &consent::Model) -> Value {
    let id = row.purpose.strip_prefix(CUSTOM).unwrap_or(&row.purpose);
    serde_json::json!({ "consent_id": id, "consent_value": number(row.decision) })
}

/// A year of three digits, as three printed samples have it, is padded.
pub(super) fn birthdate(text: &str) -> Result<NaiveDate, Error> {
    let padded = format!("{text:0>10}");
    if padded != text {
        tracing::warn!("a birth date with a year of three digits was padded");
    }
    padded.parse().map_err(|_| {
        Violation::new("birthdate", Rule::Format, "birthdate is no day of the calendar").with_value(text).into()
    })
}

/// The decisions that a customer was sent with; the newer form wins.
pub(super) fn decisions(person: &PersonalInformation) -> Vec<(String, Decision)> {
    if let Some(consents) = &person.consents {
        return consents
            .iter()
            .map(|consent| (purpose(&consent.consent_id), decision(consent.consent_value)))
            .collect();
    }
    let Some(agreement) = &person.agreement else { return Vec::new() };
    let fixed = [
        (GTC, agreement.agreement_gtc),
        (PROFILING, agreement.agreement_profiling),
        (MARKETING, agreement.agreement_marketing_communication),
    ];
    let fixed = fixed.into_iter().filter_map(|(name, value)| Some((name.to_owned(), decision(value?))));
    let custom = agreement.custom_agreements.iter();
    fixed
        .chain(custom.map(|agreement| (purpose(&agreement.agreement_id), decision(agreement.agreement_value))))
        .collect()
}

/// The purpose under which a consent is kept.
pub(super) fn purpose(id: &str) -> String {
    if [GTC, PROFILING, MARKETING].contains(&id) { id.to_owned() } else { format!("{CUSTOM}{id}") }
}

/// The vendor's customer of a record.
pub(super) fn customer(record: &source_record::Model, consents: &[consent::Model], zone: Tz) -> Customer {
    let mut other = record.extra.as_object().cloned().unwrap_or_default();
    let store_id = other.remove(STORE).and_then(|store| store.as_str().map(str::to_owned));
    Customer {
        customer_id: Some(record.vendor_id.clone()),
        personal_information: PersonalInformation {
            salutation: record.salutation.clone(),
            gender: record.gender.map(gender_number),
            first_name: record.first_name.clone(),
            last_name: record.last_name.clone(),
            pre_nominals: record.pre_nominals.clone(),
            post_nominals: record.post_nominals.clone(),
            birthdate: record.birth_date.map(|date| date.to_string()),
            email: record.email.clone(),
            phone: record.phone.clone(),
            language_id: record.language.clone(),
            store_id,
            photo_url: record.photo_url.clone(),
            address: record.address.clone(),
            agreement: Some(agreement(consents)),
            consents: Some(consents.iter().map(|row| newer_form(row, zone)).collect()),
            other,
        },
        last_change: Some(time::write(record.updated_at, zone)),
        state: Some(state(record.state)),
        other: Map::new(),
    }
}

/// Consents by the record they hang on.
pub(super) fn by_record(consents: Vec<consent::Model>) -> HashMap<i64, Vec<consent::Model>> {
    let mut found: HashMap<i64, Vec<consent::Model>> = HashMap::new();
    for consent in consents {
        found.entry(consent.source_record_id).or_default().push(consent);
    }
    found
}

fn agreement(consents: &[consent::Model]) -> Agreement {
    let value = |purpose: &str| {
        let known = consents.iter().find(|row| row.purpose == purpose);
        Some(known.map_or(number(Decision::Unset), |row| number(row.decision)))
    };
    let custom = consents.iter().filter_map(|row| {
        let id = row.purpose.strip_prefix(CUSTOM)?.to_owned();
        Some(CustomAgreement { agreement_id: id, agreement_value: number(row.decision) })
    });
    Agreement {
        agreement_gtc: value(GTC),
        agreement_profiling: value(PROFILING),
        agreement_marketing_communication: value(MARKETING),
        custom_agreements: custom.collect(),
    }
}

fn newer_form(row: &consent::Model, zone: Tz) -> Consent {
    Consent {
        consent_id: row.purpose.strip_prefix(CUSTOM).unwrap_or(&row.purpose).to_owned(),
        consent_value: number(row.decision),
        last_change: Some(time::write(row.changed_at, zone)),
    }
}

fn decision(value: i64) -> Decision {
    match value {
        0 => Decision::Refused,
        1 => Decision::Given,
        _ => Decision::Unset,
    }
}

fn number(decision: Decision) -> i64 {
    match decision {
        Decision::Refused => 0,
        Decision::Given => 1,
        Decision::Unset => 2,
    }
}

fn gender(number: i64) -> Option<Gender> {
    Some(match number {
        1 => Gender::Male,
        2 => Gender::Female,
        3 => Gender::Miss,
        4 => Gender::Private,
        5 => Gender::Other,
        _ => return None,
    })
}

fn gender_number(gender: Gender) -> i64 {
    match gender {
        Gender::Male => 1,
        Gender::Female => 2,
        Gender::Miss => 3,
        Gender::Private => 4,
        Gender::Other => 5,
    }
}

fn state(state: RecordState) -> i32 {
    match state {
        RecordState::Deleted => 0,
        RecordState::Active => 1,
        RecordState::Inactive => 2,
    }
}
