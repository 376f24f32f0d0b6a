//! What the loyalty programme knows of a member.

use entity::card::{self, CardState};
use entity::consent::{self, Decision};
use entity::source_membership;

use super::{Scene, Told, ledger, profile, purchases};
use crate::seed::calendar;

pub(super) fn tell(scene: &mut Scene<'_>, record: Told) {
    consents(scene, record);
    membership(scene, record);
    let card = scene.dice.chance(85).then(|| card(scene, record));
    let bought = purchases::tell(scene, record, card.as_deref());
    ledger::tell(scene, record, &bought);
    profile::tell(scene, record, &bought);
}

/// The three built-in purposes, and now and then the custom agreement that CareCloud's examples print.
fn consents(scene: &mut Scene<'_>, record: Told) {
    // As the vendor's clients would have left it.
    let custom = "custom:custom_agreement_id";
    let purposes = [
        ("gtc", 100, None),
        ("profiling", 65, None),
        ("marketing_communication", 55, None),
        (custom, 30, Some("custom_agreement_id")),
    ];
    for (purpose, given, vendor_id) in purposes {
        if purpose == custom && !scene.dice.chance(25) {
            continue;
        }
        let decision = match scene.dice.chance(given) {
            true => Decision::Given,
            false => scene.dice.pick(&[Decision::Refused, Decision::Unset]),
        };
        scene.out.consent.push(consent::Model {
            id: scene.ids.consent.take(),
            source_record_id: record.id,
            purpose: purpose.to_owned(),
            decision,
            vendor_id: vendor_id.map(str::to_owned),
            changed_at: record.created_at,
        });
    }
}

/// Where the member registered, with the member's number there.
fn membership(scene: &mut Scene<'_>, record: Told) {
    let sources = &scene.catalogue.loyalty.sources;
    let count = 1 + scene.dice.weighted(&[80, 20]);
    for source in scene.dice.some(&(0..sources.len()).collect::<Vec<_>>(), count) {
        scene.out.source_membership.push(source_membership::Model {
            id: scene.ids.source_membership.take(),
            source_record_id: record.id,
            customer_source_id: sources[source].id,
            vendor_id: Some(scene.dice.hex()),
            external_id: Some(scene.person.number.clone()),
            created_at: record.created_at,
            updated_at: record.created_at,
        });
    }
}

/// One card, or a lost one and its replacement; the number of the one in use.
fn card(scene: &mut Scene<'_>, record: Told) -> String {
    let is_second = scene.dice.chance(8);
    if is_second {
        write_card(scene, record, 0, CardState::Blocked);
    }
    write_card(scene, record, i64::from(is_second), CardState::Active)
}

/// Numbers of 13 digits: the prefix of the type, the customer, the how-manieth card it is.
fn write_card(scene: &mut Scene<'_>, record: Told, place: i64, state: CardState) -> String {
    let loyalty = &scene.catalogue.loyalty;
    let card_type = &loyalty.card_types[scene.dice.weighted(&[60, 40])];
    let prefix = card_type.data.get("prefix").and_then(|prefix| prefix.as_str()).unwrap_or("200199");
    let number = format!("{prefix}{:06}{place}", scene.customer);
    let from = calendar::later(record.created_at, place * 10);
    let stores = &loyalty.stores;
    let store = &stores[scene.dice.between(0, stores.len() as i64 - 1).unsigned_abs() as usize];
    scene.out.card.push(card::Model {
        id: scene.ids.card.take(),
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        vendor_id: Some(scene.dice.hex()),
        type_id: Some(card_type.id),
        store_id: Some(store.id),
        number: number.clone(),
        secondary_number: None,
        valid_from: Some(from),
        valid_to: scene.dice.chance(30).then(|| calendar::later(from, 5 * 365)),
        state,
        created_at: from,
        updated_at: from,
    });
    number
}
