use entity::Timestamp;
use entity::score_definition::ScoreKind;
use serde_json::json;

use super::*;

fn definition(
    codename: &str,
    data_type: SignalType,
    weight: i64,
    scale: Option<(i64, i64)>,
) -> score_definition::Model {
    score_definition::Model {
        id: 1,
        brand_id: 1,
        connection_id: 1,
        kind: SignalKind::Metric,
        codename: codename.to_owned(),
        name: codename.to_uppercase(),
        data_type,
        is_system: false,
        score: Some(ScoreKind::Health),
        weight: Some(Amount(weight * 10_000)),
        lowest: scale.map(|(lowest, _)| Amount(lowest * 10_000)),
        highest: scale.map(|(_, highest)| Amount(highest * 10_000)),
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

fn number(weight: i64, lowest: i64, highest: i64) -> score_definition::Model {
    definition("number", SignalType::Number, weight, Some((lowest, highest)))
}

fn rated(definition: &score_definition::Model, value: Json) -> Option<String> {
    let number = values::check(definition.data_type, &value).expect("a fitting value");
    rating(definition, &value, number).map(|rating| rating.to_string())
}

#[test]
fn a_value_counts_linearly_between_the_ends_and_no_further() {
    let definition = number(10, 0, 30);
    for (value, points) in
        [(-5, "-100"), (0, "-100"), (10, "-33.3333"), (15, "0"), (20, "33.3333"), (30, "100"), (99, "100")]
    {
        assert_eq!(rated(&definition, json!(value)).as_deref(), Some(points), "{value}");
    }
}

#[test]
fn less_can_be_better() {
    let definition = number(10, 30, 0);
    for (value, points) in
        [(-5, "100"), (0, "100"), (10, "33.3333"), (15, "0"), (20, "-33.3333"), (30, "-100"), (99, "-100")]
    {
        assert_eq!(rated(&definition, json!(value)).as_deref(), Some(points), "{value}");
    }
}

#[test]
fn the_widest_scale_does_not_overflow() {
    assert_eq!(rate(0, i64::MIN, i64::MAX), Amount(0));
    assert_eq!(rate(i64::MAX, i64::MIN, i64::MAX), Amount(1_000_000));
    assert_eq!(rate(i64::MAX, i64::MAX, i64::MIN), Amount(-1_000_000));
    assert_eq!(rate(i64::MAX, 0, 1), Amount(1_000_000));
}

#[test]
fn true_is_the_upper_end_unless_turned() {
    let plain = definition("flag", SignalType::Boolean, 10, None);
    assert_eq!(rated(&plain, json!(true)).as_deref(), Some("100"));
    assert_eq!(rated(&plain, json!(false)).as_deref(), Some("-100"));
    let turned = definition("flag", SignalType::Boolean, 10, Some((1, 0)));
    assert_eq!(rated(&turned, json!(true)).as_deref(), Some("-100"));
    assert_eq!(rated(&turned, json!(false)).as_deref(), Some("100"));
}

#[test]
fn what_has_no_scale_does_not_count() {
    assert_eq!(rated(&definition("text", SignalType::Text, 10, None), json!("much")), None);
    assert_eq!(rated(&definition("number", SignalType::Number, 10, None), json!(5)), None);
    assert_eq!(score([(&definition("text", SignalType::Text, 10, None), json!("much"), None)]), None);
    assert_eq!(score([]), None);
}

#[test]
fn weights_stand_for_the_whole_among_what_has_a_value() {
    let (ten, twenty) = (number(10, 0, 100), number(20, 0, 100));
    // 10 % at 100 and 20 % at -50: a third of 100 less two thirds of 50.
    let score = score([(&ten, json!(100), None), (&twenty, json!(25), None)]).expect("a score");
    assert_eq!(score.value.to_string(), "0");
    let points: Vec<String> = score.contributions.iter().map(|part| part.points.to_string()).collect();
    assert_eq!(points, ["33.3333", "-33.3333"]);
}

#[test]
fn missing_ten_thousandths_go_to_the_shares_that_lost_most() {
    // A third each of 100: 33.3333 three times lacks one ten-thousandth.
    let third = number(10, 0, 1);
    let score = score([(&third, json!(1), None), (&third, json!(1), None), (&third, json!(1), None)]).expect("a score");
    assert_eq!(score.value.to_string(), "100");
    let points: Vec<String> = score.contributions.iter().map(|part| part.points.to_string()).collect();
    assert_eq!(points, ["33.3334", "33.3333", "33.3333"]);
}

#[test]
fn contributions_always_add_up_to_the_score() {
    let mut seed: u64 = 7;
    let mut next = move |below: u64| {
        // Knuth's multiplier; the upper bits are the good ones.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..2_000 {
        let shares: Vec<(Amount, Amount)> = (0..=next(12))
            .map(|_| {
                let weight = 1 + i64::try_from(next(1_000_000)).expect("small");
                let rating = i64::try_from(next(2_000_001)).expect("small") - 1_000_000;
                (Amount(weight), Amount(rating))
            })
            .collect();
        let (total, points) = weigh(&shares).expect("a score");
        assert_eq!(points.iter().map(|point| point.0).sum::<i64>(), total.0, "{shares:?}");
        assert!(total.0.abs() <= 1_000_000, "{shares:?}");
        let exact: f64 = shares.iter().map(|(weight, rating)| weight.0 as f64 * rating.0 as f64).sum::<f64>()
            / shares.iter().map(|(weight, _)| weight.0 as f64).sum::<f64>();
        assert!((exact - total.0 as f64).abs() < 0.501, "{shares:?}");
    }
}
