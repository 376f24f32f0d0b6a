//! CustomerGauge's tokens, records and webhooks, with the page's own examples.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::connection::Vendor;
use onefold::domain::account::Permissions;
use onefold::domain::connection::service as connections;
use onefold::vendor::credentials;
use onefold_tests::{Answer, TestApp, request};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

const RECORD: &str = include_str!("../../fixtures/customergauge/record.json");
const FORM: &str = include_str!("../../fixtures/customergauge/record.urlencoded");
/// The references of the two printed records.
const PRINTED: [&str; 2] = ["53505294-0b20-2509-b15d-c8e377701d66", "12305294-0b20-4009-b95d-c8123301d66"];
const JSON: &str = "application/json";
const URLENCODED: &str = "application/x-www-form-urlencoded";

struct Client {
    id: String,
    secret: String,
    token: String,
}

impl Client {
    /// A client whose account has the mapping of the printed records.
    async fn start(app: &TestApp) -> Self {
        let client = Self::of(app, &app.brand).await;
        for reference in PRINTED {
            let mapping = [
                ("Account Name", "Account Name"),
                ("First Name", "First Name"),
                ("Last Name", "Last Name"),
                ("Email", "Email"),
                ("Phone Number", "Phone"),
                ("Sent Date", "Sent Date"),
                ("Response Date", "Survey Completed Date"),
                ("NPS Score", "NPS Score"),
                ("Comment", "Words"),
                ("Follow Up Request", "Call back"),
                ("Touchpoint", "Touchpoint"),
                ("Job Title", "Job"),
                ("Industry", "Industry"),
                ("Favourite colour", "Colour"),
            ];
            configure(app, reference, "EXTERNAL_RESPONSE", &mapping).await;
        }
        client
    }

    async fn of(app: &TestApp, brand: &entity::brand::Model) -> Self {
        let vendor = Vendor::Customergauge;
        let shown = credentials::issue(&app.app, brand, vendor, "Shop", Permissions::all()).await;
        let shown = shown.expect("credentials");
        let text = |name: &str| shown[name].as_str().expect("a text").to_owned();
        assert_eq!((text("token_path"), text("records_path")), ("/oauth2/token".to_owned(), "/records/".to_owned()));
        let (id, secret) = (text("client_id"), text("client_secret"));
        let body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let answer = ask_token(app, &[], &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let token = answer.json()["access_token"].as_str().expect("a token").to_owned();
        assert_eq!(answer.json(), json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 }));
        Self { id, secret, token }
    }

    async fn send(&self, app: &TestApp, method: &str, path: &str, content_type: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", content_type)];
        app.send(request(method, path, &headers, body.to_owned())).await
    }

    async fn put(&self, app: &TestApp, body: &Value) -> Answer {
        self.send(app, "PUT", "/records/", JSON, &body.to_string()).await
    }

    async fn record(&self, app: &TestApp, configuration: &str, record: Value) -> Answer {
        self.put(app, &json!({ "configuration": configuration, "record": record })).await
    }

    fn basic(&self) -> String {
        format!("Basic {}", base64(&format!("{}:{}", self.id, self.secret)))
    }
}

fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

async fn ask_token(app: &TestApp, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut all = vec![("content-type", URLENCODED)];
    all.extend_from_slice(headers);
    app.send(request("POST", "/oauth2/token", &all, body.to_owned())).await
}

async fn configure(app: &TestApp, reference: &str, data_type: &str, mapping: &[(&str, &str)]) {
    let mapping: Vec<Value> =
        mapping.iter().map(|(field, heading)| json!({ "field": field, "heading": heading })).collect();
    let query = "mutation($input: CreateImportConfigurationInput!) {
        createImportConfiguration(input: $input) { problems { path message } } }";
    let input = json!({
        "vendor": "CUSTOMERGAUGE", "reference": reference, "name": reference, "dataType": data_type, "mapping": mapping,
    });
    let data = app.data(query, json!({ "input": input })).await;
    assert_eq!(data["createImportConfiguration"]["problems"], json!([]));
}

