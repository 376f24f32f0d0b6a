//! Every vendor answers to the credentials that the sandbox prints.

use entity::connection::Vendor;
use onefold_tests::{TestSandbox, answer};
use serde_json::{Value, json};

const CARECLOUD: &str = "/rest-api/enterprise-interface/v1.0";
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

async fn bearer(sandbox: &TestSandbox) -> String {
    let body = sandbox.credentials(Vendor::Carecloud).to_string();
    let login = sandbox.to("POST", &format!("{CARECLOUD}/users/actions/login")).header("content-type", JSON).body(body);
    let answer = answer(login).await.expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"]["bearer_token"].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn carecloud_logs_in_and_lists_customers() {
    let sandbox = TestSandbox::start().await;
    let bearer = bearer(&sandbox).await;
    let list = sandbox.to("GET", &format!("{CARECLOUD}/customers")).bearer_auth(bearer);
    let list = answer(list).await.expect("an answer").json();
    assert!(list["data"]["customers"].as_array().is_some_and(|customers| !customers.is_empty()), "{list:#}");
}

#[tokio::test]
async fn omnidesk_takes_its_key() {
    let sandbox = TestSandbox::start().await;
    assert_eq!(sandbox.document()["vendors"]["omnidesk"]["details"], json!({ "brand_id": 1 }));
    let created = answer(sandbox.create("crm-1")).await.expect("an answer");
    assert_eq!((created.status.as_u16(), &created.json()["type"]), (200, &json!("result")));
    let list = answer(sandbox.index()).await.expect("an answer").json();
    let is_new = |item: &Value| item["external_primary_id"] == "crm-1";
    assert!(list["items"].as_array().is_some_and(|items| items.iter().any(is_new)), "{list:#}");
}

#[tokio::test]
async fn customer_database_app_takes_its_key() {
    let sandbox = TestSandbox::start().await;
    let key = sandbox.credential(Vendor::CustomerDatabaseApp, "api_key");
    let add = sandbox.to("POST", "/api/customer/add").header("Apikey", key).header("content-type", FORM);
    let added = answer(add.body("forename=Eva&surname=Nova&email[0]=eva@example.com")).await.expect("an answer");
    assert_eq!((added.status.as_u16(), &added.json()["result"]), (200, &json!(true)), "{}", added.body);
}

#[tokio::test]
async fn customerscore_takes_its_key_and_has_a_scoring_profile() {
    let sandbox = TestSandbox::start().await;
    let key = sandbox.credential(Vendor::Customerscore, "key");
    let body = json!({ "customers": [{ "external_id": "acme", "name": "ACME", "metrics": [] }] }).to_string();
    let import = sandbox.to("POST", "/api/v1/customers").header("customerscore-key", key);
    let imported = answer(import.header("content-type", JSON).body(body)).await.expect("an answer");
    assert_eq!(imported.status, 200, "{}", imported.body);
}

#[tokio::test]
async fn customergauge_issues_tokens_and_takes_records_and_webhooks() {
    let sandbox = TestSandbox::start().await;
    let of = |name: &str| sandbox.credential(Vendor::Customergauge, name);
    let form =
        format!("grant_type=client_credentials&client_id={}&client_secret={}", of("client_id"), of("client_secret"));
    let token = sandbox.to("POST", "/oauth2/token").header("content-type", FORM).body(form);
    let token = answer(token).await.expect("an answer").json();
    let token = token["access_token"].as_str().expect("a token").to_owned();
    let details = &sandbox.document()["vendors"]["customergauge"]["details"];
    assert!(details["configurations"].as_array().is_some_and(|all| all.contains(&json!("account"))), "{details}");
    let record = json!({ "configuration": "account", "record": { "Account Name": "ACME" } }).to_string();
    let put = sandbox.to("PUT", "/records/").header("content-type", JSON).bearer_auth(token).body(record);
    assert_eq!(answer(put).await.expect("an answer").status, 200);
    let hook = sandbox.to("PUT", "/hooks/customergauge/account").header("content-type", JSON);
    let hook = hook.basic_auth(of("hook_user"), Some(of("hook_password")));
    let hooked = answer(hook.body(json!({ "Account Name": "Umbrella" }).to_string())).await.expect("an answer");
    assert_eq!(hooked.status, 200, "{}", hooked.body);
    let data = sandbox.data("{ customers(filter: { search: \"Umbrella\" }) { nodes { displayName } } }").await;
    assert_eq!(data["customers"]["nodes"], json!([{ "displayName": "Umbrella" }]));
}

#[tokio::test]
async fn a_token_ends_when_the_clock_is_moved_past_it() {
    let sandbox = TestSandbox::start().await;
    let bearer = bearer(&sandbox).await;
    let list = || answer(sandbox.to("GET", &format!("{CARECLOUD}/customers")).bearer_auth(&bearer));
    assert_eq!(list().await.expect("an answer").status, 200);
    sandbox.clock().advance(7 * 3600);
    assert_eq!(list().await.expect("an answer").status, 401);
}
