//! What each system says of the customer, and at which addresses it reaches them.

use entity::Timestamp;
use entity::channel::{self, ChannelKind};
use entity::connection::Vendor;
use entity::customer::CustomerKind;
use entity::source_record::{self, RecordState};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Scene, Told, empty};
use crate::domain::channel::address_key;
use crate::domain::source::{email_key, phone_key};
use crate::seed::calendar::{self, EPOCH};
use crate::seed::definitions::CUSTOMER_FIELDS;

/// The systems that know the customer: one at least, four at most.
pub(super) fn tell(scene: &mut Scene<'_>) {
    let connections = scene.catalogue.connections.clone();
    // The chance of each in percent, for a person and for a company.
    let systems = [
        (connections.carecloud, 84, 0),
        (connections.omnidesk, 50, 45),
        (connections.customerscore, 40, 100),
        (connections.customer_database_app, 35, 60),
        (connections.customergauge, 30, 55),
        (connections.onefold, 5, 5),
    ];
    let mut known = Vec::with_capacity(4);
    for (connection, person, company) in systems {
        let chance = if scene.person.kind == CustomerKind::Person { person } else { company };
        if known.len() < 4 && scene.dice.chance(chance) {
            known.push(connection);
        }
    }
    if known.is_empty() {
        known.push(connections.carecloud);
    }
    for (place, connection) in known.into_iter().enumerate() {
        record(scene, connection, place == 0);
    }
}

fn record(scene: &mut Scene<'_>, connection: i64, is_first: bool) {
    let since = scene.person.since;
    let created_at = if is_first { since } else { calendar::moment(&mut scene.dice, since, EPOCH) };
    let observed_at = calendar::moment(&mut scene.dice, created_at, EPOCH);
    let id = scene.ids.source_record.take();
    let blank = blank(scene, id, connection, created_at, observed_at);
    let said = match scene.catalogue.connections.vendor(connection) {
        Vendor::Carecloud => carecloud(scene, blank),
        Vendor::Omnidesk => omnidesk(scene, blank),
        Vendor::Customerscore => customerscore(scene, blank),
        Vendor::CustomerDatabaseApp => customer_database_app(scene, blank),
        Vendor::Customergauge => customergauge(scene, blank),
        Vendor::Onefold => onefold(scene, blank),
    };
    channels(scene, &said);
    scene.out.source_record.push(said);
}

/// A record that says nothing yet.
fn blank(
    scene: &Scene<'_>,
    id: i64,
    connection: i64,
    created_at: Timestamp,
    observed_at: Timestamp,
) -> source_record::Model {
    source_record::Model {
        id,
        brand_id: scene.catalogue.brand,
        connection_id: connection,
        customer_id: scene.customer,
        // Vendors that count issue numbers; ours are the row's own.
        vendor_id: id.to_string(),
        external_id: None,
        kind: scene.person.kind,
        state: RecordState::Active,
        display_name: None,
        first_name: None,
        last_name: None,
        company_name: None,
        salutation: None,
        pre_nominals: None,
        post_nominals: None,
        birth_date: None,
        gender: None,
        language: None,
        email: None,
        email_key: None,
        phone: None,
        phone_key: None,
        photo_url: None,
        owner_email: None,
        address: None,
        extra: empty(),
        observed_at,
        created_at,
        updated_at: observed_at,
    }
}

/// The fullest of all: personal data with a postal address.
fn carecloud(scene: &mut Scene<'_>, blank: source_record::Model) -> source_record::Model {
    let person = &scene.person;
    let store = scene.dice.pick(&[0, 1, 2, 3, 4, 5, 6, 7]);
    let store = &scene.catalogue.loyalty.stores[store % scene.catalogue.loyalty.stores.len()];
    let said = source_record::Model {
        vendor_id: scene.dice.hex(),
        first_name: Some(person.first_name.to_owned()),
        last_name: Some(person.last_name.to_owned()),
        pre_nominals: person.pre_nominals.map(str::to_owned),
        birth_date: Some(person.birth_date),
        gender: Some(person.gender),
        language: Some(person.language().to_owned()),
        address: Some(person.address.clone()),
        extra: json!({ "store_id": store.vendor_id }),
        ..blank
    };
    reached(
        said,
        scene.dice.chance(95).then(|| person.email.clone()),
        scene.dice.chance(85).then(|| person.phone.clone()),
    )
}

/// Its name pattern knows the letters of Latin-1 only, so other accents are lost there.
fn omnidesk(scene: &mut Scene<'_>, blank: source_record::Model) -> source_record::Model {
    let person = &scene.person;
    let said = source_record::Model {
        external_id: Some(person.number.clone()),
        first_name: Some(latin_1(person.first_name)),
        last_name: Some(latin_1(person.last_name)),
        company_name: person.company.clone(),
        extra: json!({ "custom_preferred_time": scene.dice.pick(&["morning", "afternoon", "evening"]) }),
        ..blank
    };
    let email = if scene.dice.chance(70) { person.email.clone() } else { person.second_email.clone() };
    reached(said, Some(email), scene.dice.chance(60).then(|| format!("+{}", person.phone)))
}

fn customer_database_app(scene: &mut Scene<'_>, blank: source_record::Model) -> source_record::Model {
    let person = &scene.person;
    let [colour, seats] = CUSTOMER_FIELDS;
    let said = source_record::Model {
        first_name: Some(person.first_name.to_owned()),
        last_name: Some(person.last_name.to_owned()),
        company_name: person.company.clone(),
        extra: json!({
            colour: scene.dice.pick(&["Blue", "Zelená", "Rot", "Yellow", "Fialová"]),
            seats: scene.dice.between(1, 250).to_string(),
        }),
        ..blank
    };
    let email = if scene.dice.chance(50) { person.email.clone() } else { person.second_email.clone() };
    reached(said, Some(email), scene.dice.chance(70).then(|| spaced(&person.phone)))
}

