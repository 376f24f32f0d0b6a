//! Customerscore.io's bulk import: every limit and every status of its page.

use entity::connection::{self, Vendor};
use onefold::domain::account::Permissions;
use onefold::domain::connection::service as connections;
use onefold::vendor::credentials;
use onefold_tests::{Answer, TestApp, request};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/customers";

struct Client {
    key: String,
    connection: connection::Model,
}

impl Client {
    /// A client of an account that has a scoring profile.
    async fn start(app: &TestApp) -> Self {
        let client = Self::unconfigured(app).await;
        for (kind, codename, data_type, weight) in [
            ("ATTRIBUTE", "customers_count", "NUMBER", json!("40")),
            ("ATTRIBUTE", "country_name", "TEXT", json!(null)),
            ("ATTRIBUTE", "renewal_date", "DATE", json!(null)),
            ("METRIC", "resolved_tickets", "NUMBER", json!("60")),
        ] {
            client.define(app, kind, codename, data_type, weight).await;
        }
        client
    }

    async fn unconfigured(app: &TestApp) -> Self {
        let shown = credentials::issue(&app.app, &app.brand, Vendor::Customerscore, "Test", Permissions::all()).await;
        let key = shown.expect("credentials")["key"].as_str().expect("a key").to_owned();
        let connection = connections::ensure(&app.app, &app.brand, Vendor::Customerscore).await.expect("a connection");
        Self { key, connection }
    }

    async fn define(&self, app: &TestApp, kind: &str, codename: &str, data_type: &str, weight: Value) {
        use entity::score_definition::{ActiveModel, Entity, ScoreKind, SignalKind, SignalType};
        use sea_orm::{ActiveValue::Set, EntityTrait};
        let amount = |text: &str| text.parse::<entity::Amount>().expect("an amount");
        let weight = weight.as_str().map(amount);
        let row = ActiveModel {
            brand_id: Set(app.brand.id),
            connection_id: Set(self.connection.id),
            kind: Set(if kind == "METRIC" { SignalKind::Metric } else { SignalKind::Attribute }),
            codename: Set(codename.to_owned()),
            name: Set(codename.to_owned()),
            data_type: Set(match data_type {
                "NUMBER" => SignalType::Number,
                "DATE" => SignalType::Date,
                _ => SignalType::Text,
            }),
            is_system: Set(false),
            score: Set(weight.map(|_| ScoreKind::Health)),
            weight: Set(weight),
            lowest: Set(weight.map(|_| amount("0"))),
            highest: Set(weight.map(|_| amount("100"))),
            created_at: Set(app.app.clock().now()),
            updated_at: Set(app.app.clock().now()),
            ..Default::default()
        };
        Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("a definition");
    }

    async fn send(&self, app: &TestApp, body: &Value) -> Answer {
        self.send_text(app, body.to_string()).await
    }

    async fn send_text(&self, app: &TestApp, body: String) -> Answer {
        let headers = [("content-type", "application/json"), ("customerscore-key", self.key.as_str())];
        app.send(request("POST", PATH, &headers, body)).await
    }
}

fn customer(id: &str) -> Value {
    json!({ "external_id": id, "name": "Knapp-Cruz Inc.", "metrics": [] })
}

#[tokio::test]
async fn an_import_arrives_in_the_graph_scored_and_what_has_no_home_is_kept() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let body = json!({ "customers": [{
        "external_id": "12345", "name": "Knapp-Cruz Inc.", "owner_email": "ann@example.com",
        "attributes": { "country_name": "Czech republic", "customers_count": 100, "renewal_date": "2024-0525", "unheard_of": [1] },
        "metrics": [{ "date": "2024-04-29", "resolved_tickets": 50 }, { "date": "2024-04-28", "resolved_tickets": 0 }],
    }] });
    let answer = client.send(&app, &body).await;
    assert_eq!(
        answer.whole(),
        (
            200,
            json!({ "message": "The data of 1 customers has been received; 2 values match no codename or its type and are kept aside." })
        )
    );
    let data = app
        .data(
            r#"{ customers { nodes {
                kind displayName ownerEmail healthScore
                sources { nodes { vendor vendorId } }
                attributes { nodes { definition { codename } value } }
                metrics { nodes { day definition { codename } value } }
                quarantine { nodes { path value reason } }
            } } }"#,
            json!({}),
        )
        .await;
    let node = &data["customers"]["nodes"][0];
    assert_eq!(node["kind"], "COMPANY");
    assert_eq!(node["displayName"], "Knapp-Cruz Inc.");
    assert_eq!(node["ownerEmail"], "ann@example.com");
    // 40 % of 100 (the highest) and 60 % of 0 (the middle).
    assert_eq!(node["healthScore"], "40");
    assert_eq!(node["sources"]["nodes"], json!([{ "vendor": "CUSTOMERSCORE", "vendorId": "12345" }]));
    assert_eq!(node["metrics"]["nodes"].as_array().map(Vec::len), Some(2));
    assert_eq!(node["attributes"]["nodes"].as_array().map(Vec::len), Some(2));
    let aside: Vec<&Value> =
        node["quarantine"]["nodes"].as_array().expect("entries").iter().map(|entry| &entry["path"]).collect();
    assert_eq!(aside.len(), 2, "{aside:?}");
}

#[tokio::test]
async fn an_account_is_found_again_by_its_external_id() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    client.send(&app, &json!({ "customers": [customer("1")] })).await;
    let mut renamed = customer("1");
    renamed["name"] = "Knapp and Cruz".into();
    client.send(&app, &json!({ "customers": [renamed, customer("2")] })).await;
    let data = app.data("{ customers { nodes { displayName } } }", json!({})).await;
    let names: Vec<&str> = data["customers"]["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .filter_map(|node| node["displayName"].as_str())
        .collect();
    assert_eq!(names, ["Knapp and Cruz", "Knapp-Cruz Inc."]);
}

