//! Identity: which records are one customer, and which of them is believed.
//!
//! A merge links source records to another customer and an unmerge links them back; nothing is copied. The customer's resolved fields
//! follow from the linked records by a [`Policy`], here, as a pure function.

pub mod graphql;
pub mod service;
pub mod store;

use entity::Timestamp;
use entity::connection::Vendor;
use entity::source_record::{self, RecordState};
use serde::{Deserialize, Serialize};

use crate::domain::source::Facts;

/// A field of the customer that is resolved from its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Given and family name, always from one record.
    Name,
    /// Company name.
    CompanyName,
    /// Birth date.
    BirthDate,
    /// Gender.
    Gender,
    /// Language.
    Language,
    /// Primary e-mail address.
    Email,
    /// Primary telephone number.
    Phone,
    /// Postal address.
    Address,
    /// Picture.
    PhotoUrl,
    /// The colleague in charge.
    Owner,
}

/// Which vendor is believed before which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Most trusted first. Vendors not named are equal and come after; among equals the newest word wins.
    pub trust: Vec<Vendor>,
}

impl Default for Policy {
    /// What a person typed into Onefold is believed first.
    fn default() -> Self {
        Self { trust: vec![Vendor::Onefold] }
    }
}

impl Policy {
    fn rank(&self, vendor: Vendor) -> usize {
        self.trust.iter().position(|trusted| *trusted == vendor).unwrap_or(self.trust.len())
    }
}

/// A record and the vendor that says it.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The record.
    pub record: &'a source_record::Model,
    /// Its connection's vendor.
    pub vendor: Vendor,
}

/// Why a value won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No other record says anything.
    Only,
    /// Its vendor is trusted more.
    Trusted,
    /// Its vendor is trusted as much and its word is newer.
    Newest,
}

/// One record's word on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The record.
    pub record: i64,
    /// The value as text.
    pub value: String,
    /// When it was last said.
    pub observed_at: Timestamp,
}

/// A resolved field and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedField {
    /// The field.
    pub field: Field,
    /// The word that won.
    pub winner: Word,
    /// Why.
    pub reason: Reason,
    /// The words that lost, best first.
    pub others: Vec<Word>,
}

/// A customer as its records have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The winning values.
    pub facts: Facts,
    /// Where each came from; fields that nobody speaks of are left out.
    pub fields: Vec<ResolvedField>,
}

/// Decides each field among the living records.
pub fn resolve(claims: &[Claim<'_>], policy: &Policy) -> Resolution {
    let mut order: Vec<Claim<'_>> =
        claims.iter().copied().filter(|claim| claim.record.state != RecordState::Deleted).collect();
    order
        .sort_by_key(|claim| (policy.rank(claim.vendor), std::cmp::Reverse(claim.record.observed_at), claim.record.id));
    let mut facts =
        Facts { kind: order.first().map_or(Facts::default().kind, |claim| claim.record.kind), ..Facts::default() };
    let mut fields = Vec::new();
    for field in <Field as strum::IntoEnumIterator>::iter() {
        let speaking: Vec<(Claim<'_>, String)> =
            order.iter().filter_map(|claim| Some((*claim, said(claim.record, field)?))).collect();
        let Some((winner, _)) = speaking.first() else { continue };
        take(&mut facts, winner.record, field);
        fields.push(explain(field, &speaking, policy));
    }
    facts.display_name = order.iter().find_map(|claim| claim.record.display_name.clone());
    Resolution { facts, fields }
}

fn explain(field: Field, speaking: &[(Claim<'_>, String)], policy: &Policy) -> ResolvedField {
    let mut words = speaking.iter().map(|(claim, value)| Word {
        record: claim.record.id,
        value: value.clone(),
        observed_at: claim.record.observed_at,
    });
    let reason = match speaking {
        [(first, _), (second, _), ..] if policy.rank(first.vendor) < policy.rank(second.vendor) => Reason::Trusted,
        [_, _, ..] => Reason::Newest,
        _ => Reason::Only,
    };
    #[expect(clippy::expect_used, reason = "called only when somebody speaks")]
    let winner = words.next().expect("a word");
    ResolvedField { field, winner, reason, others: words.collect() }
}

/// What a record says of a field, as text; `None` when it is silent or blank.
fn said(record: &source_record::Model, field: Field) -> Option<String> {
    let text = match field {
        Field::Name => {
            let parts = [record.first_name.as_deref(), record.last_name.as_deref()];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        Field::CompanyName => record.company_name.clone(),
        Field::BirthDate => record.birth_date.map(|date| date.to_string()),
        Field::Gender => record.gender.map(|gender| sea_orm::ActiveEnum::to_value(&gender)),
        Field::Language => record.language.clone(),
        Field::Email => record.email.clone(),
        Field::Phone => record.phone.clone(),
        Field::Address => record.address.as_ref().filter(|address| has_text(address)).map(ToString::to_string),
        Field::PhotoUrl => record.photo_url.clone(),
        Field::Owner => record.owner_email.clone(),
    };
    text.filter(|text| !text.trim().is_empty())
}

fn has_text(address: &serde_json::Value) -> bool {
    address
        .as_object()
        .is_some_and(|parts| parts.values().any(|part| part.as_str().is_some_and(|text| !text.trim().is_empty())))
}

fn take(facts: &mut Facts, record: &source_record::Model, field: Field) {
    match field {
        Field::Name => {
            facts.first_name.clone_from(&record.first_name);
            facts.last_name.clone_from(&record.last_name);
        }
        Field::CompanyName => facts.company_name.clone_from(&record.company_name),
        Field::BirthDate => facts.birth_date = record.birth_date,
        Field::Gender => facts.gender = record.gender,
        Field::Language => facts.language.clone_from(&record.language),
        Field::Email => facts.email.clone_from(&record.email),
        Field::Phone => facts.phone.clone_from(&record.phone),
        Field::Address => facts.address.clone_from(&record.address),
        Field::PhotoUrl => facts.photo_url.clone_from(&record.photo_url),
        Field::Owner => facts.owner_email.clone_from(&record.owner_email),
    }
}
