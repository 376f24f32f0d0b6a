//! Connections in an administrator's hands.

use entity::connection::Vendor;
use onefold::domain::connection::{admin, service};
use onefold_tests::TestApp;
use serde_json::{Value, json};

use crate::admin_kit::connection;

const FIELDS: &str =
    "vendor name mode baseUrl timeZone settings hasCredentials clientAccess createdAt updatedAt sourceRecordCount";

async fn create(app: &TestApp, input: Value) -> Value {
    let query = format!(
        "mutation($input: CreateConnectionInput!) {{ createConnection(input: $input) {{ connection {{ id {FIELDS} }} problems {{ path code }} }} }}"
    );
    app.data(&query, json!({ "input": input })).await["createConnection"].take()
}

async fn update(app: &TestApp, id: &Value, input: Value) -> Value {
    let query = format!(
        "mutation($id: ID!, $input: UpdateConnectionInput!) {{ updateConnection(id: $id, input: $input) {{ connection {{ {FIELDS} }} problems {{ path code }} }} }}"
    );
    app.data(&query, json!({ "id": id, "input": input })).await["updateConnection"].take()
}

async fn set_credentials(app: &TestApp, id: &Value, credentials: Value) -> Value {
    let query = "mutation($id: ID!, $credentials: [CredentialInput!]!) { setConnectionCredentials(id: $id, credentials: $credentials) {
        connection { hasCredentials } problems { path code } } }";
    app.data(query, json!({ "id": id, "credentials": credentials })).await["setConnectionCredentials"].take()
}

#[tokio::test]
async fn a_connection_is_made_found_and_changed() {
    let app = TestApp::start().await;
    let made =
        create(&app, json!({ "vendor": "CUSTOMERSCORE", "name": "Health", "settings": { "metrics_optional": true } }))
            .await;
    let id = made["connection"]["id"].clone();
    let expected = json!({
        "id": id,
        "vendor": "CUSTOMERSCORE",
        "name": "Health",
        "mode": "MIRROR",
        "baseUrl": null,
        "timeZone": "Europe/Prague",
        "settings": { "metrics_optional": true },
        "hasCredentials": false,
        "clientAccess": "API_KEY",
        "createdAt": "2026-03-01T09:00:00Z",
        "updatedAt": "2026-03-01T09:00:00Z",
        "sourceRecordCount": 0,
    });
    assert_eq!(made, json!({ "connection": expected, "problems": [] }));
    let found =
        app.data(&format!("query($id: ID!) {{ connection(id: $id) {{ id {FIELDS} }} }}"), json!({ "id": id })).await;
    assert_eq!(found["connection"], expected);
    app.app.clock().set("2026-03-02T09:00:00Z".parse().expect("an instant"));
    let input = json!({ "name": "Scores", "mode": "PROXY", "baseUrl": "https://api.customerscore.io", "timeZone": "UTC", "settings": {} });
    assert_eq!(
        update(&app, &id, input).await,
        json!({ "problems": [], "connection": {
            "vendor": "CUSTOMERSCORE",
            "name": "Scores",
            "mode": "PROXY",
            "baseUrl": "https://api.customerscore.io",
            "timeZone": "UTC",
            "settings": {},
            "hasCredentials": false,
            "clientAccess": "API_KEY",
            "createdAt": "2026-03-01T09:00:00Z",
            "updatedAt": "2026-03-02T09:00:00Z",
            "sourceRecordCount": 0,
        } })
    );
    let all = app.data("{ connections { vendor name clientAccess settingDefinitions { name kind } credentialDefinitions { name } } }", json!({})).await;
    assert_eq!(
        all["connections"],
        json!([
            { "vendor": "ONEFOLD", "name": "default", "clientAccess": null, "settingDefinitions": [], "credentialDefinitions": [] },
            {
                "vendor": "CUSTOMERSCORE",
                "name": "Scores",
                "clientAccess": "API_KEY",
                "settingDefinitions": [{ "name": "metrics_optional", "kind": "BOOLEAN" }],
                "credentialDefinitions": [{ "name": "customerscore-key" }],
            },
        ])
    );
}

