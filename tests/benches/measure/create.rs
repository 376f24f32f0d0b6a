//! Making a customer by hand, against inserts into the tables that this writes to.

use entity::{audit_entry, channel, customer, source_record, timeline_entry};
use sea_orm::{EntityTrait, IdenStatic, Iterable};
use serde_json::json;

use crate::scene::Scene;
use crate::turns::{Row, Turns};

const ROUNDS: usize = 100;
const CREATE: &str = "mutation($input: CustomerInput!) { createCustomer(input: $input) { customer { id displayName } problems { path code } } }";

/// One customer with an e-mail address.
pub(crate) async fn one(scene: &mut Scene, name: &'static str) -> Row {
    let mut turns = Turns::of(name);
    for round in 0..=ROUNDS {
        let input = json!({ "firstName": "Jan", "lastName": format!("Novák {round}"), "email": format!("jan{round}@example.com") });
        let made = turns.ours(scene.graphql(CREATE, json!({ "input": input }))).await;
        assert_eq!(made["createCustomer"]["problems"], json!([]));
        // The rows just written, once more: as many, and as large.
        turns.bare(scene.bare.chain(&by_hand(round))).await;
    }
    turns.end()
}

/// Each statement gets the id that the one before it returned.
fn by_hand(round: usize) -> Vec<String> {
    vec![
        copy::<customer::Entity>("id", &[]),
        copy::<source_record::Entity>(
            "id",
            &[("customer_id", "$1".to_owned()), ("vendor_id", format!("'bare {round}'"))],
        ),
        copy::<channel::Entity>("source_record_id", &[("source_record_id", "$1".to_owned())]),
        copy::<timeline_entry::Entity>("source_record_id", &[("source_record_id", "$1".to_owned())]),
        copy::<audit_entry::Entity>("id", &[]),
    ]
}

/// An insert that repeats the newest row of a table but for some columns.
fn copy<E: EntityTrait>(returned: &str, others: &[(&str, String)]) -> String {
    let table = E::default().table_name().to_owned();
    let columns: Vec<String> =
        E::Column::iter().map(|column| column.as_str().to_owned()).filter(|name| name != "id").collect();
    let values = columns.iter().map(|column| match others.iter().find(|(name, _)| name == column) {
        Some((_, value)) => value.clone(),
        None => column.clone(),
    });
    let values = values.collect::<Vec<_>>().join(", ");
    let newest = format!("id = (SELECT MAX(id) FROM {table})");
    // A parameter that is not needed is given all the same.
    let unused = if others.is_empty() { " AND $1 = $1" } else { "" };
    format!(
        "INSERT INTO {table} ({}) SELECT {values} FROM {table} WHERE {newest}{unused} RETURNING {returned}",
        columns.join(", ")
    )
}
