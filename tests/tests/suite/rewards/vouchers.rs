//! Issuing, applying and revoking vouchers.

use std::sync::Arc;

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use futures_util::future::join_all;
use onefold::domain::account::Permission;
use onefold_tests::TestApp;
use serde_json::{Value, json};

use super::super::purchases::lookup;
use super::super::segments::{join, segment};
use super::kit::{APPLY, ISSUE, REVOKE, apply, at, reward, texts, told, voucher};

const LIST: &str = "query($filter: VoucherFilterInput, $first: Int, $after: String) {
    vouchers(filter: $filter, first: $first, after: $after) { totalCount nodes { code } pageInfo { hasNextPage endCursor } }
}";

#[tokio::test]
async fn a_voucher_is_issued_for_a_reward_and_applied_at_a_store() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let coffee = reward(&app, json!({ "storeIds": [store] })).await;
    let input = json!({
        "customerId": jana, "rewardId": coffee, "code": "COFFEE-1", "value": { "amount": "45.5" }, "note": "Sorry",
        "validFrom": "2026-03-01T00:00:00Z", "validTo": "2026-08-31T00:00:00Z",
    });
    let id = voucher(&app, input).await;
    at(&app, "2026-03-02T10:00:00Z");
    let applied = app.data(APPLY, json!({ "input": { "voucherId": id, "storeId": store } })).await;
    assert_eq!(
        applied["applyVoucher"],
        json!({ "problems": [], "voucher": { "appliedAt": "2026-03-02T10:00:00Z", "store": { "name": "Prague" } } })
    );
    let query = "query($id: ID!) { voucher(id: $id) {
        code value { amount currency } rewardGroup note validFrom validTo appliedAt state valid createdAt updatedAt
        reward { name } store { name } source { vendor }
        customer { displayName timeline { nodes { kind title } } }
    } }";
    assert_eq!(
        app.data(query, json!({ "id": id })).await,
        json!({ "voucher": {
            "code": "COFFEE-1", "value": { "amount": "45.5", "currency": "CZK" }, "rewardGroup": "1", "note": "Sorry",
            "validFrom": "2026-03-01T00:00:00Z", "validTo": "2026-08-31T00:00:00Z", "appliedAt": "2026-03-02T10:00:00Z",
            "state": "ACTIVE", "valid": true, "createdAt": "2026-03-01T09:00:00Z", "updatedAt": "2026-03-02T10:00:00Z",
            "reward": { "name": "Coffee" }, "store": { "name": "Prague" }, "source": { "vendor": "ONEFOLD" },
            "customer": { "displayName": "Jana Malá", "timeline": { "nodes": [
                { "kind": "voucher.redeemed", "title": "Voucher for Coffee redeemed" },
                { "kind": "voucher.issued", "title": "Voucher for Coffee issued" },
                { "kind": "customer.created", "title": "Jana Malá recorded" },
            ] } },
        } })
    );
    assert_eq!(audited(&app, "voucher").await, ["voucher.issued", "voucher.redeemed"]);
}

/// The actions that the audit tells of a sort of thing, in their order.
async fn audited(app: &TestApp, subject: &str) -> Vec<String> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
    let rows = entity::audit_entry::Entity::find()
        .filter(entity::audit_entry::Column::SubjectKind.eq(subject))
        .order_by_asc(entity::audit_entry::Column::Id)
        .all(app.app.store().reader());
    rows.await.expect("the audit").into_iter().map(|entry| entry.action).collect()
}

#[tokio::test]
async fn a_voucher_has_a_code_of_its_own_unless_one_is_given() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let input = json!({ "customerId": jana, "value": { "amount": "100", "currency": "EUR" } });
    let mut codes = Vec::new();
    for _ in 0..3 {
        let data = app.data(ISSUE, json!({ "input": input })).await;
        codes.push(data["issueVoucher"]["voucher"]["code"].as_str().expect("a code").to_owned());
    }
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 3);
    assert!(codes.iter().all(|code| code.len() == 16), "{codes:?}");
    voucher(&app, json!({ "customerId": jana, "value": { "amount": "1" }, "code": "ONE" })).await;
    let again = json!({ "customerId": jana, "value": { "amount": "1" }, "code": "ONE" });
    let refused = app.data(ISSUE, json!({ "input": again })).await;
    assert_eq!(told(&refused["issueVoucher"]), [("code", "ALREADY_EXISTS")]);
}

