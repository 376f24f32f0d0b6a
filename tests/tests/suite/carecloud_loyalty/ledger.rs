//! Points and credits.

use serde_json::{Value, json};

use super::kit::Scene;

async fn earn(scene: &Scene, input: Value) -> Value {
    let lot = scene.make("earnPoints", "EarnPointsInput", "lot", input).await;
    let query = "query($id: ID!) { node(id: $id) { ... on LedgerLot { vendorId } } }";
    scene.run(query, json!({ "id": lot })).await["node"]["vendorId"].take()
}

#[tokio::test]
async fn points_show_what_is_left_of_them() {
    let scene = Scene::start().await;
    let (kind, partner) =
        (scene.entry("POINT_TYPE", "bonus", json!({})).await, scene.entry("PARTNER", "roastery", json!({})).await);
    let first = json!({
        "amount": "12.5", "typeId": kind, "partnerId": partner, "note": "Welcome", "earnedAt": "2026-02-01T08:00:00Z",
        "expiresAt": "2026-03-01T12:00:00Z",
    });
    let first = earn(&scene, first).await;
    let second = earn(&scene, json!({ "amount": "100", "typeId": kind })).await;
    scene.make("spendPoints", "SpendPointsInput", "debits", json!({ "amount": "2.5", "typeId": kind })).await;
    let whole = |available: f64| {
        json!({ "data": { "points": [
            {
                "point_id": first, "customer_id": scene.id, "assigned_points": 12.5, "available_points": available, "point_type_id": "bonus",
                "partner_id": "roastery", "valid_to": "2026-03-01 13:00:00", "state": 1, "created_at": "2026-02-01 09:00:00",
                "note": "Welcome",
            },
            {
                "point_id": second, "customer_id": scene.id, "assigned_points": 100.0, "available_points": 100.0, "point_type_id": "bonus",
                "partner_id": null, "valid_to": null, "state": 1, "created_at": "2026-03-01 10:00:00", "note": null,
            },
        ], "total_items": 2 } })
    };
    assert_eq!(scene.list("points").await.whole(), (200, whole(10.0)));
    // Due, and the job that takes it has not run.
    scene.at("2026-03-01T12:00:00Z");
    assert_eq!(scene.list("points").await.whole(), (200, whole(0.0)));
    let empty = json!({ "data": { "credits": [], "total_items": 0 } });
    assert_eq!(scene.list("credits").await.whole(), (200, empty), "points are no credits");
}

#[tokio::test]
async fn points_are_narrowed_sorted_and_paged() {
    let scene = Scene::start().await;
    let (bonus, purchase) =
        (scene.entry("POINT_TYPE", "bonus", json!({})).await, scene.entry("POINT_TYPE", "purchase", json!({})).await);
    for (amount, kind, expires_at) in [
        ("3", &bonus, Some("2026-05-01T00:00:00Z")),
        ("1", &purchase, None),
        ("2", &bonus, Some("2026-04-01T00:00:00Z")),
    ] {
        earn(&scene, json!({ "amount": amount, "typeId": kind, "expiresAt": expires_at })).await;
    }
    let expected = [
        ("", json!([3.0, 1.0, 2.0]), 3),
        ("point_type_id=bonus", json!([3.0, 2.0]), 2),
        ("point_type_id=unknown", json!([]), 0),
        ("sort_field=assigned_points", json!([1.0, 2.0, 3.0]), 3),
        ("sort_field=valid_to&sort_direction=DESC&count=1", json!([3.0]), 3),
        ("count=1&offset=2", json!([2.0]), 3),
        ("offset=9", json!([]), 3),
    ];
    scene.check("points", "points", "assigned_points", &expected).await;
}

#[tokio::test]
async fn credits_are_in_a_currency() {
    let scene = Scene::start().await;
    let kind = scene.entry("CREDIT_TYPE", "prepaid", json!({})).await;
    let input =
        json!({ "unit": "CREDITS", "amount": "250", "typeId": kind, "currency": "EUR", "note": "Paid in cash" });
    let id = earn(&scene, input).await;
    earn(&scene, json!({ "amount": "5" })).await;
    let whole = json!({ "data": { "credits": [{
        "credit_id": id, "customer_id": scene.id, "assigned_credits": 250.0, "available_credits": 250.0, "credit_type_id": "prepaid",
        "partner_id": null, "valid_to": null, "currency_id": "EUR", "state": 1, "note": "Paid in cash",
    }], "total_items": 1 } });
    for query in ["", "?credit_type_id=prepaid", "?sort_field=currency_id"] {
        assert_eq!(scene.list(&format!("credits{query}")).await.whole(), (200, whole.clone()), "{query}");
    }
    let none = json!({ "data": { "credits": [], "total_items": 0 } });
    assert_eq!(scene.list("credits?credit_type_id=unknown").await.whole(), (200, none));
}
