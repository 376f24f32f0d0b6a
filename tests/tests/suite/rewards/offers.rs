//! Rewards on offer.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use onefold::domain::account::Permission;
use onefold_tests::TestApp;
use serde_json::json;

use super::super::purchases::lookup;
use super::super::segments::{join, segment};
use super::kit::{CREATE, ISSUE, at, reward, texts, told, voucher};

const UPDATE: &str = "mutation($id: ID!, $input: UpdateRewardInput!) { updateReward(id: $id, input: $input) {
    reward { name subtitle pointsCost validTo segment { name } stores { name } state } problems { path code message }
} }";
const DELETE: &str = "mutation($id: ID!) { deleteReward(id: $id) { deletedId problems { message } } }";
const LIST: &str =
    "query($filter: RewardFilterInput, $order: RewardOrder, $first: Int, $after: String, $last: Int, $before: String) {
    rewards(filter: $filter, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}";
const OFFERED: &str = "query($id: ID!, $filter: RewardFilterInput) { customer(id: $id) {
    rewards(filter: $filter) { totalCount nodes { name } }
} }";

#[tokio::test]
async fn a_reward_says_what_it_was_made_with() {
    let app = TestApp::start().await;
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let kind = lookup(&app, LookupKind::RewardType, "Goods", RecordState::Active).await;
    let vip = segment(&app, "VIP").await;
    let input = json!({
        "vendorId": "r1", "code": "COFFEE", "name": "Coffee", "subtitle": "Espresso", "note": "One a day", "pointsCost": "120",
        "validFrom": "2026-01-01T00:00:00Z", "validTo": "2026-12-31T23:59:59Z", "dailyFrom": "08:00:00", "dailyTo": "11:00:00",
        "group": "CATALOGUE", "typeId": kind, "segmentId": vip, "priority": 2, "automated": true,
        "imageUrls": ["https://shop.example/coffee.jpg"], "externalUrl": "https://shop.example/coffee", "storeIds": [store],
        "data": { "tags": [] },
    });
    let id = reward(&app, input).await;
    let query = "query($id: ID!) { reward(id: $id) {
        vendorId code name subtitle note pointsCost validFrom validTo dailyFrom dailyTo group kind { name } segment { name } priority
        automated imageUrls externalUrl stores { name } data state valid vendor connectionName createdAt updatedAt
    } }";
    let whole = json!({ "reward": {
        "vendorId": "r1", "code": "COFFEE", "name": "Coffee", "subtitle": "Espresso", "note": "One a day", "pointsCost": "120",
        "validFrom": "2026-01-01T00:00:00Z", "validTo": "2026-12-31T23:59:59Z", "dailyFrom": "08:00:00", "dailyTo": "11:00:00",
        "group": "CATALOGUE", "kind": { "name": "Goods" }, "segment": { "name": "VIP" }, "priority": 2, "automated": true,
        "imageUrls": ["https://shop.example/coffee.jpg"], "externalUrl": "https://shop.example/coffee",
        "stores": [{ "name": "Prague" }], "data": { "tags": [] }, "state": "ACTIVE", "valid": true, "vendor": "ONEFOLD",
        "connectionName": "default", "createdAt": "2026-03-01T09:00:00Z", "updatedAt": "2026-03-01T09:00:00Z",
    } });
    assert_eq!(app.data(query, json!({ "id": id })).await, whole);
    let entity = "query($key: [_Any!]!) { _entities(representations: $key) { ... on Reward { code } } }";
    let found = app.data(entity, json!({ "key": [{ "__typename": "Reward", "id": id }] })).await;
    assert_eq!(found, json!({ "_entities": [{ "code": "COFFEE" }] }));
}

