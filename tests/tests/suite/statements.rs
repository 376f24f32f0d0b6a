//! What a query costs: a number of statements that follows from its shape alone, on several threads as well as on one.

use onefold::seed::{self, Options};
use onefold_tests::TestApp;
use serde_json::{Value, json};

/// Everything about a customer that a page of theirs shows.
const WHOLE: &str = "fragment Whole on Customer {
    id displayName email healthScore pointsBalance
    points { balance typeName expiringNext { amount at } }
    channels { totalCount nodes { kind address source { vendor } } }
    purchases(first: 10) { nodes { paidAt total { amount currency } store { name } items { nodes { productName quantity price } } } }
    purchaseSummary { count }
    vouchers(first: 10) { nodes { code reward { name } } }
    segments(first: 10) { nodes { segment { name } } }
    currentStatus { tier { name } }
    timeline(first: 20) { nodes { kind title occurredAt source { vendor } } }
    sources { nodes { vendor connectionName } }
    resolved { field winner { value source { vendor } } }
    merges { id }
}";

/// A brand full of customers, their ids, and the place of one who has something in every list.
struct Full {
    app: TestApp,
    ids: Vec<String>,
    cursors: Vec<String>,
    rich: usize,
}

impl Full {
    async fn start() -> Self {
        let app = TestApp::start().await;
        seed::definitions(&app.app, &app.brand).await.expect("definitions");
        seed::fill(&app.app, &app.brand, Options { customers: 60, seed: 7 }, |_| {}).await.expect("demo data");
        let data =
            app.data(&document("{ customers(first: 51) { edges { cursor node { ...Whole } } } }"), json!({})).await;
        let edges = data["customers"]["edges"].as_array().expect("edges").clone();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let rich =
            edges.iter().skip(1).position(|edge| is_rich(&edge["node"])).expect("one with something in every list");
        let ids = edges[1..].iter().map(|edge| text(&edge["node"]["id"])).collect();
        let cursors = edges.iter().map(|edge| text(&edge["cursor"])).collect();
        Self { app, ids, cursors, rich }
    }

    /// What the query costs, and how many customers it answered with.
    async fn cost(&self, query: &str, variables: Value) -> (u64, usize) {
        let before = self.app.statements();
        let data = self.app.data(query, variables).await;
        let (_, root) = data.as_object().expect("an object").iter().next().expect("a root field");
        let list = root.get("nodes").unwrap_or(root).as_array().expect("a list");
        assert!(list.iter().all(|customer| customer["displayName"].is_string()), "{data:#}");
        (self.app.statements() - before, list.len())
    }

    /// Asks for one customer, who has everything, and for all, several times each.
    async fn compare(&self, query: &str, one: Value, all: Value) {
        let (alone, found) = self.cost(query, one.clone()).await;
        assert_eq!(found, 1);
        for _ in 0..8 {
            assert_eq!(self.cost(query, one.clone()).await, (alone, 1));
            assert_eq!(self.cost(query, all.clone()).await, (alone, 50));
        }
    }
}

fn document(operation: &str) -> String {
    format!("{operation} {WHOLE}")
}

/// Something in every list, so that every level of the query has something to load.
fn is_rich(customer: &Value) -> bool {
    let filled =
        |pointer: &str| customer.pointer(pointer).and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    let purchases = customer["purchases"]["nodes"].as_array().is_some_and(|purchases| {
        purchases.iter().any(|purchase| purchase["store"].is_object())
            && purchases
                .iter()
                .any(|purchase| purchase["items"]["nodes"].as_array().is_some_and(|items| !items.is_empty()))
    });
    let vouchers = customer["vouchers"]["nodes"].as_array();
    let rewarded = vouchers.is_some_and(|vouchers| vouchers.iter().any(|voucher| voucher["reward"].is_object()));
    let has_tier = customer["currentStatus"]["tier"].is_object();
    let lists = ["/points", "/channels/nodes", "/segments/nodes", "/timeline/nodes", "/resolved"];
    purchases && rewarded && has_tier && lists.into_iter().all(filled)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_of_fifty_costs_what_one_customer_costs() {
    let full = Full::start().await;
    let query =
        document("query($n: Int, $after: String) { customers(first: $n, after: $after) { nodes { ...Whole } } }");
    let one = json!({ "n": 1, "after": full.cursors[full.rich] });
    full.compare(&query, one, json!({ "n": 50, "after": full.cursors[0] })).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_nodes_cost_what_one_costs() {
    let full = Full::start().await;
    let query = document("query($ids: [ID!]!) { nodes(ids: $ids) { ...Whole } }");
    full.compare(&query, json!({ "ids": [full.ids[full.rich]] }), json!({ "ids": full.ids })).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_entities_cost_what_one_costs() {
    let full = Full::start().await;
    let query = document("query($r: [_Any!]!) { _entities(representations: $r) { ...Whole } }");
    let represent = |id: &String| json!({ "__typename": "Customer", "id": id });
    let all: Vec<_> = full.ids.iter().map(represent).collect();
    full.compare(&query, json!({ "r": [represent(&full.ids[full.rich])] }), json!({ "r": all })).await;
}