#[tokio::test]
async fn every_broken_rule_is_told_and_nothing_is_issued() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let vip = segment(&app, "VIP").await;
    let issue = async |input: Value| {
        let mut whole = json!({ "customerId": jana });
        whole.as_object_mut().expect("an object").extend(input.as_object().expect("an object").clone());
        let mut data = app.data(ISSUE, json!({ "input": whole })).await;
        data["issueVoucher"].take()
    };
    let bad = json!({
        "code": " ", "value": { "amount": "0", "currency": "crowns" }, "validFrom": "2026-02-01T00:00:00Z",
        "validTo": "2026-01-01T00:00:00Z",
    });
    let told_of = issue(bad).await;
    assert_eq!(
        told(&told_of),
        [
            ("code", "EMPTY"),
            ("value", "NOT_ALLOWED"),
            ("validTo", "NOT_ALLOWED"),
            ("validTo", "NOT_ALLOWED"),
            ("currency", "INVALID_FORMAT"),
        ]
    );
    assert_eq!(told(&issue(json!({})).await), [("rewardId", "REQUIRED")]);
    for (offer, code) in [
        (json!({ "validTo": "2026-02-28T00:00:00Z" }), "NOT_ALLOWED"),
        (json!({ "validFrom": "2026-04-01T00:00:00Z" }), "NOT_ALLOWED"),
        (json!({ "state": "INACTIVE" }), "NOT_ALLOWED"),
        (json!({ "segmentId": vip }), "NOT_ALLOWED"),
    ] {
        let id = reward(&app, offer).await;
        assert_eq!(told(&issue(json!({ "rewardId": id })).await), [("rewardId", code)]);
    }
    assert_eq!(app.data(LIST, json!({})).await["vouchers"]["totalCount"], 0);
    let exclusive = reward(&app, json!({ "segmentId": vip })).await;
    join(&app, &jana, &vip).await;
    assert_eq!(issue(json!({ "rewardId": exclusive })).await["problems"], json!([]));
}

#[tokio::test]
async fn a_voucher_is_good_from_its_first_to_its_last_moment() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let of = |from: &str, to: &str| json!({ "customerId": jana, "value": { "amount": "1" }, "validFrom": from, "validTo": to });
    let (first, last) = ("2026-03-10T00:00:00Z", "2026-03-20T00:00:00Z");
    let (early, late) = (voucher(&app, of(first, last)).await, voucher(&app, of(first, last)).await);
    let missed = voucher(&app, of(first, last)).await;
    at(&app, "2026-03-09T23:59:59Z");
    assert_eq!(
        apply(&app, &early).await,
        json!({ "voucher": null, "problems": [
            { "path": "voucherId", "code": "NOT_ALLOWED", "message": "the voucher is good from 2026-03-10T00:00:00Z on" },
        ] })
    );
    at(&app, first);
    assert_eq!(apply(&app, &early).await["voucher"]["appliedAt"], first);
    at(&app, last);
    assert_eq!(apply(&app, &late).await["voucher"]["appliedAt"], last);
    at(&app, "2026-03-20T00:00:01Z");
    assert_eq!(
        apply(&app, &missed).await,
        json!({ "voucher": null, "problems": [
            { "path": "voucherId", "code": "NOT_ALLOWED", "message": "the voucher was good until 2026-03-20T00:00:00Z" },
        ] })
    );
}

