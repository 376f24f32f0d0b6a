//! A mutation can be asked for its plan first.

use onefold_tests::{Proxied, post_json};
use serde_json::{Value, json};

use super::{CREATE, connection, deliveries};

async fn ask(proxied: &Proxied, extensions: Value, variables: Value) -> Value {
    let body = json!({ "query": CREATE, "variables": variables, "extensions": extensions });
    let bearer = format!("Bearer {}", proxied.app.key);
    proxied.app.send(post_json("/graphql", &[("authorization", &bearer)], &body)).await.json()
}

#[tokio::test]
async fn the_plan_is_told_and_nothing_is_done_and_then_it_is_what_runs() {
    let proxied = Proxied::start().await;
    let at = connection(&proxied, "CUSTOMER_DATABASE_APP").await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com", "birthDate": "1990-01-02" });
    let variables = json!({ "input": input, "at": at });
    let planned = ask(&proxied, json!({ "plan": "only" }), variables.clone()).await;
    let plan = &planned["extensions"]["plan"];
    assert_eq!(plan["carriedOut"], false);
    assert_eq!(plan["plans"][0]["vendor"], "CUSTOMER_DATABASE_APP");
    assert_eq!(plan["plans"][0]["calls"][0]["operation"], "addCustomer");
    assert_eq!(plan["plans"][0]["calls"][0]["request"]["forename"], "Ann");
    assert_eq!(plan["plans"][0]["losses"], json!(["Customer Database App keeps no birth date"]));
    assert!(deliveries(&proxied).await.is_empty());
    let nobody = proxied.app.data("{ customers(first: 1) { nodes { id } } }", json!({})).await;
    assert_eq!(nobody["customers"]["nodes"], json!([]));

    let done = ask(&proxied, json!({}), variables).await;
    assert_eq!(done["extensions"]["plan"]["carriedOut"], true);
    assert_eq!(done["extensions"]["plan"]["plans"], plan["plans"]);
    assert_eq!(deliveries(&proxied).await[0]["calls"][0]["operation"], "addCustomer");
}

#[tokio::test]
async fn a_change_that_a_vendor_cannot_carry_is_said() {
    let proxied = Proxied::start().await;
    let at = connection(&proxied, "CUSTOMER_DATABASE_APP").await;
    let told = ask(&proxied, json!({}), json!({ "input": { "lastName": "Low" }, "at": at })).await;
    let plan = &told["extensions"]["plan"]["plans"][0];
    assert_eq!(plan["calls"], json!([]));
    assert_eq!(plan["losses"], json!(["Customer Database App takes no customer without a given and a family name"]));
    assert!(deliveries(&proxied).await.is_empty());
    let wrong = ask(&proxied, json!({ "plan": true }), json!({ "input": { "lastName": "Low" } })).await;
    assert!(wrong["errors"][0]["message"].as_str().is_some_and(|message| message.contains("plan")), "{wrong:#}");
}