async fn touchpoint(app: &TestApp, name: &str) {
    use entity::lookup::{ActiveModel, Entity, LookupKind};
    let vendor = Vendor::Customergauge;
    let connection = connections::ensure(&app.app, &app.brand, vendor).await.expect("a connection");
    let row = ActiveModel {
        brand_id: Set(app.brand.id),
        connection_id: Set(connection.id),
        kind: Set(LookupKind::Touchpoint),
        vendor_id: Set(name.to_lowercase()),
        name: Set(name.to_owned()),
        data: Set(json!({})),
        state: Set(entity::source_record::RecordState::Active),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("a touchpoint");
}

/// Accepted, with nothing in the body.
fn accepted(answer: &Answer) {
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    assert_eq!(answer.headers["content-length"], "0");
}

fn invalid(errors: Value) -> (u16, Value) {
    (422, json!({ "message": "The given data was invalid.", "errors": errors }))
}

/// The customers, companies first.
async fn customers(app: &TestApp, fields: &str) -> Vec<Value> {
    let data = app.data(&format!("{{ customers {{ nodes {{ kind {fields} }} }} }}"), json!({})).await;
    let mut found = data["customers"]["nodes"].as_array().expect("nodes").clone();
    found.sort_by_key(|node| node["kind"].as_str().map(str::to_owned));
    found
}

#[tokio::test]
async fn the_printed_record_makes_an_account_a_contact_and_a_response() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    accepted(&client.send(&app, "PUT", "/records/", JSON, RECORD).await);
    let fields = "displayName companyName email
        sources { nodes { vendor externalId } }
        surveyResponses { nodes { nps comment accountName sentAt respondedAt answers source { vendor } } }
        timeline { nodes { kind title actor occurredAt source { vendor } } } quarantine { nodes { path } }";
    let source = json!({ "vendor": "CUSTOMERGAUGE" });
    let nothing = json!({ "nodes": [] });
    let entry = |kind: &str, title: &str, at: &str| json!({ "kind": kind, "title": title, "actor": "Shop", "occurredAt": at, "source": source });
    let now = "2026-03-01T09:00:00Z";
    assert_eq!(
        customers(&app, fields).await,
        [
            json!({
                "kind": "COMPANY", "displayName": "ACME", "companyName": "ACME", "email": null,
                "sources": { "nodes": [{ "vendor": "CUSTOMERGAUGE", "externalId": "ACME" }] },
                "surveyResponses": nothing, "quarantine": nothing,
                "timeline": { "nodes": [entry("customer.created", "ACME recorded", now)] },
            }),
            json!({
                "kind": "PERSON", "displayName": "Joe Doe", "companyName": "ACME", "email": "joe.doe@example.com",
                "sources": { "nodes": [{ "vendor": "CUSTOMERGAUGE", "externalId": null }] },
                // The brand's clock is Prague's. The answer lies before the question, as printed.
                "surveyResponses": { "nodes": [{
                    "nps": 10, "comment": null, "accountName": "ACME", "answers": {}, "source": source,
                    "sentAt": "2023-05-10T09:34:56Z", "respondedAt": "2022-05-10T10:34:56Z",
                }] },
                "quarantine": nothing,
                "timeline": { "nodes": [
                    entry("customer.created", "Joe Doe recorded", now),
                    entry("survey.answered", "Survey answered with 10 of 10", "2022-05-10T10:34:56Z"),
                ] },
            }),
        ]
    );
}