#[tokio::test]
async fn every_broken_rule_is_told_and_nothing_is_offered() {
    let app = TestApp::start().await;
    let closed = lookup(&app, LookupKind::Store, "Closed", RecordState::Inactive).await;
    let input = json!({
        "vendorId": " ", "code": " ", "name": "", "pointsCost": "-1", "validFrom": "2026-02-01T00:00:00Z",
        "validTo": "2026-01-01T00:00:00Z", "dailyFrom": "8:00", "dailyTo": "25:00:00", "group": "GIFT", "priority": 10,
        "typeId": closed, "segmentId": "U2VnbWVudDo5OQ", "storeIds": [closed], "imageUrls": ["javascript:alert(1)"],
        "externalUrl": "shop", "data": [],
    });
    let answer = app.data(CREATE, json!({ "input": input })).await;
    assert_eq!(
        told(&answer["createReward"]),
        [
            ("code", "EMPTY"),
            ("name", "EMPTY"),
            ("validTo", "NOT_ALLOWED"),
            ("dailyFrom", "INVALID_FORMAT"),
            ("dailyTo", "INVALID_FORMAT"),
            ("externalUrl", "INVALID_FORMAT"),
            ("data", "INVALID_FORMAT"),
            ("pointsCost", "NOT_ALLOWED"),
            ("priority", "NOT_ALLOWED"),
            ("imageUrls[0]", "INVALID_FORMAT"),
            ("vendorId", "EMPTY"),
            ("typeId", "NOT_FOUND"),
            ("segmentId", "NOT_FOUND"),
            ("storeIds[0]", "NOT_FOUND"),
        ]
    );
    assert_eq!(app.data(LIST, json!({})).await["rewards"]["totalCount"], 0);
}

#[tokio::test]
async fn a_vendor_id_is_taken_once() {
    let app = TestApp::start().await;
    reward(&app, json!({ "vendorId": "r1" })).await;
    let input = json!({ "vendorId": "r1", "code": "C", "name": "C", "group": "SIMPLE" });
    let again = app.data(CREATE, json!({ "input": input })).await;
    assert_eq!(told(&again["createReward"]), [("vendorId", "ALREADY_EXISTS")]);
}

#[tokio::test]
async fn rewards_can_be_narrowed_sorted_and_paged() {
    let app = TestApp::start().await;
    let (prague, brno) = (
        lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await,
        lookup(&app, LookupKind::Store, "Brno", RecordState::Active).await,
    );
    let kind = lookup(&app, LookupKind::RewardType, "Goods", RecordState::Active).await;
    let vip = segment(&app, "VIP").await;
    for input in [
        json!({ "name": "Coffee", "code": "A", "priority": 3, "typeId": kind, "storeIds": [prague] }),
        json!({ "name": "Cake", "code": "B", "priority": 1, "group": "GIFT", "storeIds": [brno, prague] }),
        json!({ "name": "Mug", "code": "C", "priority": 2, "automated": true, "validTo": "2026-02-28T00:00:00Z", "storeIds": [brno] }),
        json!({ "name": "Wine", "code": "D", "segmentId": vip, "validFrom": "2026-04-01T00:00:00Z" }),
        json!({ "name": "Tea 100 %", "code": "E", "state": "INACTIVE" }),
        json!({ "name": "Gone", "code": "F", "state": "DELETED" }),
    ] {
        reward(&app, input).await;
    }
    for (filter, found) in [
        (json!({}), vec!["Cake", "Coffee", "Mug", "Tea 100 %", "Wine"]),
        (json!({ "valid": true }), vec!["Cake", "Coffee"]),
        (json!({ "valid": false }), vec!["Mug", "Tea 100 %", "Wine"]),
        (json!({ "validAt": "2026-02-28T00:00:00Z" }), vec!["Cake", "Coffee", "Mug"]),
        (json!({ "validAt": "2026-04-01T00:00:00Z", "valid": true }), vec!["Cake", "Coffee", "Wine"]),
        (json!({ "storeId": prague }), vec!["Cake", "Coffee", "Tea 100 %", "Wine"]),
        (json!({ "storeId": brno, "valid": true }), vec!["Cake"]),
        (json!({ "group": "GIFT" }), vec!["Cake"]),
        (json!({ "typeId": kind }), vec!["Coffee"]),
        (json!({ "segmentId": vip }), vec!["Wine"]),
        (json!({ "code": "C" }), vec!["Mug"]),
        (json!({ "search": "UG" }), vec!["Mug"]),
        (json!({ "search": "100 %" }), vec!["Tea 100 %"]),
        (json!({ "search": "_" }), vec![]),
        (json!({ "automated": true }), vec!["Mug"]),
        (json!({ "state": "DELETED" }), vec!["Gone"]),
        (json!({ "vendor": "CARECLOUD" }), vec![]),
    ] {
        let data = app.data(LIST, json!({ "filter": filter })).await;
        assert_eq!(texts(&data["rewards"], "name"), found, "{filter}");
        assert_eq!(data["rewards"]["totalCount"], found.len(), "{filter}");
    }
    let by = |field: &str, direction: &str| json!({ "order": { "field": field, "direction": direction } });
    for (order, found) in [
        (by("NAME", "DESC"), ["Wine", "Tea 100 %", "Mug", "Coffee", "Cake"]),
        (by("CREATED_AT", "ASC"), ["Coffee", "Cake", "Mug", "Wine", "Tea 100 %"]),
        (by("PRIORITY", "ASC"), ["Wine", "Tea 100 %", "Cake", "Mug", "Coffee"]),
    ] {
        assert_eq!(texts(&app.data(LIST, order).await["rewards"], "name"), found);
    }
    let page = app.data(LIST, json!({ "first": 2 })).await;
    assert_eq!(texts(&page["rewards"], "name"), ["Cake", "Coffee"]);
    let next = app.data(LIST, json!({ "first": 2, "after": page["rewards"]["pageInfo"]["endCursor"] })).await;
    assert_eq!(texts(&next["rewards"], "name"), ["Mug", "Tea 100 %"]);
    let back = app.data(LIST, json!({ "last": 1, "before": next["rewards"]["pageInfo"]["startCursor"] })).await;
    assert_eq!(texts(&back["rewards"], "name"), ["Coffee"]);
    assert_eq!(back["rewards"]["pageInfo"]["hasPreviousPage"], true);
}

