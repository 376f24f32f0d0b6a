//! Earning, spending, reversing, adjusting.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use onefold::domain::account::Permission;
use onefold_tests::TestApp;
use serde_json::json;

use super::kit::{ADJUST, EARN, REVERSE, SPEND, at, balance, check_books, earn, spend};
use crate::purchases::lookup;

#[tokio::test]
async fn what_is_earned_can_be_spent_what_expires_first_before_the_rest() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let lot = earn(&app, json!({ "customerId": jana, "amount": "10", "note": "welcome" })).await;
    let id = lot["id"].clone();
    assert_eq!(
        lot,
        json!({
            "id": id, "assigned": "10", "available": "10", "earnedAt": "2026-03-01T09:00:00Z", "expiresAt": null, "note": "welcome",
            "unit": "POINTS", "typeName": null, "currency": null,
        })
    );
    earn(&app, json!({ "customerId": jana, "amount": "5.5", "expiresAt": "2027-01-01T00:00:00Z", "note": "year" }))
        .await;
    earn(&app, json!({ "customerId": jana, "amount": "4", "expiresAt": "2026-04-01T00:00:00Z", "note": "month" }))
        .await;
    let spent = spend(&app, json!({ "customerId": jana, "amount": "12.25", "note": "coffee" })).await;
    let debit = &spent["debits"][0];
    assert_eq!(
        spent,
        json!({ "problems": [], "debits": [{
            "id": debit["id"], "kind": "SPEND", "amount": "12.25", "note": "coffee", "createdAt": "2026-03-01T09:00:00Z", "reversedAt": null,
            "source": { "vendorId": debit["source"]["vendorId"] },
            "allocations": { "nodes": [
                { "amount": "4", "lot": { "note": "month" } },
                { "amount": "5.5", "lot": { "note": "year" } },
                { "amount": "2.75", "lot": { "note": "welcome" } },
            ] },
        }] })
    );
    assert_eq!(balance(&app, &jana).await, "7.25");
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn refuses_to_spend_more_than_there_is() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let refused = |message: &str| json!({ "debits": null, "problems": [{ "path": "amount", "code": "NOT_ALLOWED", "message": message }] });
    let input = json!({ "customerId": jana, "amount": "10.0001" });
    assert_eq!(spend(&app, input.clone()).await, refused("the balance is too small: 0 points"));
    earn(&app, json!({ "customerId": jana, "amount": "10" })).await;
    assert_eq!(spend(&app, input).await, refused("the balance is too small: 10 points"));
    assert_eq!(balance(&app, &jana).await, "10");
    let nothing = spend(&app, json!({ "customerId": jana, "amount": "0" })).await;
    assert_eq!(nothing, refused("the amount must be positive"));
}

#[tokio::test]
async fn a_reversed_spend_goes_back_into_its_lots_once() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    earn(&app, json!({ "customerId": jana, "amount": "10" })).await;
    let spent = spend(&app, json!({ "customerId": jana, "amount": "8" })).await;
    let id = spent["debits"][0]["id"].clone();
    at(&app, "2026-03-02T00:00:00Z");
    let reversed = app.data(REVERSE, json!({ "id": id })).await;
    assert_eq!(
        reversed["reverseSpend"],
        json!({ "problems": [], "debits": [{ "amount": "8", "reversedAt": "2026-03-02T00:00:00Z" }] })
    );
    assert_eq!(balance(&app, &jana).await, "10");
    let again = app.data(REVERSE, json!({ "id": id })).await;
    assert_eq!(
        again["reverseSpend"],
        json!({ "debits": null, "problems": [{ "code": "CONFLICT", "message": "this spend was reversed before" }] })
    );
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn a_balance_is_adjusted_with_a_reason_and_never_below_zero() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let adjust = |amount: &str, reason: &str| {
        let input = json!({ "customerId": jana, "amount": amount, "reason": reason });
        app.data(ADJUST, json!({ "input": input }))
    };
    let done = |balance: &str| json!({ "customer": { "pointsBalance": balance }, "problems": [] });
    assert_eq!(adjust("30", "complaint").await["adjustBalance"], done("30"));
    assert_eq!(adjust("-12.5", "typing error").await["adjustBalance"], done("17.5"));
    assert_eq!(
        adjust("-18", "typing error").await["adjustBalance"]["problems"],
        json!([{ "path": "amount", "code": "NOT_ALLOWED", "message": "the balance is too small: 17.5 points" }])
    );
    assert_eq!(
        adjust("0", " ").await["adjustBalance"]["problems"],
        json!([
            { "path": "amount", "code": "NOT_ALLOWED", "message": "a change of nothing is none" },
            { "path": "reason", "code": "EMPTY", "message": "a reason is needed" },
        ])
    );
    let debits = "query($id: ID!) { customer(id: $id) { points { debits { nodes { id kind } } } } }";
    let data = app.data(debits, json!({ "id": jana })).await;
    let debit = &data["customer"]["points"][0]["debits"]["nodes"][0];
    assert_eq!(debit["kind"], "ADJUSTMENT");
    let reversed = app.data(REVERSE, json!({ "id": debit["id"] })).await;
    assert_eq!(reversed["reverseSpend"]["problems"][0]["message"], "only a spend can be reversed");
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn every_broken_rule_of_an_earning_is_told() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let unused = lookup(&app, LookupKind::PointType, "Old", RecordState::Inactive).await;
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let input = json!({
        "customerId": jana, "typeId": unused, "amount": "-1", "earnedAt": "2026-03-02T00:00:00Z", "expiresAt": "2026-03-01T09:00:00Z", "partnerId": store,
    });
    let answer = app.data(EARN, json!({ "input": input })).await;
    assert_eq!(
        answer["earnPoints"],
        json!({ "lot": null, "problems": [
            { "path": "amount", "code": "NOT_ALLOWED", "message": "the amount must be positive" },
            { "path": "earnedAt", "code": "NOT_ALLOWED", "message": "nothing can be earned in the future" },
            { "path": "expiresAt", "code": "NOT_ALLOWED", "message": "it would have expired already" },
            { "path": "typeId", "code": "NOT_ALLOWED", "message": "this type is out of use" },
            { "path": "partnerId", "code": "NOT_FOUND", "message": "there is no such partner in use" },
        ] })
    );
    let input = json!({ "customerId": jana, "amount": "1", "currency": "CZK" });
    let answer = app.data(EARN, json!({ "input": input })).await;
    assert_eq!(answer["earnPoints"]["problems"][0]["message"], "points have no currency");
    let input = json!({ "customerId": jana, "unit": "CREDITS", "amount": "922337203685477" });
    earn(&app, input.clone()).await;
    let answer = app.data(EARN, json!({ "input": input })).await;
    assert_eq!(answer["earnPoints"]["problems"][0]["message"], "the balance would be too large");
}