#[tokio::test]
async fn every_vendor_says_what_its_connections_can_be_told_and_takes_it() {
    let app = TestApp::start().await;
    let query = "query($id: ID!) { connection(id: $id) { settingDefinitions { name kind description } credentialDefinitions { name description } } }";
    for (vendor, settings, credentials) in [
        (
            "CARECLOUD",
            json!([["enterprise_basic_auth", "BOOLEAN", true]]),
            json!(["login", "password", "user_external_application_id"]),
        ),
        (
            "OMNIDESK",
            json!([
                ["no_content", "BOOLEAN", true],
                ["search_by_channels", "BOOLEAN", true],
                ["crm_lookup_url", "TEXT", "https://crm.example/lookup?key=a"],
                ["channel_ids", "TEXT_MAP", { "71": "email", "72": "whatsapp" }],
            ]),
            json!(["api_key"]),
        ),
        ("CUSTOMER_DATABASE_APP", json!([["errors_as_200", "BOOLEAN", true]]), json!(["Apikey"])),
        ("CUSTOMERSCORE", json!([["metrics_optional", "BOOLEAN", true]]), json!(["customerscore-key"])),
        (
            "CUSTOMERGAUGE",
            json!([
                ["token_url", "ADDRESS", "https://auth.eu.customergauge.com/oauth2/token"],
                ["hooks_url", "ADDRESS", "https://hooks.eu.customergauge.com/"],
            ]),
            json!(["client_id", "client_secret", "hook_user", "hook_password"]),
        ),
    ] {
        let id = connection(&app, vendor, "x").await;
        let told = app.data(query, json!({ "id": id })).await["connection"].take();
        let list = |field: &str| told[field].as_array().expect("a list").clone();
        let named: Value = list("settingDefinitions").iter().map(|one| json!([one["name"], one["kind"]])).collect();
        let settings = settings.as_array().expect("a list");
        assert_eq!(named, settings.iter().map(|one| json!([one[0], one[1]])).collect::<Value>(), "{vendor}");
        let named: Value = list("credentialDefinitions").iter().map(|one| one["name"].clone()).collect();
        assert_eq!(named, credentials, "{vendor}");
        let described = [list("settingDefinitions"), list("credentialDefinitions")].concat();
        assert!(described.iter().all(|one| one["description"].as_str().is_some_and(|text| !text.is_empty())));
        let whole: serde_json::Map<_, _> =
            settings.iter().map(|one| (one[0].as_str().expect("a name").to_owned(), one[2].clone())).collect();
        let updated = update(&app, &id, json!({ "settings": whole })).await;
        assert_eq!((&updated["connection"]["settings"], &updated["problems"]), (&json!(whole), &json!([])), "{vendor}");
        let given: Value =
            credentials.as_array().expect("a list").iter().map(|name| json!({ "name": name, "value": "a" })).collect();
        assert_eq!(set_credentials(&app, &id, given).await["problems"], json!([]), "{vendor}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_rules_is_not_made() {
    let app = TestApp::start_with(|config| config.upstream.plain_http = vec!["localhost".to_owned()]).await;
    connection(&app, "OMNIDESK", "taken").await;
    let problem = |path: &str, code: &str| json!([{ "path": path, "code": code }]);
    for (input, problems) in [
        (json!({ "vendor": "ONEFOLD", "name": "x" }), problem("vendor", "NOT_ALLOWED")),
        (json!({ "vendor": "OMNIDESK", "name": " " }), problem("name", "EMPTY")),
        (json!({ "vendor": "OMNIDESK", "name": "taken" }), problem("name", "ALREADY_EXISTS")),
        (
            json!({ "vendor": "OMNIDESK", "name": "x", "timeZone": "Europe/Nowhere" }),
            problem("timeZone", "INVALID_FORMAT"),
        ),
        (json!({ "vendor": "OMNIDESK", "name": "x", "mode": "PROXY" }), problem("baseUrl", "REQUIRED")),
        (
            json!({ "vendor": "OMNIDESK", "name": "x", "baseUrl": "http://api.example.com" }),
            problem("baseUrl", "NOT_ALLOWED"),
        ),
        (
            json!({ "vendor": "OMNIDESK", "name": "x", "baseUrl": "https://a:b@api.example.com" }),
            problem("baseUrl", "NOT_ALLOWED"),
        ),
        (
            json!({ "vendor": "OMNIDESK", "name": "x", "baseUrl": "ftp://api.example.com" }),
            problem("baseUrl", "INVALID_FORMAT"),
        ),
        (
            json!({ "vendor": "OMNIDESK", "name": "x", "settings": { "metrics_optional": true } }),
            problem("settings.metrics_optional", "NOT_FOUND"),
        ),
        (
            json!({ "vendor": "CUSTOMERSCORE", "name": "x", "settings": { "metrics_optional": "yes" } }),
            problem("settings.metrics_optional", "INVALID_FORMAT"),
        ),
        (
            json!({ "vendor": "OMNIDESK", "name": "x", "settings": { "channel_ids": { "7": 1 } } }),
            problem("settings.channel_ids", "INVALID_FORMAT"),
        ),
        (
            json!({ "vendor": "CUSTOMERGAUGE", "name": "x", "settings": { "token_url": "http://auth.example.com" } }),
            problem("settings.token_url", "NOT_ALLOWED"),
        ),
    ] {
        assert_eq!(create(&app, input.clone()).await, json!({ "connection": null, "problems": problems }), "{input}");
    }
    let local = json!({ "vendor": "OMNIDESK", "name": "sandbox", "mode": "PROXY", "baseUrl": "http://localhost:9000" });
    assert_eq!(create(&app, local).await["problems"], json!([]), "where the operator allows it");
    let moved = update(&app, &connection(&app, "OMNIDESK", "x").await, json!({ "name": "taken" })).await;
    assert_eq!(moved, json!({ "connection": null, "problems": problem("name", "ALREADY_EXISTS") }));
}

#[tokio::test]
async fn credentials_go_in_and_never_come_out() {
    let app = TestApp::start().await;
    let id =
        create(&app, json!({ "vendor": "OMNIDESK", "name": "x", "baseUrl": "https://api.omnidesk.example/v2" })).await;
    let id = id["connection"]["id"].clone();
    assert_eq!(
        set_credentials(&app, &id, json!([{ "name": "api_key", "value": "hidden-from-all" }])).await,
        json!({ "connection": { "hasCredentials": true }, "problems": [] })
    );
    let row = row(&app).await;
    let sealed = row.sealed_credentials.clone().expect("sealed credentials");
    assert!(!String::from_utf8_lossy(&sealed).contains("hidden"), "they lie sealed");
    let opened = admin::credentials(&app.app, &row).expect("they open");
    assert_eq!(opened.get("api_key").map(|secret| secret.expose()), Some("hidden-from-all"));
    let entries = app.data("{ auditEntries { nodes { action data } } }", json!({})).await;
    assert_eq!(
        entries["auditEntries"]["nodes"][0],
        json!({ "action": "connection.set_credentials", "data": { "names": ["api_key"] } })
    );
    assert_eq!(
        set_credentials(&app, &id, json!([{ "name": "client_secret", "value": "x" }])).await,
        json!({ "connection": null, "problems": [{ "path": "credentials.client_secret", "code": "NOT_FOUND" }] })
    );
    assert_eq!(
        set_credentials(&app, &id, json!([])).await,
        json!({ "connection": { "hasCredentials": false }, "problems": [] })
    );
}

async fn row(app: &TestApp) -> entity::connection::Model {
    let all = service::of_brand(&app.app, app.brand.id).await.expect("connections");
    all.into_iter().find(|connection| connection.vendor == Vendor::Omnidesk).expect("the connection")
}

#[tokio::test]
async fn credentials_are_not_shown_to_another_server() {
    let app = TestApp::start().await;
    let made =
        create(&app, json!({ "vendor": "OMNIDESK", "name": "x", "baseUrl": "https://api.omnidesk.example/v1" })).await;
    let id = &made["connection"]["id"];
    set_credentials(&app, id, json!([{ "name": "api_key", "value": "hidden" }])).await;
    let stays = update(&app, id, json!({ "baseUrl": "https://api.omnidesk.example/v2" })).await;
    assert_eq!(stays["connection"]["hasCredentials"], true, "the same server");
    let moved = update(&app, id, json!({ "baseUrl": "https://thief.example/v2" })).await;
    assert_eq!(moved["connection"]["hasCredentials"], false);
    assert_eq!(row(&app).await.sealed_credentials, None);
}

#[tokio::test]
async fn a_setting_that_leads_to_another_server_forgets_the_credentials_too() {
    let app = TestApp::start().await;
    let base = "https://imports.api.eu.customergauge.com";
    let made = create(&app, json!({ "vendor": "CUSTOMERGAUGE", "name": "x", "baseUrl": base })).await;
    let id = &made["connection"]["id"];
    let secret = json!([{ "name": "client_secret", "value": "hidden" }]);
    set_credentials(&app, id, secret.clone()).await;
    let beside = update(&app, id, json!({ "settings": { "token_url": format!("{base}/oauth2/token") } })).await;
    assert_eq!(beside["connection"]["hasCredentials"], true, "the same server");
    let moved = update(&app, id, json!({ "settings": { "token_url": "https://thief.example" } })).await;
    assert_eq!(moved["connection"]["hasCredentials"], false);
    set_credentials(&app, id, secret).await;
    let all = service::of_brand(&app.app, app.brand.id).await.expect("connections");
    let row = all.into_iter().find(|row| row.vendor == Vendor::Customergauge).expect("the connection");
    let row = service::set(&app.app, row, "hooks_url", "https://hooks.example".into()).await.expect("a setting");
    assert_eq!(row.sealed_credentials, None, "on the command line as well");
}

#[tokio::test]
async fn counts_of_many_connections_cost_one_statement() {
    let app = TestApp::start().await;
    app.customer("Jan", "Novák").await;
    let query = "{ connections { name sourceRecordCount } }";
    let mut costs = Vec::new();
    for name in ["a", "b", "c"] {
        connection(&app, "OMNIDESK", name).await;
        let before = app.statements();
        let data = app.data(query, json!({})).await;
        costs.push(app.statements() - before);
        assert_eq!(data["connections"][0], json!({ "name": "default", "sourceRecordCount": 1 }));
    }
    assert_eq!(costs[0], costs[2], "{costs:?}");
}