#[tokio::test]
async fn the_same_record_again_makes_another_response_and_no_other_people() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    accepted(&client.send(&app, "PUT", "/records/", JSON, RECORD).await);
    accepted(&client.send(&app, "PUT", "/records", URLENCODED, FORM).await);
    accepted(&client.send(&app, "POST", "/records/", URLENCODED, FORM).await);
    let found = customers(&app, "surveyResponses { nodes { nps } } timeline { nodes { kind } }").await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[1]["surveyResponses"]["nodes"], json!([{ "nps": 10 }, { "nps": 10 }, { "nps": 10 }]));
    let created = json!({ "kind": "customer.created" });
    let answered = json!({ "kind": "survey.answered" });
    assert_eq!(found[1]["timeline"]["nodes"], json!([created, answered, answered, answered]));
    let renamed = json!({ "configuration": PRINTED[0], "record": {
        "Email": "JOE.DOE@example.com", "Last Name": "Doe-Smith", "Job": "Buyer", "Sent Date": "2023-05-11", "Survey Completed Date": "2023-05-12",
    } });
    accepted(&client.put(&app, &renamed).await);
    let found = customers(&app, "displayName companyName sources { nodes { extra } }").await;
    assert_eq!(
        found[1],
        json!({
            "kind": "PERSON", "displayName": "Joe Doe-Smith", "companyName": "ACME",
            "sources": { "nodes": [{ "extra": { "Job Title": "Buyer" } }] },
        })
    );
}

#[tokio::test]
async fn every_mapped_value_has_its_place_and_every_other_is_kept_aside() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    touchpoint(&app, "After purchase").await;
    let body = json!({
        "configuration": PRINTED[0], "more": 1,
        "record": {
            "Phone": "+420 (601) 123-456", "Sent Date": "2023-05-10 11:34:56", "Survey Completed Date": "2023-05-10 12:00:00",
            "NPS Score": 3, "Words": "Too slow", "Call back": "Y", "Touchpoint": "After purchase", "Industry": "Toys", "Colour": true,
            "Account Name": "ACME", "sent date": "x", "Shoe size": [43], "First Name": null, "Last Name": " ",
        },
    });
    accepted(&client.put(&app, &body).await);
    let fields = "phone sources { nodes { extra } } surveyResponses { nodes { nps comment followUp touchpoint { name } answers } }
        quarantine { nodes { vendor operation path value } }";
    let found = customers(&app, fields).await;
    assert_eq!(found[0]["sources"]["nodes"], json!([{ "extra": { "Industry": "Toys" } }]));
    assert_eq!(found[1]["phone"], "+420 (601) 123-456");
    assert_eq!(
        found[1]["surveyResponses"]["nodes"],
        json!([{
            "nps": 3, "comment": "Too slow", "followUp": true, "touchpoint": { "name": "After purchase" },
            "answers": { "Favourite colour": "true" },
        }])
    );
    let aside = |path: &str, value: Value| json!({ "vendor": "CUSTOMERGAUGE", "operation": "putRecord", "path": path, "value": value });
    let mut kept = found[1]["quarantine"]["nodes"].as_array().expect("entries").clone();
    kept.sort_by_key(|entry| entry["path"].as_str().map(str::to_owned));
    assert_eq!(
        kept,
        [aside("more", json!(1)), aside("record.Shoe size", json!([43])), aside("record.sent date", json!("x"))]
    );
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_told_as_laravel_does() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    // As printed.
    let answer = client.put(&app, &json!({ "record": { "Email": "a@b.cz" } })).await;
    assert_eq!(answer.whole(), invalid(json!({ "configuration": ["The configuration field is required."] })));
    let both = json!({
        "configuration": ["The configuration field is required."], "record": ["The record field is required."],
    });
    assert_eq!(client.put(&app, &json!({})).await.whole(), invalid(both.clone()));
    assert_eq!(client.send(&app, "PUT", "/records/", URLENCODED, "").await.whole(), invalid(both));
    let of_record = |text: &str| invalid(json!({ "record": [text] }));
    let object = of_record("The record must be an object of headings and values.");
    assert_eq!(client.record(&app, PRINTED[0], json!([{ "Email": "a@b.cz" }])).await.whole(), object);
    assert_eq!(client.record(&app, PRINTED[0], json!("Email")).await.whole(), object);
    let form = format!("configuration={}&record[]=a@b.cz", PRINTED[0]);
    assert_eq!(client.send(&app, "PUT", "/records/", URLENCODED, &form).await.whole(), object);
    let empty = of_record("The record field is required.");
    assert_eq!(client.record(&app, PRINTED[0], json!({})).await.whole(), empty);
    for (configuration, text) in [
        (json!("unknown"), "The selected configuration is invalid."),
        (json!(["contact"]), "The configuration must be a string."),
        (json!("x".repeat(256)), "The configuration may not be greater than 255 characters."),
        (json!(" "), "The configuration field is required."),
    ] {
        let answer =
            client.put(&app, &json!({ "configuration": configuration, "record": { "Email": "a@b.cz" } })).await;
        assert_eq!(answer.whole(), invalid(json!({ "configuration": [text] })));
    }
    assert_eq!(customers(&app, "id").await, Vec::<Value>::new());
}

