//! Recording, correcting and finding purchases.

use entity::lookup::{self, LookupKind};
use entity::source_record::RecordState;
use onefold::domain::account::Permission;
use onefold::domain::catalogue::graphql::LookupId;
use onefold::domain::connection::service as connections;
use onefold_tests::TestApp;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

const CREATE: &str = "mutation($input: CreatePurchaseInput!, $key: String) {
    createPurchase(input: $input, idempotencyKey: $key) { purchase { id total { amount currency } itemsCount } problems { path code message } }
}";
const UPDATE: &str = "mutation($id: ID!, $input: UpdatePurchaseInput!, $key: String) {
    updatePurchase(id: $id, input: $input, idempotencyKey: $key) {
        purchase { externalId total { amount currency } itemsCount cardNumber paidAt items { nodes { productName price } } }
        problems { path code message }
    }
}";

/// Writes an entry of a look-up list of brand 1 and returns its id in the graph.
pub(crate) async fn lookup(app: &TestApp, kind: LookupKind, name: &str, state: RecordState) -> String {
    let connection = connections::of_brand(&app.app, app.brand.id).await.expect("connections").remove(0);
    let row = lookup::ActiveModel {
        brand_id: Set(app.brand.id),
        connection_id: Set(connection.id),
        kind: Set(kind),
        vendor_id: Set(name.to_lowercase()),
        name: Set(name.to_owned()),
        data: Set(json!({})),
        state: Set(state),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    };
    let row = lookup::Entity::insert(row).exec_with_returning(app.app.store().writer()).await.expect("an entry");
    LookupId::new(row.id).to_string()
}

async fn create(app: &TestApp, input: Value) -> String {
    let data = app.data(CREATE, json!({ "input": input })).await;
    let purchase = &data["createPurchase"]["purchase"];
    purchase["id"].as_str().unwrap_or_else(|| panic!("{data:#}")).to_owned()
}

#[tokio::test]
async fn a_purchase_is_summed_from_its_items_and_found_with_its_customer() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let kind = lookup(&app, LookupKind::PurchaseType, "Shop", RecordState::Active).await;
    let input = json!({
        "customerId": customer, "externalId": "R-1", "storeId": store, "typeId": kind, "cashdeskNumber": "2", "cardNumber": "9001",
        "paidAt": "2026-02-27T16:20:00Z",
        "items": [
            { "productName": "Flour", "price": "0.1", "quantity": "3", "vatRate": "12" },
            { "productId": "P2", "productName": "Butter", "price": "19.9", "quantity": "2" },
            { "productName": "Bottle returned", "price": "-5", "properties": [{ "a": 1 }] },
        ],
    });
    let id = create(&app, input).await;
    let query = "query($id: ID!) { purchase(id: $id) {
        externalId store { id name } kind { name } total { amount currency } itemsCount cashdeskNumber cardNumber paidAt createdAt
        items { totalCount nodes { productId productName price quantity vatRate properties purchase { externalId } } }
        source { vendor } customer { displayName purchaseSummary { count total { amount currency } lastPaidAt } }
    } }";
    assert_eq!(
        app.data(query, json!({ "id": id })).await,
        json!({ "purchase": {
            "externalId": "R-1", "store": { "id": store, "name": "Prague" }, "kind": { "name": "Shop" },
            "total": { "amount": "35.1", "currency": "CZK" }, "itemsCount": 3, "cashdeskNumber": "2", "cardNumber": "9001",
            "paidAt": "2026-02-27T16:20:00Z", "createdAt": "2026-03-01T09:00:00Z",
            "items": { "totalCount": 3, "nodes": [
                { "productId": null, "productName": "Flour", "price": "0.1", "quantity": "3", "vatRate": "12", "properties": [], "purchase": { "externalId": "R-1" } },
                { "productId": "P2", "productName": "Butter", "price": "19.9", "quantity": "2", "vatRate": "0", "properties": [], "purchase": { "externalId": "R-1" } },
                { "productId": null, "productName": "Bottle returned", "price": "-5", "quantity": "1", "vatRate": "0", "properties": [{ "a": 1 }], "purchase": { "externalId": "R-1" } },
            ] },
            "source": { "vendor": "ONEFOLD" },
            "customer": { "displayName": "Jana Malá", "purchaseSummary": {
                "count": 1, "total": [{ "amount": "35.1", "currency": "CZK" }], "lastPaidAt": "2026-02-27T16:20:00Z",
            } },
        } })
    );
}

