//! Balances and their lists for many customers.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use onefold_tests::TestApp;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::kit::{earn, spend};
use crate::purchases::lookup;

#[tokio::test]
async fn balances_of_one_customer_or_many_cost_the_same_statements() {
    let app = TestApp::start().await;
    let base = lookup(&app, LookupKind::PointType, "Base", RecordState::Active).await;
    let extra = lookup(&app, LookupKind::PointType, "Extra", RecordState::Active).await;
    for n in 0..20 {
        let customer = app.customer("Jana", &format!("Malá {n}")).await;
        earn(
            &app,
            json!({ "customerId": customer, "typeId": base, "amount": "9", "expiresAt": "2026-06-01T00:00:00Z" }),
        )
        .await;
        earn(&app, json!({ "customerId": customer, "unit": "CREDITS", "amount": "9" })).await;
        // Not everybody has every sort.
        if n % 2 == 1 {
            earn(&app, json!({ "customerId": customer, "typeId": extra, "amount": "4" })).await;
        }
        spend(&app, json!({ "customerId": customer, "typeId": base, "amount": "2" })).await;
    }
    let query = "query($first: Int!) { customers(first: $first) { nodes { pointsBalance
        points { typeName balance expiringNext { amount at }
            lots(first: 5) { totalCount nodes { available source { vendor } unit } }
            debits(first: 5) { totalCount nodes { amount allocations { totalCount nodes { amount lot { note } } } } } }
        credits { currency balance lots(first: 5) { totalCount nodes { available } } }
    } } }";
    let mut costs = Vec::new();
    for first in [1, 20] {
        let before = app.statements();
        let data = app.data(query, json!({ "first": first })).await;
        costs.push(app.statements() - before);
        let nodes = data["customers"]["nodes"].as_array().expect("nodes");
        assert_eq!(nodes.len(), first);
        let with_both = nodes.iter().filter(|node| node["pointsBalance"] == "11").count();
        assert_eq!(with_both, first / 2);
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn lots_of_a_balance_are_paged_and_narrowed_apart_from_those_of_others() {
    let app = TestApp::start().await;
    let base = lookup(&app, LookupKind::PointType, "Base", RecordState::Active).await;
    let extra = lookup(&app, LookupKind::PointType, "Extra", RecordState::Active).await;
    let (jana, petr) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Velký").await);
    for n in 1..=5 {
        let earned_at = format!("2026-02-0{n}T00:00:00Z");
        for (customer, sort, mark) in [(&jana, &base, "b"), (&jana, &extra, "x"), (&petr, &base, "p")] {
            let note = format!("{mark}{n}");
            earn(
                &app,
                json!({ "customerId": customer, "typeId": sort, "amount": "1", "earnedAt": earned_at, "note": note }),
            )
            .await;
        }
    }
    spend(&app, json!({ "customerId": jana, "typeId": base, "amount": "2" })).await;
    let query =
        "query($id: ID!, $first: Int, $after: String, $last: Int, $available: Boolean) { customer(id: $id) { points {
        typeName lots(first: $first, after: $after, last: $last, available: $available) {
            totalCount nodes { note } pageInfo { hasNextPage hasPreviousPage endCursor } }
    } } }";
    let notes = |list: &Value| -> Vec<String> {
        let nodes = list["nodes"].as_array().expect("nodes");
        nodes.iter().map(|node| node["note"].as_str().expect("a note").to_owned()).collect()
    };
    let data = app.data(query, json!({ "id": jana, "first": 2 })).await;
    let points = data["customer"]["points"].as_array().expect("points");
    let named: Vec<&Value> = points.iter().map(|balance| &balance["typeName"]).collect();
    assert_eq!(named, [&json!("Base"), &json!("Extra")]);
    assert_eq!(
        (notes(&points[0]["lots"]), notes(&points[1]["lots"])),
        (vec!["b5".into(), "b4".into()], vec!["x5".into(), "x4".into()])
    );
    assert_eq!(points[0]["lots"]["totalCount"], 5);
    let after = points[0]["lots"]["pageInfo"]["endCursor"].clone();
    let data = app.data(query, json!({ "id": jana, "first": 2, "after": after })).await;
    assert_eq!(notes(&data["customer"]["points"][0]["lots"]), ["b3", "b2"]);
    let data = app.data(query, json!({ "id": jana, "last": 2 })).await;
    assert_eq!(notes(&data["customer"]["points"][0]["lots"]), ["b2", "b1"]);
    let data = app.data(query, json!({ "id": jana, "available": false })).await;
    let lists: Vec<_> = data["customer"]["points"]
        .as_array()
        .expect("points")
        .iter()
        .map(|balance| (notes(&balance["lots"]), &balance["lots"]["totalCount"]))
        .collect();
    assert_eq!(lists, [(vec!["b2".to_owned(), "b1".to_owned()], &json!(2)), (vec![], &json!(0))]);
    let data = app.data(query, json!({ "id": petr })).await;
    assert_eq!(notes(&data["customer"]["points"][0]["lots"]), ["p5", "p4", "p3", "p2", "p1"]);
}

#[tokio::test]
async fn a_record_deleted_at_its_vendor_no_longer_counts() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    earn(&app, json!({ "customerId": jana, "amount": "10" })).await;
    let records = entity::source_record::Entity::find().all(app.app.store().reader()).await.unwrap();
    let db = app.app.store().writer();
    onefold::domain::source::store::set_state(db, records[0].id, RecordState::Deleted, app.app.clock().now())
        .await
        .unwrap();
    assert_eq!(super::kit::balance(&app, &jana).await, "0");
    let refused = spend(&app, json!({ "customerId": jana, "amount": "1" })).await;
    assert_eq!(refused["problems"][0]["path"], "amount");
}
