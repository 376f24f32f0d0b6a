//! Rewards, vouchers and cards.

use serde_json::{Value, json};

use super::kit::{Scene, refused};

/// A store of the test kit.
const PRAGUE: &str = "88dab5c7c6034ba59f886f4a";
const BRNO: &str = "8bed991c68a4";

async fn reward(scene: &Scene, id: &str, input: Value) -> Value {
    let query = "mutation($input: CreateRewardInput!) { createReward(input: $input) { reward { id } problems { path message } } }";
    let mut whole = json!({ "vendor": "CARECLOUD", "vendorId": id, "code": id.to_uppercase(), "name": format!("Name {id}"), "group": "CATALOGUE" });
    whole.as_object_mut().expect("an object").extend(input.as_object().expect("an object").clone());
    let mut data = scene.run(query, json!({ "input": whole })).await;
    assert!(data["createReward"]["reward"].is_object(), "{data:#}");
    data["createReward"]["reward"]["id"].take()
}

async fn voucher(scene: &Scene, input: Value) -> Value {
    scene.make("issueVoucher", "IssueVoucherInput", "voucher", input).await
}

/// A reward that says nothing but what it must.
fn plain(id: &str) -> Value {
    json!({
        "reward_id": id, "code": id.to_uppercase(), "name": format!("Name {id}"), "note": null, "subtitle": null, "points_cost": null,
        "valid_time_from": null, "valid_time_to": null, "reward_group": 1, "reward_type_id": null, "store_list": [],
        "additional_properties": [], "priority": null, "image_urls": [], "reward_external_url": null, "has_product_condition": false,
        "has_group_condition": false, "has_brand_condition": false, "has_product_bonus": false, "has_group_bonus": false,
        "has_brand_bonus": false, "reward_product_relation_conditions": [], "reward_product_relation_bonuses": [],
        "is_automated": false, "tags": [], "last_change": "2026-03-01 10:00:00", "state": 1,
    })
}

fn store(id: &str, name: &str) -> Value {
    json!({ "store_id": id, "store_code": null, "name": name, "last_change": "2026-03-01 10:00:00", "state": 1 })
}

#[tokio::test]
async fn a_reward_shows_the_documented_structure() {
    let scene = Scene::start().await;
    let kind = scene.entry("REWARD_TYPE", "goods", json!({})).await;
    let code = json!({ "store_code": "S1", "partner_id": "p1", "system_id": "1" });
    let shop = scene.entry("STORE", "s1", code).await;
    let relations = json!([{ "related_to": "product_brand", "count": 2, "min_price": 10.5, "max_price": null }]);
    let tags =
        json!([{ "tag_id": "t1", "name": "New", "text_id": "new", "state": 1, "last_change": "2026-01-01 00:00:00" }]);
    let input = json!({
        "code": "COFFEE", "name": "Coffee", "note": "One a day", "subtitle": "Espresso", "pointsCost": "120.5",
        "dailyFrom": "08:00:00", "dailyTo": "11:00:00", "group": "GIFT", "typeId": kind, "storeIds": [shop], "priority": 2,
        "imageUrls": ["https://shop.example/coffee.jpg"], "externalUrl": "https://shop.example/coffee", "automated": true,
        "data": {
            "additional_properties": [{ "property_id": "x" }], "has_product_bonus": true,
            "reward_product_relation_conditions": relations, "tags": tags,
        },
    });
    reward(&scene, "r1", input).await;
    reward(&scene, "r2", json!({})).await;
    let mut coffee = json!({
        "reward_id": "r1", "code": "COFFEE", "name": "Coffee", "note": "One a day", "subtitle": "Espresso", "points_cost": 120.5,
        "valid_time_from": "08:00:00", "valid_time_to": "11:00:00", "reward_group": 5, "reward_type_id": "goods", "store_list": [],
        "additional_properties": [{ "property_id": "x" }], "priority": 2, "image_urls": ["https://shop.example/coffee.jpg"],
        "reward_external_url": "https://shop.example/coffee", "has_product_condition": false, "has_group_condition": false,
        "has_brand_condition": true, "has_product_bonus": true, "has_group_bonus": false, "has_brand_bonus": false,
        "reward_product_relation_conditions": relations, "reward_product_relation_bonuses": [], "is_automated": true, "tags": tags,
        "last_change": "2026-03-01 10:00:00", "state": 1,
    });
    let mut other = plain("r2");
    let whole = |rewards: [&Value; 2]| (200, json!({ "data": { "rewards": rewards, "total_items": 2 } }));
    assert_eq!(scene.list("rewards").await.whole(), whole([&coffee, &other]));
    let mut shop = store("s1", "Name s1");
    for (key, value) in [("store_code", "S1"), ("partner_id", "p1"), ("system_id", "1")] {
        shop[key] = value.into();
    }
    coffee["store_list"] = json!([shop]);
    // A reward that names no store is honoured by all.
    other["store_list"] = json!([store(BRNO, "Brno"), shop, store(PRAGUE, "Prague")]);
    assert_eq!(scene.list("rewards?without_stores=false").await.whole(), whole([&coffee, &other]));
}