#[tokio::test]
async fn a_purchase_without_items_needs_a_total() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let answer = app.data(CREATE, json!({ "input": { "customerId": customer } })).await;
    assert_eq!(
        answer["createPurchase"],
        json!({ "purchase": null, "problems": [
            { "path": "total", "code": "REQUIRED", "message": "a purchase without items needs a total" },
        ] })
    );
    let input = json!({ "customerId": customer, "total": "1249.9", "currency": "EUR", "itemsCount": 4 });
    let data = app.data(CREATE, json!({ "input": input })).await;
    let purchase = &data["createPurchase"]["purchase"];
    assert_eq!(
        (&purchase["total"], &purchase["itemsCount"]),
        (&json!({ "amount": "1249.9", "currency": "EUR" }), &json!(4))
    );
}

#[tokio::test]
async fn every_broken_rule_is_told_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let closed = lookup(&app, LookupKind::Store, "Closed", RecordState::Inactive).await;
    let store = lookup(&app, LookupKind::Store, "Open", RecordState::Active).await;
    let input = json!({
        "customerId": customer, "storeId": closed, "typeId": store, "currency": "crowns", "paidAt": "2036-01-01T00:00:00Z", "itemsCount": -1,
        "items": [{ "price": "1", "quantity": "0" }, { "price": "1", "vatRate": "101", "typeId": store }],
    });
    let answer = app.data(CREATE, json!({ "input": input })).await;
    let problems = answer["createPurchase"]["problems"].as_array().expect("problems");
    let told: Vec<(&str, &str)> =
        problems.iter().map(|p| (p["path"].as_str().expect("a path"), p["code"].as_str().expect("a code"))).collect();
    assert_eq!(
        told,
        [
            ("storeId", "NOT_FOUND"),
            ("typeId", "NOT_FOUND"),
            ("items[1].typeId", "NOT_FOUND"),
            ("currency", "INVALID_FORMAT"),
            ("paidAt", "NOT_ALLOWED"),
            ("items[0].quantity", "NOT_ALLOWED"),
            ("items[1].vatRate", "NOT_ALLOWED"),
            ("itemsCount", "NOT_ALLOWED"),
        ]
    );
    assert_eq!(app.data("{ purchases { totalCount } }", json!({})).await, json!({ "purchases": { "totalCount": 0 } }));
}

#[tokio::test]
async fn a_correction_keeps_what_it_does_not_name_and_sums_new_items() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let input = json!({
        "customerId": customer, "externalId": "R-1", "cardNumber": "9001", "total": "90",
        "items": [{ "productName": "Flour", "price": "50", "quantity": "2" }],
    });
    let id = create(&app, input).await;
    let card =
        app.data(UPDATE, json!({ "id": id, "input": { "cardNumber": null, "paidAt": "2026-02-01T10:00:00Z" } })).await;
    assert_eq!(
        card["updatePurchase"],
        json!({ "problems": [], "purchase": {
            "externalId": "R-1", "total": { "amount": "90", "currency": "CZK" }, "itemsCount": 1, "cardNumber": null,
            "paidAt": "2026-02-01T10:00:00Z", "items": { "nodes": [{ "productName": "Flour", "price": "50" }] },
        } })
    );
    let items = json!([{ "productName": "Rye", "price": "30" }, { "productName": "Salt", "price": "4.5" }]);
    let data = app.data(UPDATE, json!({ "id": id, "input": { "items": items } })).await;
    let purchase = &data["updatePurchase"]["purchase"];
    assert_eq!(purchase["total"]["amount"], "34.5");
    assert_eq!(purchase["itemsCount"], 2);
    assert_eq!(
        purchase["items"]["nodes"],
        json!([{ "productName": "Rye", "price": "30" }, { "productName": "Salt", "price": "4.5" }])
    );
    let emptied = app.data(UPDATE, json!({ "id": id, "input": { "items": [] } })).await;
    assert_eq!(emptied["updatePurchase"]["problems"][0]["path"], "total");
}