#[tokio::test]
async fn customers_are_offered_what_is_for_everybody_and_for_their_segments() {
    let app = TestApp::start().await;
    let (jana, petr) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Velký").await);
    let (vip, wine) = (segment(&app, "VIP").await, segment(&app, "Wine").await);
    join(&app, &jana, &vip).await;
    reward(&app, json!({ "name": "For all" })).await;
    reward(&app, json!({ "name": "For VIPs", "segmentId": vip })).await;
    reward(&app, json!({ "name": "For wine lovers", "segmentId": wine })).await;
    reward(&app, json!({ "name": "Past", "validTo": "2026-01-01T00:00:00Z" })).await;
    reward(&app, json!({ "name": "Put aside", "state": "INACTIVE" })).await;
    let offered = async |customer: &str, filter| {
        let data = app.data(OFFERED, json!({ "id": customer, "filter": filter })).await;
        let list = data["customer"]["rewards"].clone();
        let names = texts(&list, "name");
        assert_eq!(list["totalCount"], names.len());
        names
    };
    assert_eq!(offered(&jana, json!({})).await, ["For VIPs", "For all", "Past"]);
    assert_eq!(offered(&jana, json!({ "valid": true })).await, ["For VIPs", "For all"]);
    assert_eq!(offered(&petr, json!({ "valid": true })).await, ["For all"]);
    let merge = "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { problems { message } } }";
    app.data(merge, json!({ "a": petr, "b": jana })).await;
    assert_eq!(offered(&petr, json!({ "valid": true })).await, ["For VIPs", "For all"], "the segments come along");
}

#[tokio::test]
async fn a_change_keeps_what_it_does_not_name_and_a_deleted_reward_leaves_its_vouchers_good() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let vip = segment(&app, "VIP").await;
    let made = json!({
        "subtitle": "Espresso", "pointsCost": "120", "storeIds": [store], "segmentId": vip, "validTo": "2026-12-31T00:00:00Z",
    });
    let id = reward(&app, made).await;
    let change = json!({ "name": "Kaffee", "subtitle": null, "segmentId": null, "validTo": "2027-01-31T00:00:00Z" });
    let changed = app.data(UPDATE, json!({ "id": id, "input": change })).await;
    assert_eq!(
        changed["updateReward"],
        json!({ "problems": [], "reward": {
            "name": "Kaffee", "subtitle": null, "pointsCost": "120", "validTo": "2027-01-31T00:00:00Z", "segment": null,
            "stores": [{ "name": "Prague" }], "state": "ACTIVE",
        } })
    );
    let bad = app.data(UPDATE, json!({ "id": id, "input": { "priority": 0 } })).await;
    assert_eq!(told(&bad["updateReward"]), [("priority", "NOT_ALLOWED")]);
    let held = voucher(&app, json!({ "customerId": jana, "rewardId": id })).await;
    let deleted = app.data(DELETE, json!({ "id": id })).await;
    assert_eq!(deleted, json!({ "deleteReward": { "deletedId": id, "problems": [] } }));
    assert_eq!(app.data(LIST, json!({})).await["rewards"]["totalCount"], 0);
    let refused = app.data(ISSUE, json!({ "input": { "customerId": jana, "rewardId": id } })).await;
    assert_eq!(told(&refused["issueVoucher"]), [("rewardId", "NOT_FOUND")]);
    let query = "query($id: ID!) { voucher(id: $id) { valid reward { name state valid } } }";
    let seen =
        json!({ "voucher": { "valid": true, "reward": { "name": "Kaffee", "state": "DELETED", "valid": false } } });
    assert_eq!(app.data(query, json!({ "id": held })).await, seen);
}