#[tokio::test]
async fn a_revoked_voucher_is_kept_and_applied_by_nobody() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let id = voucher(&app, json!({ "customerId": jana, "value": { "amount": "100" }, "code": "ONE" })).await;
    let revoked = app.data(REVOKE, json!({ "id": id })).await;
    assert_eq!(revoked, json!({ "revokeVoucher": { "voucher": { "state": "DELETED" }, "problems": [] } }));
    assert_eq!(
        apply(&app, &id).await["problems"],
        json!([{ "path": "voucherId", "code": "NOT_ALLOWED", "message": "the voucher was revoked" }])
    );
    let conflict = |message: &str| json!([{ "path": "", "code": "CONFLICT", "message": message }]);
    let again = app.data(REVOKE, json!({ "id": id })).await;
    assert_eq!(again["revokeVoucher"]["problems"], conflict("the voucher was revoked before"));
    let used = voucher(&app, json!({ "customerId": jana, "value": { "amount": "1" } })).await;
    apply(&app, &used).await;
    let late = app.data(REVOKE, json!({ "id": used })).await;
    assert_eq!(late["revokeVoucher"]["problems"], conflict("the voucher was applied before"));
    let query = "query($id: ID!, $filter: VoucherFilterInput) { customer(id: $id) { vouchers(filter: $filter) { totalCount } } }";
    for (filter, count) in [(json!({}), 1), (json!({ "state": "DELETED" }), 1), (json!({ "code": "ONE" }), 0)] {
        let data = app.data(query, json!({ "id": jana, "filter": filter })).await;
        assert_eq!(data["customer"]["vouchers"]["totalCount"], count, "{filter}");
    }
    let timeline = "query($id: ID!) { customer(id: $id) { timeline(filter: { kinds: [\"voucher.revoked\"] }) { nodes { title } } } }";
    let seen = app.data(timeline, json!({ "id": jana })).await;
    assert_eq!(texts(&seen["customer"]["timeline"], "title"), ["Voucher of 100 CZK revoked"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_voucher_is_applied_once_however_many_try() {
    let app = Arc::new(TestApp::start().await);
    let jana = app.customer("Jana", "Malá").await;
    let id = voucher(&app, json!({ "customerId": jana, "value": { "amount": "1" } })).await;
    let calls = (0..32).map(|_| {
        let (app, id) = (Arc::clone(&app), id.clone());
        tokio::spawn(async move { apply(&app, &id).await })
    });
    let answers: Vec<Value> = join_all(calls).await.into_iter().map(|answer| answer.expect("the task ends")).collect();
    let (applied, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer["voucher"].is_object());
    assert_eq!((applied.len(), refused.len()), (1, 31));
    let used = json!([{ "path": "", "code": "CONFLICT", "message": "the voucher was applied before" }]);
    assert!(refused.iter().all(|answer| answer["problems"] == used), "{refused:?}");
    let entries =
        "query($id: ID!) { customer(id: $id) { timeline(filter: { kinds: [\"voucher.redeemed\"] }) { totalCount } } }";
    let seen = app.data(entries, json!({ "id": jana })).await;
    assert_eq!(seen["customer"]["timeline"]["totalCount"], 1);
}

#[tokio::test]
async fn a_repeat_under_the_same_key_applies_nothing_twice_and_is_no_refusal() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let input = json!({ "customerId": jana, "value": { "amount": "1" } });
    let issued = app.data(ISSUE, json!({ "input": input, "key": "k1" })).await;
    assert_eq!(app.data(ISSUE, json!({ "input": input, "key": "k1" })).await, issued);
    let apply = json!({ "input": { "voucherId": issued["issueVoucher"]["voucher"]["id"] }, "key": "k2" });
    let first = app.data(APPLY, apply.clone()).await;
    assert_eq!(first["applyVoucher"]["problems"], json!([]));
    assert_eq!(app.data(APPLY, apply).await, first);
    assert_eq!(app.data(LIST, json!({})).await["vouchers"]["totalCount"], 1);
}

#[tokio::test]
async fn a_reward_may_be_honoured_at_some_stores_only() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let prague = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let brno = lookup(&app, LookupKind::Store, "Brno", RecordState::Active).await;
    let coffee = reward(&app, json!({ "storeIds": [prague] })).await;
    let id = voucher(&app, json!({ "customerId": jana, "rewardId": coffee })).await;
    for (store, code) in [(json!(brno), "NOT_ALLOWED"), (json!(null), "REQUIRED")] {
        let answer = app.data(APPLY, json!({ "input": { "voucherId": id, "storeId": store } })).await;
        assert_eq!(told(&answer["applyVoucher"]), [("storeId", code)], "{store}");
    }
    let unknown = app.data(APPLY, json!({ "input": { "voucherId": id, "storeId": "TG9va3VwOjk5OQ" } })).await;
    assert_eq!(told(&unknown["applyVoucher"]), [("storeId", "NOT_FOUND"), ("storeId", "NOT_ALLOWED")]);
    let fits = app.data(APPLY, json!({ "input": { "voucherId": id, "storeId": prague } })).await;
    assert_eq!(fits["applyVoucher"]["problems"], json!([]));
}

