//! Rewards: what points buy, and what is given.

use entity::lookup::LookupKind;
use entity::{Amount, reward, segment};
use serde_json::json;

use super::lookups::{Entry, define as lookups};
use super::*;

/// Code, name, second line, points, reward group, code of the reward type.
type Reward = (&'static str, &'static str, &'static str, Option<i64>, i32, &'static str);

const REWARDS: [Reward; 10] = [
    ("COFFEE", "Káva zdarma", "Espresso nebo flat white", Some(120), 1, "product"),
    ("CAKE", "Křehký koláč zdarma", "Ke každé kávě", Some(150), 1, "product"),
    ("MUG", "Hrnek cibulák", "0,3 l, ruční malba", Some(600), 1, "product"),
    ("V100", "Poukaz 100 Kč", "Na celý nákup", Some(400), 1, "voucher"),
    ("V500", "Poukaz 500 Kč", "Na celý nákup nad 1 500 Kč", Some(1_800), 1, "voucher"),
    ("TASTING", "Ochutnávka vína pro dva", "V sobotu od 17 hodin", Some(2_500), 1, "experience"),
    ("SPRING10", "10 % na jarní čaje", "Do konce dubna", None, 2, "voucher"),
    ("WELCOME", "Uvítací sleva", "Na první nákup s kartou", None, 4, "voucher"),
    ("BIRTHDAY", "Narozeninový dárek", "Dort podle výběru", None, 5, "product"),
    ("VIP", "Večer pro stálé zákazníky", "Jen pro pozvané", None, 2, "experience"),
];

/// Finds or makes them. Needs the segments, for the reward that only one of them is offered.
pub(super) async fn define(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<reward::Model>, DbErr> {
    let types = [("product", "Zboží"), ("voucher", "Sleva"), ("experience", "Zážitek")];
    let types: Vec<_> = types.iter().map(|(code, name)| Entry::coded(&format!("reward_{code}"), name)).collect();
    let types = lookups(db, of, LookupKind::RewardType, types).await?;
    let segments = super::catalogue::segments(db, of).await?;
    let vip = segments.iter().find(|segment| segment.vendor_id == vendor_id(super::catalogue::VIP));
    let row = |(place, reward): (i32, &Reward)| {
        let code = format!("reward_{}", reward.5);
        let of_type = types.iter().find(|of_type| of_type.text_id.as_deref() == Some(&*code));
        let offered = vip.filter(|_| reward.0 == "VIP");
        row(of, place, reward, of_type.map(|of_type| of_type.id), offered)
    };
    let wanted = (0..).zip(&REWARDS).map(row).collect();
    let list = Condition::all().add(reward::Column::ConnectionId.eq(of.connection));
    ensure::<reward::Entity>(db, list, reward::Column::VendorId, wanted).await
}

fn row(
    of: Scope,
    place: i32,
    &(code, name, subtitle, points, group, _): &(&str, &str, &str, Option<i64>, i32, &str),
    type_id: Option<i64>,
    segment: Option<&segment::Model>,
) -> reward::Model {
    reward::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        vendor_id: vendor_id(&format!("reward {code}")),
        code: code.to_owned(),
        name: name.to_owned(),
        subtitle: Some(subtitle.to_owned()),
        note: None,
        points_cost: points.and_then(|points| Amount::from_units(points).ok()),
        valid_from: Some(calendar::days(-1_000)),
        valid_to: (code == "SPRING10").then(|| calendar::days(120)),
        daily_from: (code == "COFFEE").then(|| "08:00:00".to_owned()),
        daily_to: (code == "COFFEE").then(|| "11:00:00".to_owned()),
        reward_group: group,
        type_id,
        segment_id: segment.map(|segment| segment.id),
        priority: Some(place % 9 + 1),
        is_automated: code == "WELCOME",
        image_urls: json!([format!("https://shop.example/rewards/{}.jpg", code.to_lowercase())]),
        external_url: Some(format!("https://shop.example/rewards/{}", code.to_lowercase())),
        store_ids: json!([]),
        data: json!({ "tags": [] }),
        state: RecordState::Active,
        created_at: long_ago(),
        updated_at: long_ago(),
    }
}