#[tokio::test]
async fn what_a_reward_names_may_go_out_of_use_later() {
    let app = TestApp::start().await;
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let id = reward(&app, json!({ "storeIds": [store] })).await;
    let close = "mutation($id: ID!) { updateLookup(id: $id, input: { state: INACTIVE }) { problems { message } } }";
    app.data(close, json!({ "id": store })).await;
    let kept = app.data(UPDATE, json!({ "id": id, "input": { "name": "Kaffee" } })).await;
    assert_eq!(kept["updateReward"]["problems"], json!([]));
}

#[tokio::test]
async fn another_brand_sees_and_changes_nothing_and_only_administrators_define() {
    let app = TestApp::start().await;
    let vip = segment(&app, "VIP").await;
    let id = reward(&app, json!({ "segmentId": vip })).await;
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &Permission::ALL).await;
    let look = "query($id: ID!) { node(id: $id) { id } reward(id: $id) { id } rewards { totalCount } }";
    let seen = app.graphql_as(&key, look, json!({ "id": id })).await;
    assert_eq!(seen["data"], json!({ "node": null, "reward": null, "rewards": { "totalCount": 0 } }));
    for query in [DELETE, UPDATE] {
        let answer = app.graphql_as(&key, query, json!({ "id": id, "input": { "name": "Theirs" } })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
    }
    let input = json!({ "code": "C", "name": "C", "group": "SIMPLE", "segmentId": vip });
    let foreign = app.graphql_as(&key, CREATE, json!({ "input": input })).await;
    assert_eq!(told(&foreign["data"]["createReward"]), [("segmentId", "NOT_FOUND")]);
    let clerk = app.key_with(&[Permission::CustomerRead, Permission::CustomerCud]).await;
    let refused = app.graphql_as(&clerk, CREATE, json!({ "input": input })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let writer = app.key_with(&[Permission::CustomerCud]).await;
    let unread = app.graphql_as(&writer, LIST, json!({})).await;
    assert_eq!(unread["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn lists_of_one_customer_or_many_cost_the_same_statements() {
    let app = TestApp::start().await;
    let vip = segment(&app, "VIP").await;
    let id = reward(&app, json!({ "segmentId": vip })).await;
    reward(&app, json!({ "name": "For all" })).await;
    for n in 0..20 {
        let customer = app.customer("Jana", &format!("Malá {n}")).await;
        join(&app, &customer, &vip).await;
        voucher(&app, json!({ "customerId": customer, "rewardId": id })).await;
    }
    at(&app, "2026-03-02T09:00:00Z");
    let query = "query($first: Int!) { customers(first: $first) { nodes {
        rewards(filter: { valid: true }) { totalCount nodes { name segment { name } valid } }
        vouchers { totalCount nodes { code reward { name kind { name } } store { name } source { vendor } customer { id } } }
        cards { totalCount nodes { number } }
        segments { totalCount nodes { segment { name } } }
        currentStatus { tier { name } } statusRecords { totalCount } recommendations { totalCount }
    } } }";
    let mut costs = Vec::new();
    for first in [1, 20] {
        let before = app.statements();
        let data = app.data(query, json!({ "first": first })).await;
        costs.push(app.statements() - before);
        let last = &data["customers"]["nodes"][first - 1];
        assert_eq!(texts(&last["rewards"], "name"), ["Coffee", "For all"]);
        assert_eq!(last["vouchers"]["totalCount"], 1);
        assert_eq!(last["segments"]["nodes"][0]["segment"]["name"], "VIP");
    }
    assert_eq!(costs[0], costs[1]);
}