/// Knows one name and who looks after them.
fn customerscore(scene: &mut Scene<'_>, blank: source_record::Model) -> source_record::Model {
    let users = &scene.catalogue.activity.users;
    let owner = scene.dice.between(0, users.len() as i64 - 1).unsigned_abs() as usize;
    let name = scene.person.name();
    source_record::Model {
        vendor_id: scene.person.number.clone(),
        external_id: Some(scene.person.number.clone()),
        company_name: (scene.person.kind == CustomerKind::Company).then(|| name.clone()),
        display_name: Some(name),
        owner_email: users.get(owner).and_then(|user| user.data.get("email")?.as_str()).map(str::to_owned),
        ..blank
    }
}

fn customergauge(scene: &mut Scene<'_>, blank: source_record::Model) -> source_record::Model {
    let person = &scene.person;
    let said = source_record::Model {
        first_name: Some(person.first_name.to_owned()),
        last_name: Some(person.last_name.to_owned()),
        company_name: person.company.clone(),
        ..blank
    };
    let email = if scene.dice.chance(80) { person.email.clone() } else { person.second_email.clone() };
    reached(said, Some(email), None)
}

/// What staff corrected by hand.
fn onefold(scene: &mut Scene<'_>, blank: source_record::Model) -> source_record::Model {
    let person = &scene.person;
    let said = source_record::Model {
        vendor_id: scene.dice.hex(),
        first_name: Some(person.first_name.to_owned()),
        last_name: Some(person.last_name.to_owned()),
        company_name: person.company.clone(),
        language: Some(person.language().to_owned()),
        ..blank
    };
    reached(said, Some(person.email.clone()), Some(format!("+{}", person.phone)))
}

fn reached(record: source_record::Model, email: Option<String>, phone: Option<String>) -> source_record::Model {
    source_record::Model {
        email_key: email.as_deref().map(email_key),
        email,
        phone_key: phone.as_deref().map(phone_key),
        phone,
        ..record
    }
}

/// Every address the record has, the primary ones among them.
fn channels(scene: &mut Scene<'_>, record: &source_record::Model) {
    let counts = record.connection_id == scene.catalogue.connections.omnidesk;
    let add = |scene: &mut Scene<'_>, kind, address: String, is_primary, verified_at| {
        let id = scene.ids.channel.take();
        scene.out.channel.push(channel::Model {
            id,
            brand_id: record.brand_id,
            source_record_id: record.id,
            kind,
            address_key: address_key(kind, &address),
            address,
            label: None,
            vendor_id: counts.then(|| id.to_string()),
            is_primary,
            verified_at,
            created_at: record.created_at,
        });
    };
    let doubly = record.pre_nominals.is_some() || record.birth_date.is_some();
    if let Some(email) = &record.email {
        let verified = (doubly && scene.dice.chance(60)).then(|| record.created_at.plus_seconds(3_600));
        add(scene, ChannelKind::Email, email.clone(), true, verified);
    }
    if let Some(phone) = &record.phone {
        let verified = (doubly && scene.dice.chance(30)).then(|| record.created_at.plus_seconds(600));
        add(scene, ChannelKind::Telephone, phone.clone(), true, verified);
    }
    if counts && scene.dice.chance(20) {
        let name = format!("{}_{}", scene.person.number.to_lowercase(), scene.person.language());
        add(scene, ChannelKind::Twitter, name, false, None);
    }
    if counts && scene.dice.chance(20) {
        let number = 100_000_000_000 + scene.dice.between(0, 899_999_999_999);
        add(scene, ChannelKind::Facebook, number.to_string(), false, None);
    }
}

/// `Dvořák` becomes `Dvorak`; `Müller` and `Šárka` are written with letters that the pattern has, and stay.
fn latin_1(name: &str) -> String {
    let plain = |letter: char| {
        let known = letter <= 'ÿ' || letter == 'Š' || letter == 'š';
        if known { letter.to_string() } else { letter.nfd().filter(|part| !is_combining_mark(*part)).collect() }
    };
    name.chars().map(plain).collect()
}

/// As people write numbers: `+420 721 345 678`.
fn spaced(digits: &str) -> String {
    let (prefix, rest) = digits.split_at(digits.len().min(if digits.starts_with("420") { 3 } else { 2 }));
    let groups: Vec<&str> = (0..rest.len()).step_by(3).map(|start| &rest[start..rest.len().min(start + 3)]).collect();
    format!("+{prefix} {}", groups.join(" "))
}

/// The record just told of.
pub(super) fn created(scene: &mut Scene<'_>, record: Told) {
    let name = scene.person.name();
    let entry = super::Entry::new("customer.created", record.created_at, format!("{name} recorded"));
    let customer = scene.customer;
    scene.happened(record, entry.about("customer", customer));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_letters_of_latin_1_only() {
        assert_eq!(latin_1("Dvořák"), "Dvorák");
        assert_eq!(latin_1("Šárka Müller-Žák"), "Šárka Müller-Zák");
    }

    #[test]
    fn writes_numbers_as_people_do() {
        assert_eq!(spaced("420721345678"), "+420 721 345 678");
        assert_eq!(spaced("4915112345678"), "+49 151 123 456 78");
    }
}
