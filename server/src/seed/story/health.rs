//! What the health system knows: attributes, dated metrics, and the scores that follow from them.

use chrono::NaiveDate;
use entity::score::{self};
use entity::score_definition::{self, ScoreKind, SignalKind};
use entity::{Amount, attribute_value, metric_value};
use serde_json::{Value as Json, json};

use super::{Scene, Told};
use crate::seed::calendar::{EPOCH, day, days, days_before};

/// Days of which metrics are kept, the last of each month, at most.
const MONTHS: i64 = 4;

/// A number that counts in a score.
struct Signal<'a> {
    definition: &'a score_definition::Model,
    value: Json,
    number: Amount,
}

pub(super) fn tell(scene: &mut Scene<'_>, record: Told) {
    let catalogue = scene.catalogue;
    let temper = scene.dice.between(0, 100);
    let mut latest = Vec::new();
    for definition in catalogue.signals.iter().filter(|signal| signal.kind == SignalKind::Attribute) {
        let (value, number) = attribute(scene, record, &definition.codename);
        latest.extend(number.map(|number| Signal { definition, value: value.clone(), number }));
        scene.out.attribute_value.push(attribute_value::Model {
            id: scene.ids.attribute_value.take(),
            source_record_id: record.id,
            definition_id: definition.id,
            value,
            number,
            updated_at: EPOCH,
        });
    }
    let months = scene.dice.between(1, MONTHS);
    for back in (0..months).rev() {
        let on = days_before(day(days(-1)), back.unsigned_abs() * 30);
        let is_last = back == 0;
        for definition in catalogue.signals.iter().filter(|signal| signal.kind == SignalKind::Metric) {
            let (value, number) = metric(scene, record, definition, on, temper);
            latest.extend(number.filter(|_| is_last).map(|number| Signal { definition, value, number }));
        }
    }
    scene.health = score(scene, record, ScoreKind::Health, &latest);
    score(scene, record, ScoreKind::Fit, &latest);
}

fn attribute(scene: &mut Scene<'_>, record: Told, codename: &str) -> (Json, Option<Amount>) {
    match codename {
        "crm_link" => (format!("https://crm.example/customers/{}", scene.person.number).into(), None),
        "contact_email" => (scene.person.email.clone().into(), None),
        "renewal_date" => (day(days(scene.dice.between(10, 500))).to_string().into(), None),
        "country_name" => (scene.person.country_name().into(), None),
        "customers_count" => number(scene.dice.between(1, 200)),
        "has_avatar" => truth(scene.dice.chance(60)),
        _ => (record.id.to_string().into(), None),
    }
}

/// A metric of one day; its value, and its number.
fn metric(
    scene: &mut Scene<'_>,
    record: Told,
    definition: &score_definition::Model,
    on: NaiveDate,
    temper: i64,
) -> (Json, Option<Amount>) {
    let (value, number) = match &*definition.codename {
        "country" => (scene.person.country_name().into(), None),
        "created_at" => (day(record.created_at).to_string().into(), None),
        "has_picture" => truth(scene.dice.between(0, 100) < temper),
        "resolved_tickets" => number(scene.dice.between(0, temper / 2)),
        "logins" => number(scene.dice.between(temper / 5, temper / 3 + 2)),
        _ => number(scene.dice.between(0, (100 - temper) / 20)),
    };
    scene.out.metric_value.push(metric_value::Model {
        id: scene.ids.metric_value.take(),
        source_record_id: record.id,
        definition_id: definition.id,
        day: on,
        value: value.clone(),
        number,
        updated_at: EPOCH,
    });
    (value, number)
}

fn number(units: i64) -> (Json, Option<Amount>) {
    (units.into(), Some(Amount(units * 10_000)))
}

fn truth(is: bool) -> (Json, Option<Amount>) {
    (is.into(), Some(Amount(i64::from(is) * 10_000)))
}

/// The weighted mean of the signals that count; none when none does.
fn score(scene: &mut Scene<'_>, record: Told, kind: ScoreKind, signals: &[Signal<'_>]) -> Option<Amount> {
    let counting = signals.iter().filter(|signal| signal.definition.score == Some(kind));
    let parts: Vec<_> =
        counting.filter_map(|signal| Some((signal, scaled(signal)?, signal.definition.weight?))).collect();
    let weights: i64 = parts.iter().map(|(_, _, weight)| weight.0).sum();
    if weights == 0 {
        return None;
    }
    let contributions: Vec<Json> = parts
        .iter()
        .map(|(signal, points, weight)| {
            let definition = signal.definition;
            json!({
                "kind": definition.kind,
                "codename": definition.codename,
                "name": definition.name,
                "weight": weight,
                "value": signal.value,
                "points": Amount(points.0 * weight.0 / weights),
            })
        })
        .collect();
    let value = Amount(parts.iter().map(|(_, points, weight)| points.0 * weight.0 / weights).sum());
    scene.out.score.push(score::Model {
        id: scene.ids.score.take(),
        source_record_id: record.id,
        kind,
        value,
        contributions: contributions.into(),
        computed_at: EPOCH,
    });
    Some(value)
}

/// -100 at the lowest, 100 at the highest, linear in between.
fn scaled(signal: &Signal<'_>) -> Option<Amount> {
    let (lowest, highest) = (signal.definition.lowest?.0, signal.definition.highest?.0);
    let width = highest.checked_sub(lowest).filter(|width| *width != 0)?;
    let part = (signal.number.0 - lowest) * 200 * 10_000 / width;
    Some(Amount((part - 100 * 10_000).clamp(-100 * 10_000, 100 * 10_000)))
}