#[tokio::test]
async fn rewards_are_those_for_everybody_and_for_the_customers_segments() {
    let scene = Scene::start().await;
    let segment = |id: &str| json!({ "input": { "vendor": "CARECLOUD", "vendorId": id, "name": id } });
    let create = "mutation($input: CreateSegmentInput!) { createSegment(input: $input) { segment { id } } }";
    let (vip, wine) = (
        scene.run(create, segment("vip")).await["createSegment"]["segment"]["id"].take(),
        scene.run(create, segment("wine")).await["createSegment"]["segment"]["id"].take(),
    );
    scene.make("addToSegment", "AddToSegmentInput", "membership", json!({ "segmentId": vip })).await;
    reward(&scene, "all", json!({})).await;
    reward(&scene, "vip", json!({ "segmentId": vip })).await;
    reward(&scene, "wine", json!({ "segmentId": wine })).await;
    reward(&scene, "gone", json!({ "state": "DELETED" })).await;
    let own = "mutation { createReward(input: { code: \"C\", name: \"Own\", group: SIMPLE }) { reward { id } } }";
    scene.run(own, json!({})).await;
    scene.check("rewards", "rewards", "reward_id", &[("", json!(["all", "vip"]), 2)]).await;
}

#[tokio::test]
async fn rewards_are_narrowed_sorted_and_paged() {
    let scene = Scene::start().await;
    let (prague, brno) =
        (scene.entry("STORE", "prague", json!({})).await, scene.entry("STORE", "brno", json!({})).await);
    let tagged = |ids: &[&str]| {
        let tags: Vec<Value> = ids.iter().map(|id| json!({ "tag_id": id, "name": "A name" })).collect();
        json!({ "tags": tags })
    };
    for (id, input) in [
        (
            "a",
            json!({ "name": "Coffee", "group": "SIMPLE", "storeIds": [prague], "data": tagged(&["hot", "my tag"]), "pointsCost": "30" }),
        ),
        (
            "b",
            json!({ "name": "Cake", "automated": true, "validFrom": "2026-01-01T00:00:00Z", "data": tagged(&["sweet"]), "pointsCost": "10" }),
        ),
        (
            "c",
            json!({ "name": "Mug", "storeIds": [brno, prague], "validTo": "2026-02-01T00:00:00Z", "pointsCost": "20" }),
        ),
        (
            "d",
            json!({ "name": "Tea", "storeIds": [brno], "state": "INACTIVE", "data": { "note": "\"tag_id\": \"hot\"" } }),
        ),
    ] {
        reward(&scene, id, input).await;
    }
    let expected = [
        ("", json!(["a", "b", "c", "d"]), 4),
        ("name=C", json!(["a", "b"]), 2),
        ("code=A", json!(["a"]), 1),
        ("store_id=prague", json!(["a", "b", "c"]), 3),
        ("store_id=unknown", json!([]), 0),
        ("is_valid=true", json!(["a", "b"]), 2),
        ("is_valid=0", json!(["c", "d"]), 2),
        ("is_automated=true", json!(["b"]), 1),
        ("reward_group=4", json!(["a"]), 1),
        ("valid_from=2026-01-01%2001:00:00", json!(["b"]), 1),
        ("valid_from=2026-01-01%2001:00:01", json!([]), 0),
        ("valid_to=2026-02-01%2001:00:00", json!(["c"]), 1),
        ("valid_to=2026-02-01%2000:59:59", json!([]), 0),
        ("tag_ids[]=hot", json!(["a"]), 1),
        ("tag_ids[]=sweet&tag_ids[]=my%20tag", json!(["a", "b"]), 2),
        ("tag_ids[]=ho_", json!([]), 0),
        ("customer_type_id[]=any", json!(["a", "b", "c", "d"]), 4),
        ("sort_field=name&sort_direction=DESC", json!(["d", "c", "a", "b"]), 4),
        ("sort_field=points_cost&count=2&offset=1", json!(["b", "c"]), 4),
    ];
    scene.check("rewards", "rewards", "reward_id", &expected).await;
    let many: String = (0..999).map(|tag| format!("tag_ids[]=tag{tag}&")).collect();
    let found = scene.items(&format!("rewards?{many}tag_ids[]=hot"), "rewards", "reward_id").await;
    assert_eq!(found, (vec![json!("a")], 1), "a thousand tags");
    let wrong = scene.list("rewards?reward_group=6&valid_to=soon").await;
    assert_eq!(refused(&wrong), [("reward_group".to_owned(), "not_allowed_value".to_owned())]);
    let wrong = scene.list("rewards?valid_to=soon").await;
    assert_eq!(refused(&wrong), [("valid_to".to_owned(), "invalid_value_format".to_owned())]);
}