#[tokio::test]
async fn a_deleted_purchase_is_gone_with_its_items() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let id = create(&app, json!({ "customerId": customer, "items": [{ "price": "1" }] })).await;
    let items = app.data("query($id: ID!) { purchase(id: $id) { items { nodes { id } } } }", json!({ "id": id })).await;
    let item = items["purchase"]["items"]["nodes"][0]["id"].clone();
    let delete = "mutation($id: ID!) { deletePurchase(id: $id) { deletedId } }";
    assert_eq!(app.data(delete, json!({ "id": id })).await, json!({ "deletePurchase": { "deletedId": id } }));
    let nodes = app.data("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": [id, item] })).await;
    assert_eq!(nodes, json!({ "nodes": [null, null] }));
    let again = app.graphql(delete, json!({ "id": id })).await;
    assert_eq!(again["errors"][0]["extensions"]["code"], "NOT_FOUND");
}

#[tokio::test]
async fn purchases_can_be_narrowed_sorted_and_paged() {
    let app = TestApp::start().await;
    let (one, two) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Velký").await);
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    for (n, customer, store) in [(1, &one, Some(&store)), (2, &two, None), (3, &one, Some(&store)), (4, &one, None)] {
        let input = json!({
            "customerId": customer, "externalId": format!("R-{n}"), "total": "1", "storeId": store, "paidAt": format!("2026-02-0{n}T00:00:00Z"),
        });
        create(&app, input).await;
    }
    let ids = |list: &Value| -> Vec<String> {
        let nodes = list["nodes"].as_array().expect("nodes");
        nodes.iter().map(|node| node["externalId"].as_str().expect("an id").to_owned()).collect()
    };
    let root = "query($filter: PurchaseFilterInput, $order: PurchaseOrder, $first: Int, $after: String) {
        purchases(filter: $filter, orderBy: $order, first: $first, after: $after) { totalCount nodes { externalId } pageInfo { hasNextPage endCursor } }
    }";
    for (variables, found) in [
        (json!({}), vec!["R-4", "R-3", "R-2", "R-1"]),
        (json!({ "order": { "field": "PAID_AT", "direction": "ASC" } }), vec!["R-1", "R-2", "R-3", "R-4"]),
        (json!({ "filter": { "storeId": store } }), vec!["R-3", "R-1"]),
        (json!({ "filter": { "typeId": store } }), vec![]),
        (json!({ "filter": { "externalId": "R-2" } }), vec!["R-2"]),
        (
            json!({ "filter": { "paid": { "from": "2026-02-02T00:00:00Z", "until": "2026-02-04T00:00:00Z" } } }),
            vec!["R-3", "R-2"],
        ),
    ] {
        let data = app.data(root, variables).await;
        assert_eq!(ids(&data["purchases"]), found);
        assert_eq!(data["purchases"]["totalCount"], found.len());
    }
    let page = app.data(root, json!({ "first": 3 })).await;
    assert_eq!(page["purchases"]["pageInfo"]["hasNextPage"], true);
    let rest = app.data(root, json!({ "first": 3, "after": page["purchases"]["pageInfo"]["endCursor"] })).await;
    assert_eq!(ids(&rest["purchases"]), ["R-1"]);
    let children = "query($id: ID!, $filter: PurchaseFilterInput) { customer(id: $id) { purchases(filter: $filter) { totalCount nodes { externalId } } } }";
    let data = app.data(children, json!({ "id": one, "filter": { "storeId": store } })).await;
    assert_eq!(ids(&data["customer"]["purchases"]), ["R-3", "R-1"]);
    let data = app.data(children, json!({ "id": two })).await;
    assert_eq!(data["customer"]["purchases"], json!({ "totalCount": 1, "nodes": [{ "externalId": "R-2" }] }));
}