#[tokio::test]
async fn every_rule_of_a_record_is_checked_under_its_heading_and_nothing_is_half_stored() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let answer = client.record(&app, PRINTED[0], json!({ "First Name": "Joe", "Email": "" })).await;
    assert_eq!(
        answer.whole(),
        invalid(json!({
            "record.Sent Date": ["The Sent Date field is required."],
            "record.Survey Completed Date": ["The Survey Completed Date field is required."],
            "record.Email": ["The Email field is required."],
        }))
    );
    let wrong = json!({
        "Account Name": "x".repeat(129), "Email": "joe", "Phone": "call me", "Sent Date": "10.5.2023",
        "Survey Completed Date": "2023-02-30 00:00:00", "NPS Score": "11", "Call back": "maybe", "Touchpoint": "Nowhere",
        "First Name": ["Joe"], "Words": "y".repeat(1000),
    });
    assert_eq!(
        client.record(&app, PRINTED[0], wrong).await.whole(),
        invalid(json!({
            "record.First Name": ["The First Name must be a string."],
            "record.Account Name": ["The Account Name may not be greater than 128 characters."],
            "record.Email": ["The Email must be a valid email address."],
            "record.Phone": ["The Phone format is invalid."],
            "record.NPS Score": ["The NPS Score must be between 0 and 10."],
            "record.Call back": ["The selected Call back is invalid."],
            "record.Sent Date": ["The Sent Date is not a valid date."],
            "record.Survey Completed Date": ["The Survey Completed Date is not a valid date."],
            "record.Touchpoint": ["The selected Touchpoint is invalid."],
        }))
    );
    for (content_type, body) in
        [(JSON, "{"), (JSON, "[]"), (URLENCODED, "a=%ff"), ("multipart/form-data", "x"), ("text/csv", "a;b")]
    {
        assert_eq!(client.send(&app, "PUT", "/records/", content_type, body).await.status, 400, "{content_type}");
    }
    let nul = json!({ "Email": "a@b.cz", "First Name": "a\0" });
    assert_eq!(client.record(&app, "contact", nul).await.status, 422);
    assert_eq!(customers(&app, "id").await, Vec::<Value>::new());
}