#[tokio::test]
async fn a_voucher_shows_its_reward() {
    let scene = Scene::start().await;
    let prague = scene.entry("STORE", "s1", json!({})).await;
    let coffee = reward(&scene, "r1", json!({ "storeIds": [prague] })).await;
    let input = json!({
        "rewardId": coffee, "code": "COFFEE-1", "value": { "amount": "45.5" }, "note": "Sorry", "validFrom": "2026-03-01T00:00:00Z",
        "validTo": "2026-08-31T21:59:59Z",
    });
    let first = voucher(&scene, input).await;
    let second = voucher(&scene, json!({ "value": { "amount": "1" }, "code": "ONE" })).await;
    scene.at("2026-03-01T10:00:00Z");
    let apply = "mutation($input: ApplyVoucherInput!) { applyVoucher(input: $input) { problems { message } } }";
    scene.run(apply, json!({ "input": { "voucherId": first, "storeId": prague } })).await;
    let ids = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Voucher { vendorId } } }";
    let ids = scene.run(ids, json!({ "ids": [first, second] })).await["nodes"].take();
    let of_coffee = |reward: Value| {
        json!({
            "voucher_id": ids[0]["vendorId"], "customer_id": scene.id, "store_id": "s1", "code": "COFFEE-1", "value": 45.5,
            "applied_date": "2026-03-01 11:00:00", "valid_from": "2026-03-01 01:00:00", "valid_to": "2026-08-31 23:59:59",
            "reward_group": "1", "note": "Sorry", "reward": reward, "created_at": "2026-03-01 10:00:00",
            "last_change": "2026-03-01 11:00:00", "state": 1,
        })
    };
    let of_value = json!({
        "voucher_id": ids[1]["vendorId"], "customer_id": scene.id, "store_id": null, "code": "ONE", "value": 1.0, "applied_date": null,
        "valid_from": null, "valid_to": null, "reward_group": null, "note": null, "reward": null, "created_at": "2026-03-01 10:00:00",
        "last_change": "2026-03-01 10:00:00", "state": 1,
    });
    let whole = |reward: Value| json!({ "data": { "vouchers": [of_coffee(reward), of_value], "total_items": 2 } });
    assert_eq!(scene.list("vouchers").await.whole(), (200, whole(plain("r1"))));
    let mut shown = plain("r1");
    shown["store_list"] = json!([store("s1", "Name s1")]);
    assert_eq!(scene.list("vouchers?without_stores=false").await.whole(), (200, whole(shown)));
}