#[tokio::test]
async fn vouchers_are_found_by_code_reward_use_and_validity_and_paged() {
    let app = TestApp::start().await;
    let (jana, petr) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Velký").await);
    let coffee = reward(&app, json!({})).await;
    let used = voucher(&app, json!({ "customerId": jana, "code": "V1", "value": { "amount": "1" } })).await;
    apply(&app, &used).await;
    for input in [
        json!({ "customerId": jana, "code": "V2", "rewardId": coffee }),
        json!({ "customerId": jana, "code": "V3", "value": { "amount": "1" }, "validFrom": "2026-05-01T00:00:00Z" }),
        json!({ "customerId": petr, "code": "V4", "value": { "amount": "1" } }),
    ] {
        voucher(&app, input).await;
    }
    let children = "query($id: ID!, $filter: VoucherFilterInput) { customer(id: $id) { vouchers(filter: $filter) { totalCount nodes { code } } } }";
    for (filter, all, hers) in [
        (json!({}), vec!["V4", "V3", "V2", "V1"], vec!["V3", "V2", "V1"]),
        (json!({ "code": "V4" }), vec!["V4"], vec![]),
        (json!({ "rewardId": coffee }), vec!["V2"], vec!["V2"]),
        (json!({ "applied": true }), vec!["V1"], vec!["V1"]),
        (json!({ "applied": false, "valid": true }), vec!["V4", "V2"], vec!["V2"]),
        (json!({ "valid": false }), vec!["V3"], vec!["V3"]),
        (json!({ "validAt": "2026-05-01T00:00:00Z", "applied": false }), vec!["V4", "V3", "V2"], vec!["V3", "V2"]),
        (json!({ "state": "INACTIVE" }), vec![], vec![]),
    ] {
        let root = app.data(LIST, json!({ "filter": filter })).await;
        assert_eq!(texts(&root["vouchers"], "code"), all, "{filter}");
        assert_eq!(root["vouchers"]["totalCount"], all.len(), "{filter}");
        let data = app.data(children, json!({ "id": jana, "filter": filter })).await;
        assert_eq!(texts(&data["customer"]["vouchers"], "code"), hers, "{filter}");
        assert_eq!(data["customer"]["vouchers"]["totalCount"], hers.len(), "{filter}");
    }
    let page = app.data(LIST, json!({ "first": 3 })).await;
    assert_eq!(page["vouchers"]["pageInfo"]["hasNextPage"], true);
    let rest = app.data(LIST, json!({ "first": 3, "after": page["vouchers"]["pageInfo"]["endCursor"] })).await;
    assert_eq!(texts(&rest["vouchers"], "code"), ["V1"]);
}

#[tokio::test]
async fn another_brand_sees_and_changes_nothing_and_readers_only_read() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let coffee = reward(&app, json!({})).await;
    let id = voucher(&app, json!({ "customerId": jana, "rewardId": coffee })).await;
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &Permission::ALL).await;
    let look = "query($id: ID!) { node(id: $id) { id } voucher(id: $id) { id } vouchers { totalCount } }";
    let seen = app.graphql_as(&key, look, json!({ "id": id })).await;
    assert_eq!(seen["data"], json!({ "node": null, "voucher": null, "vouchers": { "totalCount": 0 } }));
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    for (query, variables) in [
        (APPLY, json!({ "input": { "voucherId": id } })),
        (REVOKE, json!({ "id": id })),
        (ISSUE, json!({ "input": { "customerId": jana, "rewardId": coffee } })),
    ] {
        let foreign = app.graphql_as(&key, query, variables.clone()).await;
        assert_eq!(foreign["errors"][0]["extensions"]["code"], "NOT_FOUND");
        let refused = app.graphql_as(&reader, query, variables).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
    assert_eq!(apply(&app, &id).await["problems"], json!([]), "nothing was done to it");
}
