//! Reading: all about customers, and a list of them.

use serde_json::{Value, json};

use crate::scene::Scene;
use crate::turns::{Row, Turns};

const ROUNDS: usize = 60;

/// What a page about a customer shows first.
const WHOLE: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer {
    displayName email phone city country healthScore lastActivityAt
    channels(first: 20) { nodes { kind address } }
    purchases(first: 10) { nodes { paidAt total { amount currency } } }
    notes(first: 10) { nodes { text author createdAt } }
    timeline(first: 20) { nodes { kind title occurredAt } }
    sources(first: 10) { nodes { vendorId displayName } }
} } }";

const LIST: &str = "query($filter: CustomerFilterInput) {
    customers(first: 50, filter: $filter, orderBy: { field: HEALTH_SCORE, direction: DESC }) {
        nodes { id displayName email phone city country healthScore lastActivityAt }
        pageInfo { hasNextPage endCursor }
    }
}";

/// Lists that hang on a customer's records: table, order, how many of each customer.
const LISTS: [(&str, &str, u32); 4] = [
    ("channel", "t.kind, t.id", 20),
    ("purchase", "t.paid_at DESC, t.id DESC", 10),
    ("note", "t.created_at DESC, t.id DESC", 10),
    ("timeline_entry", "t.occurred_at DESC, t.id DESC", 20),
];

/// All about some customers, against a statement for each list.
pub(crate) async fn whole(scene: &mut Scene, name: &'static str, customers: usize) -> Row {
    let found =
        scene.graphql("query($n: Int) { customers(first: $n) { nodes { id } } }", json!({ "n": customers })).await;
    let nodes = found["customers"]["nodes"].as_array().expect("nodes").clone();
    let ids: Value = nodes.iter().map(|node| node["id"].clone()).collect();
    let rows: Vec<String> = nodes.iter().map(|node| row_id(&node["id"]).to_string()).collect();
    let statements = by_hand(&rows.join(", "));
    let mut turns = Turns::of(name);
    for _ in 0..=ROUNDS {
        let read = turns.bare(scene.bare.read(&statements)).await;
        let told = turns.ours(scene.graphql(WHOLE, json!({ "ids": ids }))).await;
        assert_eq!(counted(&told["nodes"]), read, "the same is fetched");
    }
    turns.end()
}

/// One statement would join every list with every other; five read what is there.
fn by_hand(ids: &str) -> Vec<String> {
    let mut statements = vec![
        format!("SELECT * FROM customer WHERE id IN ({ids})"),
        format!("SELECT * FROM source_record WHERE customer_id IN ({ids})"),
    ];
    statements.extend(LISTS.map(|(table, order, limit)| {
        format!(
            "SELECT * FROM (SELECT t.*, r.customer_id AS owner, ROW_NUMBER() OVER (PARTITION BY r.customer_id ORDER BY {order}) AS place
             FROM {table} t JOIN source_record r ON r.id = t.source_record_id WHERE r.customer_id IN ({ids})) ranked WHERE place <= {limit}"
        )
    }));
    statements
}

/// How many things an answer holds: customers, and what is in their lists.
fn counted(customers: &Value) -> usize {
    let listed = |customer: &Value| {
        let lists = ["channels", "purchases", "notes", "timeline", "sources"];
        lists.iter().map(|list| customer[*list]["nodes"].as_array().map_or(0, Vec::len)).sum::<usize>()
    };
    customers.as_array().expect("a list").iter().map(|customer| 1 + listed(customer)).sum()
}

/// The row behind an opaque id.
fn row_id(id: &Value) -> i64 {
    onefold::graphql::id::decode(id.as_str().expect("an id")).expect("an id").1
}

/// A page of a list with a filter and an order.
pub(crate) async fn list(scene: &mut Scene, name: &'static str) -> Row {
    let by_hand = [format!(
        "SELECT * FROM customer WHERE brand_id = {} AND state = 'active' AND kind = 'person' AND health_score >= 0
         ORDER BY health_score DESC, id DESC LIMIT 51",
        scene.app.brand.id
    )];
    let mut turns = Turns::of(name);
    for _ in 0..=ROUNDS {
        let read = turns.bare(scene.bare.read(&by_hand)).await;
        let told = turns.ours(scene.graphql(LIST, json!({ "filter": { "kind": "PERSON", "healthFrom": "0" } }))).await;
        // One more is read than shown, to know whether there are more.
        assert_eq!((told["customers"]["nodes"].as_array().map(Vec::len), read), (Some(50), 51));
    }
    turns.end()
}