#[tokio::test]
async fn each_data_type_is_imported() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    configure(&app, "alias", "ACCOUNT_ALIAS", &[("Account Name", "Company"), ("Alias", "Also")]).await;
    let activity =
        [("Account Name", "Company"), ("Reference", "Ref"), ("Source", "From"), ("Type", "Kind"), ("Mood", "Mood")];
    configure(&app, "activity", "ACTIVITY", &activity).await;
    let survey = [("Email", "Email"), ("Sent Date", "Sent"), ("Wave", "Wave"), ("Account Name", "Company")];
    configure(&app, "survey", "SURVEY", &survey).await;

    // These two an account has from the start.
    let account =
        json!({ "Account Name": "ACME", "Industry": "Toys", "Account Manager Email": "ann@example.com", "Unknown": 1 });
    accepted(&client.record(&app, "account", account).await);
    accepted(
        &client
            .record(&app, "contact", json!({ "Email": "joe@example.com", "First Name": "Joe", "Account Name": "ACME" }))
            .await,
    );
    accepted(&client.record(&app, "alias", json!({ "Company": "ACME", "Also": "Acme Ltd" })).await);
    accepted(&client.record(&app, "alias", json!({ "Company": "ACME", "Also": "ACME Inc." })).await);
    let happened = json!({ "Company": "ACME", "Ref": "Visit 7", "From": "CRM", "Kind": "Meeting", "Mood": "good" });
    accepted(&client.record(&app, "activity", happened).await);
    let invited = json!({ "Email": "joe@example.com", "Sent": "2023-05-10 11:34:56", "Wave": 2 });
    accepted(&client.record(&app, "survey", invited).await);
    let both =
        json!({ "Email": "jim@example.com", "First Name": "Jim", "Account Name": "Initech", "Company Size": "50" });
    accepted(&client.record(&app, "multi-object", both).await);

    let fields = "displayName ownerEmail sources { nodes { extra } } surveyResponses { totalCount }
        timeline { nodes { kind title data } } quarantine { nodes { path } }";
    let found = customers(&app, fields).await;
    let named = |name: &str| found.iter().find(|node| node["displayName"] == name).unwrap_or_else(|| panic!("{name}"));
    let entry = |node: &Value, kind: &str| {
        let entries = node["timeline"]["nodes"].as_array().expect("entries").iter();
        entries.filter(|entry| entry["kind"] == kind).cloned().collect::<Vec<_>>()
    };
    let acme = named("ACME");
    assert_eq!(acme["ownerEmail"], "ann@example.com");
    assert_eq!(
        acme["sources"]["nodes"],
        json!([{ "extra": { "Industry": "Toys", "Alias": ["Acme Ltd", "ACME Inc."] } }])
    );
    assert_eq!(acme["quarantine"]["nodes"], json!([{ "path": "record.Unknown" }]));
    assert_eq!(
        entry(acme, "account.activity"),
        [json!({
            "kind": "account.activity", "title": "Meeting: Visit 7",
            "data": { "Reference": "Visit 7", "Source": "CRM", "Type": "Meeting", "Mood": "good" },
        })]
    );
    let joe = named("Joe");
    assert_eq!(
        entry(joe, "survey.requested"),
        [json!({
            "kind": "survey.requested", "title": "Survey requested", "data": { "Sent Date": "2023-05-10 11:34:56", "Wave": "2" },
        })]
    );
    assert_eq!(joe["surveyResponses"]["totalCount"], 0);
    assert_eq!(named("Initech")["sources"]["nodes"], json!([{ "extra": { "Company Size": "50" } }]));
    named("Jim");
    assert_eq!(found.len(), 4);
}

#[tokio::test]
async fn a_contact_is_found_by_address_then_by_number() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    for record in [
        json!({ "Phone Number": "+420 601 111 222", "First Name": "Ann" }),
        // Has no address yet, so it is the same.
        json!({ "Phone Number": "(420) 601-111-222", "Email": "ann@example.com" }),
        // One number and another address is another person.
        json!({ "Phone Number": "420601111222", "Email": "bob@example.com", "First Name": "Bob" }),
        json!({ "Email": "ANN@example.com", "Last Name": "Lee" }),
    ] {
        accepted(&client.record(&app, "contact", record).await);
    }
    let names: Vec<Value> =
        customers(&app, "displayName").await.iter().map(|node| node["displayName"].clone()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.contains(&json!("Ann Lee")) && names.contains(&json!("Bob")), "{names:?}");
}