#[tokio::test]
async fn vouchers_are_narrowed_sorted_and_paged() {
    let scene = Scene::start().await;
    let prague = scene.entry("STORE", "s1", json!({})).await;
    let (coffee, cake) = (reward(&scene, "coffee", json!({})).await, reward(&scene, "cake", json!({})).await);
    let used = voucher(&scene, json!({ "rewardId": coffee, "code": "V1" })).await;
    let apply = "mutation($input: ApplyVoucherInput!) { applyVoucher(input: $input) { problems { message } } }";
    scene.run(apply, json!({ "input": { "voucherId": used, "storeId": prague } })).await;
    voucher(&scene, json!({ "rewardId": cake, "code": "V2", "value": { "amount": "9" } })).await;
    voucher(&scene, json!({ "value": { "amount": "3" }, "code": "V3", "validFrom": "2026-05-01T00:00:00Z" })).await;
    let revoked = voucher(&scene, json!({ "value": { "amount": "3" }, "code": "V4" })).await;
    scene.run("mutation($id: ID!) { revokeVoucher(id: $id) { problems { message } } }", json!({ "id": revoked })).await;
    let expected = [
        ("", json!(["V1", "V2", "V3"]), 3),
        ("code=V2", json!(["V2"]), 1),
        ("code=V4", json!([]), 0),
        ("store_id=s1", json!(["V1"]), 1),
        ("store_id=unknown", json!([]), 0),
        ("is_applied=true", json!(["V1"]), 1),
        ("is_applied=false&is_valid=true", json!(["V2"]), 1),
        ("is_valid=false", json!(["V3"]), 1),
        ("reward_id=coffee", json!(["V1"]), 1),
        ("reward_id[]=coffee&reward_id[]=cake&reward_id[]=unknown", json!(["V1", "V2"]), 2),
        ("reward_id=unknown", json!([]), 0),
        ("sort_field=value", json!(["V1", "V3", "V2"]), 3),
        ("sort_field=code&sort_direction=DESC&count=1&offset=1", json!(["V2"]), 3),
    ];
    scene.check("vouchers", "vouchers", "code", &expected).await;
}

#[tokio::test]
async fn cards_are_shown_narrowed_sorted_and_paged() {
    let scene = Scene::start().await;
    let kind = scene.entry("CARD_TYPE", "plastic", json!({ "prefix": "200199" })).await;
    let prague = scene.entry("STORE", "s1", json!({})).await;
    let card = async |input: Value| scene.make("issueCard", "IssueCardInput", "card", input).await;
    let whole = json!({
        "number": "2001990000016", "secondaryNumber": "77", "typeId": kind, "storeId": prague, "validFrom": "2026-01-01T00:00:00Z",
        "validTo": "2026-12-31T22:59:59Z",
    });
    let first = card(whole).await;
    let lost = card(json!({ "number": "2" })).await;
    card(json!({ "number": "3", "validTo": "2026-02-01T00:00:00Z" })).await;
    scene.run("mutation($id: ID!) { blockCard(id: $id) { problems { message } } }", json!({ "id": lost })).await;
    let id = scene.run("query($id: ID!) { node(id: $id) { ... on Card { vendorId } } }", json!({ "id": first })).await;
    let shown = json!({ "data": { "cards": [{
        "card_id": id["node"]["vendorId"], "customer_id": scene.id, "card_type_id": "plastic", "card_number": "2001990000016",
        "secondary_card_number": "77", "valid_from": "2026-01-01 01:00:00", "valid_to": "2026-12-31 23:59:59", "store_id": "s1",
        "last_change": "2026-03-01 10:00:00", "state": 1,
    }], "total_items": 1 } });
    assert_eq!(scene.list("cards?card_type_id=plastic").await.whole(), (200, shown));
    let expected = [
        ("", json!(["2001990000016", "2", "3"]), 3),
        ("card_number=2", json!(["2"]), 1),
        ("card_number_list[]=2&card_number_list[]=3&card_number_list[]=4", json!(["2", "3"]), 2),
        ("card_number=2&card_number_list[]=3", json!([]), 0),
        ("card_type_id=unknown", json!([]), 0),
        ("is_valid=true", json!(["2001990000016"]), 1),
        ("is_valid=false", json!(["2", "3"]), 2),
        ("sort_field=card_number&sort_direction=DESC&count=2", json!(["3", "2001990000016"]), 3),
    ];
    scene.check("cards", "cards", "card_number", &expected).await;
    scene.check("cards", "cards", "state", &[("", json!([1, 0, 1]), 3)]).await;
}