#[tokio::test]
async fn credentials_and_media_types_are_checked_before_the_content() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let json = ("content-type", "application/json");
    let key = ("customerscore-key", client.key.as_str());
    let quoted = format!("\"{}\"", client.key);
    let body = json!({ "customers": [customer("1")] }).to_string();
    let status = async |method: &str, headers: &[(&str, &str)]| -> u16 {
        app.send(request(method, PATH, headers, body.clone())).await.status.as_u16()
    };
    assert_eq!(status("GET", &[]).await, 405);
    assert_eq!(status("POST", &[json]).await, 401);
    assert_eq!(status("POST", &[json, ("customerscore-key", "")]).await, 401);
    assert_eq!(status("POST", &[json, ("customerscore-key", "ofk_000000000000_x")]).await, 403);
    assert_eq!(
        status("POST", &[json, ("customerscore-key", app.key.as_str())]).await,
        403,
        "a GraphQL key opens no mirror"
    );
    assert_eq!(status("POST", &[key]).await, 406);
    assert_eq!(status("POST", &[key, ("content-type", "text/plain")]).await, 406);
    assert_eq!(status("POST", &[key, json, ("accept", "text/html")]).await, 406);
    assert_eq!(status("POST", &[("customerscore-key", quoted.as_str()), json]).await, 200);
    let answer = app.send(request("DELETE", PATH, &[], "")).await;
    assert_eq!(answer.headers["allow"], "POST");
    assert_eq!(answer.whole(), (405, json!({ "message": "Method Not Allowed, only POST method is allowed" })));
}

#[tokio::test]
async fn every_limit_holds_to_the_last_and_breaks_by_one() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let many = |n: usize| json!({ "customers": (0..n).map(|id| customer(&id.to_string())).collect::<Vec<_>>() });
    let metrics = |n: i64| {
        let first = chrono_day("2020-01-01");
        let items: Vec<Value> =
            (0..n).map(|day| json!({ "date": (first + chrono::Days::new(day as u64)).to_string() })).collect();
        json!({ "customers": [{ "external_id": "m", "name": "M", "metrics": items }] })
    };
    let named = |id: usize, name: usize| json!({ "customers": [{ "external_id": "ž".repeat(id), "name": "ž".repeat(name), "metrics": [] }] });
    for (body, status) in [
        (many(100), 200),
        (many(101), 400),
        (many(0), 400),
        (metrics(200), 200),
        (metrics(201), 400),
        (named(255, 255), 200),
        (named(256, 1), 400),
        (named(1, 256), 400),
    ] {
        let answer = client.send(&app, &body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
    }
    let room = 5 * 1024 * 1024 - json!({ "customers": [customer("x")], "p": "" }).to_string().len();
    let padded = |extra: usize| json!({ "customers": [customer("x")], "p": "x".repeat(room + extra) });
    assert_eq!(client.send(&app, &padded(0)).await.status, 200);
    assert_eq!(client.send(&app, &padded(1)).await.status, 400);
}

fn chrono_day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

#[tokio::test]
async fn a_body_that_breaks_rules_imports_nothing_and_names_each() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let body = json!({ "customers": [
        customer("good"),
        { "external_id": 7, "metrics": [{ "date": "2024-0525" }, {}] },
        { "external_id": "dup", "name": "Dup", "metrics": [{ "date": "2024-01-01" }, { "date": "2024-01-01" }] },
        { "external_id": "none", "name": "None" },
    ] });
    let answer = client.send(&app, &body).await;
    assert_eq!(answer.status, 400);
    let paths: Vec<String> = answer.json()["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| error["path"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        paths,
        [
            "customers[1].external_id",
            "customers[1].name",
            "customers[1].metrics[0].date",
            "customers[1].metrics[1].date"
        ]
    );
    let body = json!({ "customers": [
        { "external_id": "dup", "name": "Dup", "metrics": [{ "date": "2024-01-01" }, { "date": "2024-01-01" }] },
        { "external_id": "none", "name": "None" },
    ] });
    let answer = client.send(&app, &body).await.json();
    assert_eq!(answer["errors"][0]["path"], "customers[0].metrics[1].date");
    assert_eq!(answer["errors"][1]["path"], "customers[1].metrics");
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 0);
}

#[tokio::test]
async fn what_is_no_json_is_a_400() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    for body in ["", "{", "[]", "null", "{\"customers\": {}}", "{\"customers\": [1]}"] {
        assert_eq!(client.send_text(&app, body.to_owned()).await.status, 400, "{body}");
    }
}

#[tokio::test]
async fn an_account_without_a_scoring_profile_is_490() {
    let app = TestApp::start().await;
    let client = Client::unconfigured(&app).await;
    let answer = client.send(&app, &json!({ "customers": [customer("1")] })).await;
    assert_eq!(answer.whole(), (490, json!({ "message": "Unconfigured scoring" })));
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 0);
}

#[tokio::test]
async fn the_call_after_five_hundred_in_a_minute_must_wait() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    // Refused calls count too, so the limit is reached without five hundred imports. A call comes back every 120 ms.
    let mut answer = client.send_text(&app, "{".to_owned()).await;
    for _ in 0..600 {
        if answer.status == 429 {
            break;
        }
        answer = client.send_text(&app, "{".to_owned()).await;
    }
    assert_eq!(answer.whole(), (429, json!({ "message": "too many requests" })));
    assert_eq!(answer.headers["retry-after"], "1");
}
