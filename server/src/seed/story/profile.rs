//! What describes a member: segments, tier, properties, interests, recommendations.

use entity::property_definition::{self, PropertyType};
use entity::source_record::RecordState;
use entity::{interest_record, property_value, recommendation, segment_membership, status_record};
use serde_json::{Value as Json, json};

use super::purchases::Bought;
use super::{Scene, Told};
use crate::seed::calendar::{self, EPOCH, day, days};

pub(super) fn tell(scene: &mut Scene<'_>, record: Told, bought: &[Bought]) {
    segments(scene, record, bought);
    tier(scene, record, bought);
    properties(scene, record);
    interests(scene, record);
    recommendations(scene, record);
}

/// Places in the list of segments, by what the member did.
fn segments(scene: &mut Scene<'_>, record: Told, bought: &[Bought]) {
    let slept = bought.last().is_none_or(|last| last.at < days(-180));
    let joined = [
        (0, bought.len() >= 8),
        (1, record.created_at > days(-90)),
        (2, slept && record.created_at <= days(-90)),
        (3, scene.dice.chance(35)),
        (4, scene.dice.chance(20)),
        (5, scene.dice.chance(15)),
        (6, scene.dice.chance(25)),
        (7, scene.person.company.is_some()),
    ];
    let places = joined.into_iter().filter_map(|(place, joined)| joined.then_some(place)).take(4);
    for place in places {
        let at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
        scene.out.segment_membership.push(segment_membership::Model {
            id: scene.ids.segment_membership.take(),
            source_record_id: record.id,
            segment_id: scene.catalogue.profile.segments[place].id,
            created_at: at,
            updated_at: at,
        });
    }
}

/// The tier that the purchases reach; who climbed was in the lowest before.
fn tier(scene: &mut Scene<'_>, record: Told, bought: &[Bought]) {
    let crowns: i64 = bought.iter().map(|purchase| purchase.crowns).sum();
    let rank = [1_500, 4_000, 9_000].into_iter().filter(|limit| crowns >= *limit).count();
    let climbed = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    if rank == 0 {
        status(scene, record, 0, record.created_at, None);
    } else {
        status(scene, record, 0, record.created_at, Some(climbed));
        status(scene, record, rank, climbed, None);
    }
}

fn status(scene: &mut Scene<'_>, record: Told, rank: usize, from: entity::Timestamp, to: Option<entity::Timestamp>) {
    let tiers = &scene.catalogue.loyalty.tiers;
    let turnover = |crowns: i64| json!([{ "currency_id": "CZK", "value": crowns, "due_date": null }]);
    let limits = [0, 1_500, 4_000, 9_000];
    let conditions = json!({
        "keep_status_turnover": turnover(limits[rank]),
        "next_status_turnover": limits.get(rank + 1).map_or_else(|| json!([]), |limit| turnover(*limit)),
        "next_status_id": tiers.get(rank + 1).map(|tier| tier.vendor_id.as_str()),
    });
    scene.out.status_record.push(status_record::Model {
        id: scene.ids.status_record.take(),
        source_record_id: record.id,
        tier_id: tiers[rank].id,
        vendor_id: Some(scene.dice.hex()),
        valid_from: from,
        valid_to: to,
        conditions,
        state: RecordState::Active,
        updated_at: to.unwrap_or(from),
    });
}

fn properties(scene: &mut Scene<'_>, record: Told) {
    let definitions = &scene.catalogue.profile.properties;
    let count = scene.dice.weighted(&[20, 15, 20, 20, 15, 5, 5]);
    for place in scene.dice.some(&(0..definitions.len()).collect::<Vec<_>>(), count) {
        let definition = &definitions[place];
        let value = value(scene, definition);
        scene.out.property_value.push(property_value::Model {
            id: scene.ids.property_value.take(),
            source_record_id: record.id,
            definition_id: definition.id,
            vendor_id: Some(format!("{}:{}", definition.vendor_id, scene.dice.hex())),
            value_key: key(definition.data_type, &value),
            value,
            updated_at: record.created_at,
        });
    }
}

fn value(scene: &mut Scene<'_>, definition: &property_definition::Model) -> Json {
    let dice = &mut scene.dice;
    let items = definition.items.as_array().map(Vec::as_slice).unwrap_or_default();
    let places: Vec<usize> = (0..items.len()).collect();
    match definition.data_type {
        PropertyType::String => dice.pick(&["modrá", "zelená", "červená", "žlutá", "fialová"]).into(),
        PropertyType::Boolean => dice.chance(45).into(),
        PropertyType::Integer => dice.between(1, 6).into(),
        PropertyType::Date => day(days(-dice.between(200, 14_000))).to_string().into(),
        PropertyType::Timestamp => {
            let at = calendar::moment(dice, days(-200), EPOCH);
            chrono::DateTime::<chrono::Utc>::from(at).format("%Y-%m-%d %H:%M:%S").to_string().into()
        }
        PropertyType::Float => (dice.between(1, 40) as f64 / 4.0).into(),
        PropertyType::Enumeration => dice.some(&places, 1).into_iter().map(|place| items[place].clone()).collect(),
        PropertyType::Multiselect => dice.some(&places, 2).into_iter().map(|place| items[place].clone()).collect(),
        PropertyType::Custom => {
            json!({ "floor": dice.between(0, 8), "ring_twice": dice.chance(30) }).to_string().into()
        }
    }
}

/// What uniqueness compares.
fn key(data_type: PropertyType, value: &Json) -> Option<String> {
    match (data_type, value) {
        (PropertyType::Enumeration | PropertyType::Multiselect | PropertyType::Custom, _) => None,
        (_, Json::String(text)) => Some(text.clone()),
        (_, other) => Some(other.to_string()),
    }
}

fn interests(scene: &mut Scene<'_>, record: Told) {
    let interests = &scene.catalogue.profile.interests;
    let count = scene.dice.weighted(&[30, 25, 25, 15, 5]);
    for place in scene.dice.some(&(0..interests.len()).collect::<Vec<_>>(), count) {
        scene.out.interest_record.push(interest_record::Model {
            id: scene.ids.interest_record.take(),
            source_record_id: record.id,
            interest_id: interests[place].id,
            vendor_id: Some(scene.dice.hex()),
            created_at: record.created_at,
            updated_at: record.created_at,
        });
    }
}

/// Goods the member might like.
fn recommendations(scene: &mut Scene<'_>, record: Told) {
    for _ in 0..scene.dice.weighted(&[45, 35, 20]) {
        let products = &scene.words.products;
        let product = products[scene.dice.between(0, products.len() as i64 - 1).unsigned_abs() as usize];
        let at = calendar::moment(&mut scene.dice, record.created_at.max(days(-90)), EPOCH);
        scene.out.recommendation.push(recommendation::Model {
            id: scene.ids.recommendation.take(),
            source_record_id: record.id,
            vendor_id: Some(scene.dice.hex()),
            name: product.name.to_owned(),
            brief_description: Some(format!("{} · {}", product.group, product.brand)),
            detailed_description: None,
            content: Some(format!("<p><strong>{}</strong>, {} Kč</p>", product.name, product.price)),
            picture_urls: json!([format!("https://shop.example/products/{}.jpg", product.id)]),
            web_url: Some(format!("https://shop.example/products/{}", product.id)),
            state: RecordState::Active,
            updated_at: at,
        });
    }
}