#[tokio::test]
async fn a_repeat_under_the_same_key_records_once_and_another_purchase_is_refused() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let input = json!({ "customerId": customer, "total": "5" });
    let first = app.data(CREATE, json!({ "input": input, "key": "k1" })).await;
    assert_eq!(app.data(CREATE, json!({ "input": input, "key": "k1" })).await, first);
    assert_eq!(app.data("{ purchases { totalCount } }", json!({})).await["purchases"]["totalCount"], 1);
    let (one, other) = (&first["createPurchase"]["purchase"]["id"], create(&app, input).await);
    let change = json!({ "total": "7" });
    app.data(UPDATE, json!({ "id": one, "input": change, "key": "k2" })).await;
    let refused = app.data(UPDATE, json!({ "id": other, "input": change, "key": "k2" })).await;
    assert_eq!(
        refused["updatePurchase"],
        json!({ "purchase": null, "problems": [
            { "path": "", "code": "CONFLICT", "message": "this idempotency key was used for another input" },
        ] })
    );
}

#[tokio::test]
async fn another_brand_sees_and_changes_nothing() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let id = create(&app, json!({ "customerId": customer, "items": [{ "price": "1" }] })).await;
    let items = app.data("query($id: ID!) { purchase(id: $id) { items { nodes { id } } } }", json!({ "id": id })).await;
    let item = items["purchase"]["items"]["nodes"][0]["id"].clone();
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &Permission::ALL).await;
    let look = "query($ids: [ID!]!) { nodes(ids: $ids) { id } purchases { totalCount } }";
    let seen = app.graphql_as(&key, look, json!({ "ids": [id, item] })).await;
    assert_eq!(seen["data"], json!({ "nodes": [null, null], "purchases": { "totalCount": 0 } }));
    let update = app.graphql_as(&key, UPDATE, json!({ "id": id, "input": { "total": "0" } })).await;
    assert_eq!(update["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    let update = app.graphql_as(&reader, UPDATE, json!({ "id": id, "input": { "total": "0" } })).await;
    assert_eq!(update["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn purchases_of_one_customer_or_many_cost_the_same_statements() {
    let app = TestApp::start().await;
    for n in 0..20 {
        let customer = app.customer("Jana", &format!("Malá {n}")).await;
        for currency in ["CZK", "EUR"] {
            create(&app, json!({ "customerId": customer, "currency": currency, "items": [{ "price": "1" }] })).await;
        }
    }
    let query = "query($first: Int!) { customers(first: $first) { nodes {
        purchases(first: 10) { totalCount nodes { store { name } items(first: 5) { totalCount nodes { price } } source { vendor } customer { id } } }
        purchaseSummary { count total { amount currency } lastPaidAt }
    } } }";
    let mut costs = Vec::new();
    for first in [1, 20] {
        let before = app.statements();
        let data = app.data(query, json!({ "first": first })).await;
        costs.push(app.statements() - before);
        assert_eq!(data["customers"]["nodes"].as_array().expect("nodes").len(), first);
        assert_eq!(
            data["customers"]["nodes"][first - 1]["purchaseSummary"],
            json!({
                "count": 2, "lastPaidAt": "2026-03-01T09:00:00Z",
                "total": [{ "amount": "1", "currency": "CZK" }, { "amount": "1", "currency": "EUR" }],
            })
        );
    }
    assert_eq!(costs[0], costs[1]);
}