#[tokio::test]
async fn credits_follow_their_currency_and_sorts_are_named_where_there_are_several() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let gift = lookup(&app, LookupKind::CreditType, "Gift", RecordState::Active).await;
    let wallet = json!({ "customerId": jana, "unit": "CREDITS", "amount": "100" });
    assert_eq!(earn(&app, wallet.clone()).await["currency"], "CZK", "the brand's currency");
    let input = json!({ "customerId": jana, "unit": "CREDITS", "typeId": gift, "currency": "EUR", "amount": "20" });
    assert_eq!(earn(&app, input).await["typeName"], "Gift");
    let spend_credits = |type_id: serde_json::Value| {
        let mut input = json!({ "customerId": jana, "unit": "CREDITS", "amount": "15" });
        if !type_id.is_boolean() {
            input["typeId"] = type_id;
        }
        spend(&app, input)
    };
    assert_eq!(
        spend_credits(json!(true)).await["problems"],
        json!([{ "path": "typeId", "code": "REQUIRED", "message": "the customer has several sorts; say which is meant" }])
    );
    assert_eq!(spend_credits(json!(gift)).await["debits"][0]["amount"], "15");
    assert_eq!(spend_credits(json!(null)).await["debits"][0]["amount"], "15");
    let other = app.data(
        EARN,
        json!({ "input": { "customerId": jana, "unit": "CREDITS", "typeId": null, "currency": "EUR", "amount": "1" } }),
    );
    assert_eq!(
        other.await["earnPoints"]["problems"],
        json!([{ "path": "currency", "code": "NOT_ALLOWED", "message": "the record's account is kept in CZK" }])
    );
    let query = "query($id: ID!) { customer(id: $id) { pointsBalance points { balance } credits { unit typeId typeName currency balance } } }";
    assert_eq!(
        app.data(query, json!({ "id": jana })).await["customer"],
        json!({ "pointsBalance": "0", "points": [], "credits": [
            { "unit": "CREDITS", "typeId": null, "typeName": null, "currency": "CZK", "balance": "85" },
            { "unit": "CREDITS", "typeId": gift, "typeName": "Gift", "currency": "EUR", "balance": "5" },
        ] })
    );
}

#[tokio::test]
async fn a_repeat_under_the_same_key_spends_once() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    earn(&app, json!({ "customerId": jana, "amount": "10" })).await;
    let call = json!({ "input": { "customerId": jana, "amount": "6" }, "key": "order-1" });
    let first = app.data(SPEND, call.clone()).await;
    assert_eq!(app.data(SPEND, call).await, first);
    assert_eq!(balance(&app, &jana).await, "4");
    let other = app.data(SPEND, json!({ "input": { "customerId": jana, "amount": "1" }, "key": "order-1" })).await;
    assert_eq!(other["spendPoints"]["problems"][0]["code"], "CONFLICT");
}

#[tokio::test]
async fn changes_of_one_request_see_each_other() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let query = "mutation($id: ID!) {
        a: adjustBalance(input: { customerId: $id, amount: \"5\", reason: \"first\" }) { customer { pointsBalance } }
        b: adjustBalance(input: { customerId: $id, amount: \"-2\", reason: \"second\" }) { customer { pointsBalance } }
    }";
    assert_eq!(
        app.data(query, json!({ "id": jana })).await,
        json!({ "a": { "customer": { "pointsBalance": "5" } }, "b": { "customer": { "pointsBalance": "3" } } })
    );
}

#[tokio::test]
async fn another_brand_and_a_reader_can_change_nothing() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let lot = earn(&app, json!({ "customerId": jana, "amount": "10" })).await;
    let debit = spend(&app, json!({ "customerId": jana, "amount": "1" })).await["debits"][0]["id"].clone();
    let other = app.another_brand(2).await;
    let stranger = app.key_of(&other, &Permission::ALL).await;
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    let input = json!({ "input": { "customerId": jana, "amount": "1" } });
    for (key, code) in [(&stranger, "NOT_FOUND"), (&reader, "FORBIDDEN")] {
        for (query, variables) in [(EARN, input.clone()), (SPEND, input.clone()), (REVERSE, json!({ "id": debit }))] {
            let answer = app.graphql_as(key, query, variables).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{query}");
        }
    }
    let look = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename } }";
    let ids = json!({ "ids": [lot["id"], debit] });
    let seen = app.graphql_as(&stranger, look, ids.clone()).await;
    assert_eq!(seen["data"], json!({ "nodes": [null, null] }));
    let seen = app.graphql_as(&reader, look, ids).await;
    assert_eq!(seen["data"], json!({ "nodes": [{ "__typename": "LedgerLot" }, { "__typename": "LedgerDebit" }] }));
}