#[tokio::test]
async fn tokens_are_issued_as_the_standard_says() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let Client { id, secret, .. } = &client;
    let grant = "grant_type=client_credentials";
    let answer = ask_token(&app, &[("authorization", &client.basic())], grant).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["pragma"], "no-cache");
    let wrong = format!("Basic {}", base64(&format!("{id}:wrong")));
    let cases: [(Option<&str>, String, u16, &str); 9] = [
        (None, format!("{grant}&client_id={id}&client_secret=wrong"), 401, "invalid_client"),
        (None, format!("{grant}&client_id=wrong&client_secret={secret}"), 401, "invalid_client"),
        (None, format!("{grant}&client_id={id}"), 401, "invalid_client"),
        (Some(&wrong), grant.to_owned(), 401, "invalid_client"),
        (Some("Bearer x"), grant.to_owned(), 401, "invalid_client"),
        (None, format!("client_id={id}&client_secret={secret}"), 400, "invalid_request"),
        (None, format!("grant_type=password&client_id={id}&client_secret={secret}"), 400, "unsupported_grant_type"),
        (None, format!("{grant}&{grant}&client_id={id}&client_secret={secret}"), 400, "invalid_request"),
        (Some(&wrong), format!("{grant}&client_id={id}&client_secret={secret}"), 400, "invalid_request"),
    ];
    for (authorization, body, status, error) in cases {
        let headers: Vec<_> = authorization.iter().map(|shown| ("authorization", *shown)).collect();
        let answer = ask_token(&app, &headers, &body).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]), (status, &json!(error)), "{body}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers.contains_key("www-authenticate"), status == 401);
    }
    let answer = app.send(request("GET", "/oauth2/token", &[], "")).await;
    assert_eq!((answer.status.as_u16(), &answer.headers["allow"]), (405, &"POST".parse().expect("a value")));
    assert_eq!(app.send(request("POST", "/oauth2/authorize", &[], "")).await.status, 404);
}

#[tokio::test]
async fn a_token_opens_records_for_an_hour_and_only_while_its_client_stands() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let unauthenticated = (401, json!({ "message": "Unauthenticated." }));
    let basic = client.basic();
    for shown in [None, Some("Bearer nonsense"), Some("Bearer"), Some(basic.as_str())] {
        let mut headers = vec![("content-type", JSON)];
        headers.extend(shown.map(|shown| ("authorization", shown)));
        let answer = app.send(request("PUT", "/records/", &headers, RECORD)).await;
        assert_eq!(answer.whole(), unauthenticated);
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    let carecloud = onefold_tests::CareCloudClient::log_in(&app).await;
    let other = Client { token: carecloud.token.clone(), id: String::new(), secret: String::new() };
    assert_eq!(other.send(&app, "PUT", "/records/", JSON, RECORD).await.whole(), unauthenticated, "another vendor's");

    app.app.clock().set(app.app.clock().now().plus_seconds(3599));
    accepted(&client.send(&app, "PUT", "/records/", JSON, RECORD).await);
    app.app.clock().set(app.app.clock().now().plus_seconds(1));
    assert_eq!(client.send(&app, "PUT", "/records/", JSON, RECORD).await.whole(), unauthenticated);

    let again = Client::of(&app, &app.brand).await;
    accepted(&again.send(&app, "PUT", "/records/", JSON, RECORD).await);
    use entity::oauth_client::{Column, Entity};
    use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};
    let withdrawn = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(app.app.clock().now()))
        .filter(Column::ClientId.eq(&again.id));
    withdrawn.exec(app.app.store().writer()).await.expect("a client");
    assert_eq!(again.send(&app, "PUT", "/records/", JSON, RECORD).await.whole(), unauthenticated);
    let body = format!("grant_type=client_credentials&client_id={}&client_secret={}", again.id, again.secret);
    assert_eq!(ask_token(&app, &[], &body).await.status, 401);
}

#[tokio::test]
async fn other_methods_and_paths_are_told_so() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    for method in ["GET", "PATCH", "DELETE"] {
        let answer = client.send(&app, method, "/records/", JSON, "").await;
        assert_eq!((answer.status.as_u16(), &answer.headers["allow"]), (405, &"PUT, POST".parse().expect("a value")));
    }
    assert_eq!(
        client.send(&app, "PUT", "/records/7", JSON, RECORD).await.whole(),
        (404, json!({ "message": "Not Found" }))
    );
}

