//! Segments, tiers and recommendations.

use serde_json::{Value, json};

use super::kit::Scene;

async fn segment(scene: &Scene, id: &str, group: &str) -> Value {
    let query = "mutation($input: CreateSegmentInput!) { createSegment(input: $input) { segment { id } } }";
    let input = json!({ "vendor": "CARECLOUD", "vendorId": id, "name": id, "groupId": group });
    scene.run(query, json!({ "input": input })).await["createSegment"]["segment"]["id"].take()
}

#[tokio::test]
async fn segment_records_are_shown_and_narrowed_by_group() {
    let scene = Scene::start().await;
    for (id, group, instant) in [
        ("vip", "value", "2026-03-01T09:00:00Z"),
        ("wine", "taste", "2026-03-01T10:00:00Z"),
        ("web", "channel", "2026-03-01T11:00:00Z"),
    ] {
        scene.at(instant);
        let segment = segment(&scene, id, group).await;
        scene.make("addToSegment", "AddToSegmentInput", "membership", json!({ "segmentId": segment })).await;
    }
    segment(&scene, "other", "taste").await;
    let whole = json!({ "data": { "segment_records": [
        { "segment_id": "wine", "customer_id": scene.id, "created_at": "2026-03-01 11:00:00", "last_change": "2026-03-01 11:00:00" },
    ], "total_items": 1 } });
    assert_eq!(scene.list("segment-records?segment_group_ids[]=taste").await.whole(), (200, whole));
    let expected = [
        ("", json!(["vip", "wine", "web"]), 3),
        ("segment_group_ids[]=taste&segment_group_ids[]=value", json!(["vip", "wine"]), 2),
        ("segment_group_ids[]=unknown", json!([]), 0),
        ("sort_field=created_at&sort_direction=DESC&count=1&offset=1", json!(["wine"]), 3),
    ];
    scene.check("segment-records", "segment_records", "segment_id", &expected).await;
}

#[tokio::test]
async fn status_records_show_their_conditions_and_the_one_that_holds() {
    let scene = Scene::start().await;
    let create = "mutation($input: CreateStatusTierInput!) { createStatusTier(input: $input) { tier { id } } }";
    for (id, rank) in [("bronze", 1), ("gold", 2)] {
        let input = json!({ "vendor": "CARECLOUD", "vendorId": id, "name": id, "rank": rank });
        let tier = scene.run(create, json!({ "input": input })).await["createStatusTier"]["tier"]["id"].take();
        scene.at(&format!("2026-03-01T1{rank}:00:00Z"));
        let turnover = json!([{ "currency_id": "CZK", "value": 1500.5, "due_date": null }]);
        let conditions = json!({ "next_status_turnover": turnover, "next_status_points": 10.0, "more": true });
        let status =
            if rank == 1 { json!({ "tierId": tier }) } else { json!({ "tierId": tier, "conditions": conditions }) };
        scene.make("setStatus", "SetStatusInput", "status", status).await;
    }
    let query = "{ customers { nodes { statusRecords { nodes { vendorId } } } } }";
    let ids = scene.run(query, json!({})).await["customers"]["nodes"][0]["statusRecords"]["nodes"].take();
    let bronze = json!({
        "status_record_id": ids[1]["vendorId"], "status_id": "bronze", "customer_id": scene.id, "valid_from": "2026-03-01 12:00:00",
        "valid_to": "2026-03-01 13:00:00", "purchase_conditions": {
            "keep_status_turnover": [], "next_status_turnover": [], "keep_status_points": null, "next_status_points": null, "next_status_id": null,
        },
        "last_change": "2026-03-01 13:00:00", "state": 1,
    });
    let gold = json!({
        "status_record_id": ids[0]["vendorId"], "status_id": "gold", "customer_id": scene.id, "valid_from": "2026-03-01 13:00:00",
        "valid_to": null, "purchase_conditions": {
            "keep_status_turnover": [], "next_status_turnover": [{ "currency_id": "CZK", "value": 1500.5, "due_date": null }],
            "keep_status_points": null, "next_status_points": 10.0, "next_status_id": null, "more": true,
        },
        "last_change": "2026-03-01 13:00:00", "state": 1,
    });
    let whole =
        |records: &[&Value]| (200, json!({ "data": { "status_records": records, "total_items": records.len() } }));
    assert_eq!(scene.list("status-records").await.whole(), whole(&[&bronze, &gold]));
    assert_eq!(scene.list("status-records?valid_now=true").await.whole(), whole(&[&gold]));
    let expected = [
        ("valid_now=false", json!(["bronze", "gold"]), 2),
        ("sort_field=valid_from&sort_direction=DESC", json!(["gold", "bronze"]), 2),
        ("count=1&offset=1", json!(["gold"]), 2),
    ];
    scene.check("status-records", "status_records", "status_id", &expected).await;
}

#[tokio::test]
async fn recommendations_have_a_key_of_their_own_and_are_found_by_name() {
    let scene = Scene::start().await;
    let add =
        async |input: Value| scene.make("addRecommendation", "AddRecommendationInput", "recommendation", input).await;
    let whole = json!({
        "name": "Green tea", "briefDescription": "From Japan", "detailedDescription": "Sencha", "content": "<p>Tea</p>",
        "pictureUrls": ["https://shop.example/tea.jpg"], "webUrl": "https://shop.example/tea",
    });
    let tea = add(whole).await;
    add(json!({ "name": "Coffee" })).await;
    let gone = add(json!({ "name": "Cocoa" })).await;
    let remove = "mutation($id: ID!) { removeRecommendation(id: $id) { problems { message } } }";
    scene.run(remove, json!({ "id": gone })).await;
    let query = "query($id: ID!) { node(id: $id) { ... on Recommendation { vendorId } } }";
    let id = scene.run(query, json!({ "id": tea })).await["node"]["vendorId"].take();
    let shown = json!({ "data": { "recommendations": [{
        "recommendation_id": id, "name": "Green tea", "brief_description": "From Japan", "detailed_description": "Sencha",
        "content": "<p>Tea</p>", "picture_urls": ["https://shop.example/tea.jpg"], "web_url": "https://shop.example/tea",
        "last_change": "2026-03-01 10:00:00", "state": 1,
    }], "total_items": 1 } });
    assert_eq!(scene.list("recommendation-records?name=TEA").await.whole(), (200, shown));
    let expected = [
        ("", json!(["Green tea", "Coffee"]), 2),
        ("name=e", json!(["Green tea", "Coffee"]), 2),
        ("name=cocoa", json!([]), 0),
        ("sort_field=name", json!(["Coffee", "Green tea"]), 2),
        ("count=1&offset=1", json!(["Coffee"]), 2),
    ];
    scene.check("recommendation-records", "recommendations", "name", &expected).await;
}
