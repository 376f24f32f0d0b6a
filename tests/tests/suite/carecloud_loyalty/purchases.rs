//! Purchases.

use serde_json::{Value, json};

use super::kit::{Scene, refused};

async fn purchase(scene: &Scene, input: Value) -> Value {
    scene.make("createPurchase", "CreatePurchaseInput", "purchase", input).await
}

#[tokio::test]
async fn a_purchase_shows_its_items_when_they_are_asked_for() {
    let scene = Scene::start().await;
    let store = scene.entry("STORE", "s1", json!({})).await;
    let kind = scene.entry("PURCHASE_TYPE", "cash_desk", json!({})).await;
    let goods = scene.entry("PURCHASE_ITEM_TYPE", "goods", json!({})).await;
    let id = purchase(
        &scene,
        json!({
            "externalId": "R-1", "storeId": store, "typeId": kind, "currency": "CZK", "cashdeskNumber": "2", "cardNumber": "9001",
            "paidAt": "2026-02-27T16:20:30Z", "items": [
                { "productId": "P1", "productName": "Flour", "productGroupId": "G1", "productGroupName": "Baking", "productBrandId": "B1",
                  "productBrandName": "Mill", "externalId": "L1", "typeId": goods, "price": "0.1", "quantity": "3", "vatRate": "12",
                  "properties": [{ "property_id": "x" }] },
                { "productId": "P2", "price": "19.9", "quantity": "1.5" },
            ],
        }),
    )
    .await;
    let ids = "query($id: ID!) { purchase(id: $id) { vendorId items { nodes { vendorId } } } }";
    let ids = scene.run(ids, json!({ "id": id })).await["purchase"].take();
    let items = json!([
        {
            "purchase_item_id": ids["items"]["nodes"][0]["vendorId"], "product_id": "P1", "product_name": "Flour", "product_group_id": "G1",
            "product_group_name": "Baking", "product_brand_id": "B1", "product_brand_name": "Mill", "external_id": "L1",
            "purchase_item_type_id": "goods", "price": 0.1, "amount": 3.0, "vat_rate": 12.0, "additional_properties": [{ "property_id": "x" }],
        },
        {
            "purchase_item_id": ids["items"]["nodes"][1]["vendorId"], "product_id": "P2", "product_name": null, "product_group_id": null,
            "product_group_name": null, "product_brand_id": null, "product_brand_name": null, "external_id": null,
            "purchase_item_type_id": null, "price": 19.9, "amount": 1.5, "vat_rate": 0.0, "additional_properties": [],
        },
    ]);
    for (query, items) in
        [("", json!([])), ("?purchase_items_extension=false", json!([])), ("?purchase_items_extension=true", items)]
    {
        let whole = json!({ "data": { "purchases": [{
            "purchase_id": ids["vendorId"], "customer_id": scene.id, "store_id": "s1", "external_purchase_id": "R-1", "type_id": "cash_desk",
            "currency_id": "CZK", "cashdesk_number": "2", "payment_time": "2026-02-27 17:20:30", "items_count": 2, "purchase_items": items,
            "total_price": 30.15, "card_number": "9001", "last_change": "2026-03-01 10:00:00", "property_records": [],
        }], "total_items": 1 } });
        assert_eq!(scene.list(&format!("purchases{query}")).await.whole(), (200, whole), "{query}");
    }
}

#[tokio::test]
async fn purchases_are_narrowed_sorted_and_paged() {
    let scene = Scene::start().await;
    let store = scene.entry("STORE", "s1", json!({})).await;
    let online = scene.entry("PURCHASE_TYPE", "online", json!({})).await;
    for (n, store, kind, total) in
        [(1, Some(&store), None, "30"), (2, None, Some(&online), "10"), (3, Some(&store), Some(&online), "20")]
    {
        let paid_at = format!("2026-02-0{n}T10:00:00Z");
        let input = json!({ "externalId": format!("R-{n}"), "storeId": store, "typeId": kind, "total": total, "paidAt": paid_at });
        purchase(&scene, input).await;
    }
    let expected = [
        ("", json!(["R-1", "R-2", "R-3"]), 3),
        ("count=2", json!(["R-1", "R-2"]), 3),
        ("count=2&offset=2", json!(["R-3"]), 3),
        ("sort_field=payment_time&sort_direction=DESC", json!(["R-3", "R-2", "R-1"]), 3),
        ("sort_field=total_price&sort_direction=asc", json!(["R-2", "R-3", "R-1"]), 3),
        ("store_id=s1", json!(["R-1", "R-3"]), 2),
        ("store_id=s1&type_id=online", json!(["R-3"]), 1),
        ("store_id=unknown", json!([]), 0),
        ("type_id=s1", json!([]), 0),
        ("external_purchase_id=R-2", json!(["R-2"]), 1),
        // Prague is an hour ahead; both ends belong to the span.
        ("payment_time_from=2026-02-02 11:00:00", json!(["R-2", "R-3"]), 2),
        ("payment_time_from=2026-02-02T11:00:01", json!(["R-3"]), 1),
        ("payment_time_to=2026-02-02 11:00:00", json!(["R-1", "R-2"]), 2),
        ("payment_time_to=2026-02-02 10:59:59", json!(["R-1"]), 1),
        ("payment_time_from=&store_id=", json!(["R-1", "R-2", "R-3"]), 3),
    ];
    let expected = expected.map(|(query, values, total)| (query.replace(' ', "%20"), values, total));
    let expected: Vec<(&str, Value, u64)> =
        expected.iter().map(|(query, values, total)| (query.as_str(), values.clone(), *total)).collect();
    scene.check("purchases", "purchases", "external_purchase_id", &expected).await;
}

#[tokio::test]
async fn wrong_parameters_are_named() {
    let scene = Scene::start().await;
    let wrong = scene.list("purchases?count=0&offset=-1&sort_direction=up&purchase_items_extension=perhaps").await;
    let reason = |name: &str, reason: &str| (name.to_owned(), reason.to_owned());
    assert_eq!(
        refused(&wrong),
        [
            reason("count", "not_allowed_value"),
            reason("offset", "not_allowed_value"),
            reason("sort_direction", "not_allowed_value"),
            reason("purchase_items_extension", "invalid_value_format"),
        ]
    );
    let order = scene.list("purchases?sort_field=shoe_size").await;
    assert_eq!(refused(&order), [reason("sort_field", "not_allowed_value")]);
    let span = scene.list("purchases?payment_time_from=yesterday").await;
    assert_eq!(refused(&span), [reason("payment_time_from", "invalid_value_format")]);
}