#[tokio::test]
async fn a_webhook_is_taken_from_the_query_a_form_or_json() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let basic = client.basic();
    let path = format!("/hooks/customergauge/{}", PRINTED[0]);
    let dates = "Sent+Date=2023-05-10+11:34:56&Survey%20Completed%20Date=2023-05-10%2012:34:56";
    let query = format!("{path}?Email=joe.doe%40example.com&{dates}&NPS+Score=9&Shoe[size]=43");
    accepted(&app.send(request("PUT", &query, &[("authorization", &basic)], "")).await);
    let json = json!({
        "Email": "joe.doe@example.com", "Sent Date": "2023-05-10 11:34:56", "Survey Completed Date": "2023-05-10 12:34:56", "NPS Score": 8,
    });
    let headers = [("authorization", basic.as_str()), ("content-type", JSON)];
    // The body wins over the query.
    accepted(&app.send(request("PUT", &format!("{path}?NPS+Score=1"), &headers, json.to_string())).await);
    let headers = [("authorization", basic.as_str()), ("content-type", URLENCODED)];
    let form = format!("Email=joe.doe@example.com&{dates}&NPS+Score=7");
    accepted(&app.send(request("POST", &format!("{path}/"), &headers, form)).await);
    let found = customers(&app, "surveyResponses { nodes { nps } } quarantine { nodes { operation path } }").await;
    let mut scores: Vec<i64> = found[0]["surveyResponses"]["nodes"]
        .as_array()
        .expect("responses")
        .iter()
        .filter_map(|response| response["nps"].as_i64())
        .collect();
    scores.sort_unstable();
    assert_eq!(scores, [7, 8, 9]);
    assert_eq!(found[0]["quarantine"]["nodes"], json!([{ "operation": "receiveRecord", "path": "record.Shoe[size]" }]));

    let unauthenticated = (401, json!({ "message": "Unauthenticated." }));
    let bearer = format!("Bearer {}", client.token);
    for shown in [None, Some("Basic eDp5"), Some(bearer.as_str())] {
        let headers: Vec<_> = shown.iter().map(|shown| ("authorization", *shown)).collect();
        let answer = app.send(request("PUT", &query, &headers, "")).await;
        assert_eq!(answer.whole(), unauthenticated);
        assert_eq!(answer.headers["www-authenticate"], "Basic");
    }
    let answer =
        app.send(request("PUT", "/hooks/customergauge/nothing?Email=a@b.cz", &[("authorization", &basic)], "")).await;
    assert_eq!(answer.whole(), invalid(json!({ "configuration": ["The selected configuration is invalid."] })));
    let answer = app.send(request("PUT", &path, &[("authorization", &basic)], "")).await;
    assert_eq!(answer.whole(), invalid(json!({ "record": ["The record field is required."] })));
}

#[tokio::test]
async fn another_brands_configurations_and_people_are_unknown() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    accepted(&client.send(&app, "PUT", "/records/", JSON, RECORD).await);
    let brand = app.another_brand(2).await;
    let other = Client::of(&app, &brand).await;
    let answer = other.send(&app, "PUT", "/records/", JSON, RECORD).await;
    assert_eq!(answer.whole(), invalid(json!({ "configuration": ["The selected configuration is invalid."] })));
    accepted(&other.record(&app, "contact", json!({ "Email": "joe.doe@example.com", "First Name": "Jim" })).await);
    let names: Vec<Value> =
        customers(&app, "displayName").await.iter().map(|node| node["displayName"].clone()).collect();
    assert_eq!(names, ["ACME", "Joe Doe"]);
    let key = app.key_of(&brand, &onefold::domain::account::Permission::ALL).await;
    let theirs = app.graphql_as(&key, "{ customers { nodes { displayName } } }", json!({})).await;
    assert_eq!(theirs["data"]["customers"]["nodes"], json!([{ "displayName": "Jim" }]));
}

#[tokio::test]
async fn two_calls_at_once_with_a_new_contact_make_one() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let calls = (0..4).map(|_| client.send(&app, "PUT", "/records/", JSON, RECORD));
    for answer in futures_util::future::join_all(calls).await {
        accepted(&answer);
    }
    let found = customers(&app, "surveyResponses { totalCount }").await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[1]["surveyResponses"]["totalCount"], 4);
}
