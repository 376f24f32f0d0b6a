//! Customer Database App's seven endpoints, with the bodies that curl makes of the page's own commands.

use entity::connection::{self, Vendor};
use onefold::domain::account::Permissions;
use onefold::domain::connection::service as connections;
use onefold::vendor::credentials;
use onefold_tests::{Answer, TestApp, request};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

const CUSTOMER: &str = include_str!("../../fixtures/customer_database_app/add-customer.multipart");
const PIPELINE: &str = include_str!("../../fixtures/customer_database_app/add-pipeline.multipart");
const CUSTOMER_NOTE: &str = include_str!("../../fixtures/customer_database_app/add-customer-note.multipart");
const CUSTOMER_EVENT: &str = include_str!("../../fixtures/customer_database_app/add-customer-event.multipart");
const CUSTOMER_TASK: &str = include_str!("../../fixtures/customer_database_app/add-customer-task.multipart");
const PIPELINE_NOTE: &str = include_str!("../../fixtures/customer_database_app/add-pipeline-note.multipart");
const PIPELINE_TASK: &str = include_str!("../../fixtures/customer_database_app/add-pipeline-task.multipart");

const MULTIPART: &str = "multipart/form-data; boundary=------------------------d74496d66958873e";
const URLENCODED: &str = "application/x-www-form-urlencoded";
/// What the page calls the customer and the pipeline.
const PRINTED_CUSTOMER: &str = "10428";
const PRINTED_PIPELINE: &str = "1337";

struct Client {
    key: String,
}

impl Client {
    async fn start(app: &TestApp) -> Self {
        Self::of(app, &app.brand).await
    }

    async fn of(app: &TestApp, brand: &entity::brand::Model) -> Self {
        let vendor = Vendor::CustomerDatabaseApp;
        let shown = credentials::issue(&app.app, brand, vendor, "Website", Permissions::all()).await;
        let shown = shown.expect("credentials");
        assert_eq!(shown["header"], "Apikey");
        Self { key: shown["key"].as_str().expect("a key").to_owned() }
    }

    async fn call(&self, app: &TestApp, path: &str, content_type: &str, body: impl Into<String>) -> Answer {
        let headers = [("Apikey", self.key.as_str()), ("content-type", content_type)];
        app.send(request("POST", &format!("/api{path}"), &headers, body.into())).await
    }

    /// Sends a printed body about this customer and pipeline.
    async fn printed(&self, app: &TestApp, path: &str, body: &str, about: &str) -> String {
        let body = body.replace(PRINTED_CUSTOMER, about).replace(PRINTED_PIPELINE, about);
        added(&self.call(app, path, MULTIPART, body).await)
    }

    async fn form(&self, app: &TestApp, path: &str, body: &str) -> Answer {
        self.call(app, path, URLENCODED, body).await
    }

    /// The printed customer.
    async fn customer(&self, app: &TestApp) -> String {
        self.printed(app, "/customer/add", CUSTOMER, PRINTED_CUSTOMER).await
    }
}

/// The id of what was added; the answer must be as the page prints it.
fn added(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body = answer.json();
    let id = body["message"].as_str().expect("an id").to_owned();
    assert!(id.parse::<i64>().is_ok(), "a number: {id}");
    assert_eq!(body, json!({ "message": id, "result": true }));
    id
}

fn refused(message: &str) -> (u16, Value) {
    (400, json!({ "message": message, "result": false }))
}

async fn nodes(app: &TestApp, list: &str, fields: &str) -> Vec<Value> {
    let data =
        app.data(&format!("{{ customers {{ nodes {{ {list} {{ nodes {{ {fields} }} }} }} }} }}"), json!({})).await;
    data["customers"]["nodes"][0][list]["nodes"].as_array().expect("nodes").clone()
}

/// Kind, title and writer of the first customer's timeline, oldest first.
async fn timeline(app: &TestApp) -> Vec<String> {
    let mut entries = nodes(app, "timeline", "kind title actor source { vendor }").await;
    entries.reverse();
    for entry in &entries {
        assert_eq!(entry["source"]["vendor"], "CUSTOMER_DATABASE_APP");
        assert_eq!(entry["actor"], "Website");
    }
    entries
        .iter()
        .map(|entry| {
            format!("{}: {}", entry["kind"].as_str().unwrap_or_default(), entry["title"].as_str().unwrap_or_default())
        })
        .collect()
}

#[tokio::test]
async fn the_printed_customer_arrives_in_the_graph() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let id = client.customer(&app).await;
    let query = r"{ customers { nodes {
        displayName kind email phone
        sources { nodes { vendor vendorId firstName lastName extra } }
        channels { nodes { kind address isPrimary } }
    } } }";
    let data = app.data(query, json!({})).await;
    assert_eq!(
        data["customers"]["nodes"],
        json!([{
            "displayName": "Richard Hendricks", "kind": "PERSON", "email": "richard@piedpiper.example", "phone": "01271444555",
            "sources": { "nodes": [{
                "vendor": "CUSTOMER_DATABASE_APP", "vendorId": id, "firstName": "Richard", "lastName": "Hendricks",
                "extra": {
                    "f-4bc9a801-f63d-4b9c-b527-a0cbe902828b": "Blue",
                    "f-7515a3ca-b5ef-4f74-9c30-621f502886de": "43",
                },
            }] },
            "channels": { "nodes": [
                { "kind": "EMAIL", "address": "richard@piedpiper.example", "isPrimary": true },
                { "kind": "TELEPHONE", "address": "01271444555", "isPrimary": true },
                { "kind": "EMAIL", "address": "hendricks@piedpiper.example", "isPrimary": false },
            ] },
        }])
    );
    assert_eq!(
        timeline(&app).await,
        ["customer.created: Richard Hendricks recorded", "channel.added: Channel hendricks@piedpiper.example added"]
    );
}

#[tokio::test]
async fn the_same_address_twice_makes_two_customers() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    assert_ne!(client.customer(&app).await, client.customer(&app).await);
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 2);
}

#[tokio::test]
async fn custom_fields_become_the_properties_that_the_account_defines() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let vendor = Vendor::CustomerDatabaseApp;
    let connection = connections::ensure(&app.app, &app.brand, vendor).await.expect("a connection");
    for (key, name, data_type) in [
        ("f-4bc9a801-f63d-4b9c-b527-a0cbe902828b", "Budget", entity::property_definition::PropertyType::Integer),
        ("f-7515a3ca-b5ef-4f74-9c30-621f502886de", "Seats", entity::property_definition::PropertyType::Integer),
        ("f-since", "Since", entity::property_definition::PropertyType::Date),
        ("f-vip", "VIP", entity::property_definition::PropertyType::Boolean),
    ] {
        define(&app, &connection, key, name, data_type).await;
    }
    client.customer(&app).await;
    let values = nodes(&app, "properties", "value definition { name }").await;
    assert_eq!(values, [json!({ "value": 43, "definition": { "name": "Seats" } })]);
    let aside = nodes(&app, "quarantine", "vendor operation path value").await;
    assert_eq!(
        aside,
        [json!({
            "vendor": "CUSTOMER_DATABASE_APP", "operation": "addCustomer",
            "path": "values[f-4bc9a801-f63d-4b9c-b527-a0cbe902828b]", "value": "Blue",
        })]
    );
    let body = "forename=A&surname=B&email=a@b.cz&keys[]=f-since&values[]=31/10/2022&keys[]=f-vip&values[]=yes";
    added(&client.form(&app, "/customer/add", body).await);
    let query = r#"{ customers(filter: { email: "a@b.cz" }) { nodes { properties { nodes { value } } } } }"#;
    let data = app.data(query, json!({})).await;
    let values = &data["customers"]["nodes"][0]["properties"]["nodes"];
    assert_eq!(values, &json!([{ "value": "2022-10-31" }, { "value": true }]));
}

async fn define(
    app: &TestApp,
    connection: &connection::Model,
    key: &str,
    name: &str,
    data_type: entity::property_definition::PropertyType,
) {
    use entity::property_definition::{ActiveModel, Entity};
    let row = ActiveModel {
        brand_id: Set(connection.brand_id),
        connection_id: Set(connection.id),
        vendor_id: Set(key.to_owned()),
        name: Set(name.to_owned()),
        data_type: Set(data_type),
        items: Set(json!([])),
        is_required: Set(false),
        is_unique: Set(false),
        state: Set(entity::source_record::RecordState::Active),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("a definition");
}

#[tokio::test]
async fn a_customer_is_taken_in_every_spelling_and_encoding() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    // The table's misprint; plain, empty and gapped indexes; quotes that curl would have taken off; what no field is made of.
    let body = "forename=%22Richard%22&surame=Hendricks&email=a@b.cz&email[7]=c@d.cz&email[3]=A@B.cz&phone[]=1&keys[1]=f-x&shoe=43";
    added(&client.form(&app, "/customer/add/", body).await);
    let sent =
        json!({ "forename": "Richard", "surname": "Hendricks", "surame": "X", "email": ["a@b.cz"], "phone": 1271 });
    added(&client.call(&app, "/customer/add", "application/json", sent.to_string()).await);
    let query = "{ customers { nodes { displayName phone channels { nodes { address } } quarantine { nodes { path value reason } } } } }";
    let data = app.data(query, json!({})).await;
    let found = data["customers"]["nodes"].as_array().expect("nodes");
    let nothing = json!({ "nodes": [] });
    assert_eq!(
        found[0],
        json!({
            "displayName": "Richard Hendricks", "phone": "1",
            "channels": { "nodes": [{ "address": "a@b.cz" }, { "address": "1" }, { "address": "c@d.cz" }] },
            "quarantine": { "nodes": [{ "path": "shoe", "value": "43", "reason": "the form has no such field" }] },
        })
    );
    assert_eq!((&found[1]["phone"], &found[1]["quarantine"]), (&json!("1271"), &nothing));
}

#[tokio::test]
async fn every_rule_of_a_customer_is_checked_and_nothing_is_half_stored() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    for (body, message) in [
        ("", "Forename is required; surname is required; email is required."),
        ("forename=%20&surname=%22%22&email=a@b.cz", "Forename must not be empty; surname must not be empty."),
        ("forename=A&surname=B&email[0]=", "Email must not be empty."),
        ("forename=A&surname=B&email[0]=a@b.cz&email[1]=nobody", "Email has an invalid format."),
        ("forename=A%00&surname=B&email[0]=a@b.cz", "A text holds the character U+0000."),
        ("forename=%ff&surname=B&email[0]=a@b.cz", "Forename is not UTF-8 text."),
    ] {
        assert_eq!(client.form(&app, "/customer/add", body).await.whole(), refused(message), "{body}");
    }
    let cut = &CUSTOMER[..CUSTOMER.len() / 2];
    assert_eq!(client.call(&app, "/customer/add", MULTIPART, cut).await.status, 400);
    assert_eq!(client.call(&app, "/customer/add", "multipart/form-data", CUSTOMER).await.status, 400);
    assert_eq!(client.call(&app, "/customer/add", "text/xml", "<a/>").await.status, 400);
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 0);
}

#[tokio::test]
async fn the_printed_pipeline_with_its_note_and_task_arrives() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let customer = client.customer(&app).await;
    let pipeline = client.printed(&app, "/pipeline/add", PIPELINE, &customer).await;
    client.printed(&app, "/pipeline/note/add", PIPELINE_NOTE, &pipeline).await;
    // The path that only the sample has.
    client.printed(&app, "/pipeline/event/add", PIPELINE_TASK, &pipeline).await;
    client.printed(&app, "/pipeline/task/add", PIPELINE_TASK, &pipeline).await;
    let fields = "reference ownerId custom state type { name } stage { name } source { vendor }
        notes { nodes { text } } tasks { nodes { name description dueOn assignees } }";
    let task = json!({
        "name": "Arrange a meeting with Richard", "description": "Arrange first meeting", "dueOn": "2022-10-31", "assignees": ["1", "2"],
    });
    assert_eq!(
        nodes(&app, "pipelines", fields).await,
        [json!({
            // Of the two `userid` in the sample the first counts, and the key without a value says nothing.
            "reference": "abc123", "ownerId": "1",
            "custom": { "f-e0c124cb-b838-4f39-a078-4ef489995b6f": "Comment from website" },
            "state": "OPEN", "type": { "name": "Sales" }, "stage": { "name": "Enquiry" },
            "source": { "vendor": "CUSTOMER_DATABASE_APP" },
            "notes": { "nodes": [{ "text": "Enquiry for product XYZ from marketing website." }] },
            "tasks": { "nodes": [task, task] },
        })]
    );
    assert_eq!(
        timeline(&app).await[2..],
        [
            "pipeline.created: Pipeline abc123 opened",
            "note.added: Note added",
            "task.created: Task Arrange a meeting with Richard set",
            "task.created: Task Arrange a meeting with Richard set",
        ]
    );
}

#[tokio::test]
async fn a_pipeline_begins_at_the_first_stage_or_at_one_of_its_own_type() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let customer = client.customer(&app).await;
    let add = async |rest: &str| client.form(&app, "/pipeline/add", &format!("customerid={customer}{rest}")).await;
    added(&add("&reference=first&pipelinetypeid=1&stageid=&userid=").await);
    added(&add("&reference=third&pipelinetypeid=%221%22&stageid=3&keys[0]=f-c25257rd&values[0]=1400").await);
    let pipelines = nodes(&app, "pipelines", "reference ownerId custom stage { name }").await;
    assert!(
        pipelines
            .contains(&json!({ "reference": "first", "ownerId": null, "custom": {}, "stage": { "name": "Enquiry" } }))
    );
    assert!(pipelines.contains(
        &json!({ "reference": "third", "ownerId": null, "custom": { "f-c25257rd": "1400" }, "stage": { "name": "Negotiation" } })
    ));
    for (rest, message) in [
        ("", "Reference is required; pipelinetypeid is required."),
        ("&reference=a&pipelinetypeid=2", "Pipeline type not found."),
        ("&reference=a&pipelinetypeid=1&stageid=9", "Stage of this pipeline type not found."),
        ("9&reference=a&pipelinetypeid=1", "Customer not found."),
    ] {
        assert_eq!(add(rest).await.whole(), refused(message), "{rest}");
    }
    assert_eq!(nodes(&app, "pipelines", "id").await.len(), 2);
}

#[tokio::test]
async fn the_printed_note_event_and_task_of_a_customer_arrive() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let customer = client.customer(&app).await;
    client.printed(&app, "/customer/note/add", CUSTOMER_NOTE, &customer).await;
    client.printed(&app, "/customer/event/add", CUSTOMER_EVENT, &customer).await;
    // The sample sends the task to the event's path.
    client.printed(&app, "/customer/event/add", CUSTOMER_TASK, &customer).await;
    client.printed(&app, "/customer/task/add", CUSTOMER_TASK, &customer).await;
    let source = "source { vendor vendorId }";
    let from = json!({ "vendor": "CUSTOMER_DATABASE_APP", "vendorId": customer });
    assert_eq!(
        nodes(&app, "notes", &format!("text author {source}")).await,
        [json!({ "text": "Customer enquiry from marketing website.", "author": null, "source": from })]
    );
    // The brand's clock is Prague's, an hour before Greenwich.
    assert_eq!(
        nodes(&app, "events", &format!("name location description startsAt endsAt attendees attendeeUsers {source}"))
            .await,
        [json!({
            "name": "Meeting with Richard", "location": "Sheffield Office", "description": "Meeting to discuss requirements",
            "startsAt": "2022-10-31T08:00:00Z", "endsAt": "2022-10-31T16:00:00Z",
            "attendees": ["50", "51", "52"], "attendeeUsers": ["1", "2"], "source": from,
        })]
    );
    let task = json!({
        "name": "Arrange a meeting with Richard", "description": "Arrange first meeting", "dueOn": "2022-10-31",
        "assignees": ["1", "2"], "source": from,
    });
    assert_eq!(nodes(&app, "tasks", &format!("name description dueOn assignees {source}")).await, [task.clone(), task]);
    assert_eq!(
        timeline(&app).await[2..],
        [
            "note.added: Note added",
            "calendar_event.created: Meeting with Richard arranged",
            "task.created: Task Arrange a meeting with Richard set",
            "task.created: Task Arrange a meeting with Richard set",
        ]
    );
}

#[tokio::test]
async fn both_spellings_of_the_colleagues_at_an_event_are_joined() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let customer = client.customer(&app).await;
    let body = format!(
        "customerid={customer}&startdatetime=31/10/2022 09:00&enddatetime=31/10/2022 09:00&name=A\
         &attendeeuser[0]=1&attendeesuser[0]=2&attendeesuser[1]=1&attendees=7"
    );
    added(&client.form(&app, "/customer/event/add", &body).await);
    let found = nodes(&app, "events", "attendeeUsers attendees").await;
    assert_eq!(found, [json!({ "attendeeUsers": ["1", "2"], "attendees": ["7"] })]);
}

#[tokio::test]
async fn every_rule_of_notes_events_and_tasks_is_checked() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let customer = client.customer(&app).await;
    let times = "Startdatetime must be a date and time of the form DD/MM/YYYY HH:MM:SS; \
                 enddatetime must be a date and time of the form DD/MM/YYYY HH:MM:SS.";
    let due = "Datedue must be a date of the form DD/MM/YYYY.";
    for (path, body, message) in [
        ("/customer/note/add", "", "Customerid is required; note is required."),
        ("/customer/note/add", "customerid={}&note=%20", "Note must not be empty."),
        ("/customer/note/add", "customerid=0&note=a", "Customer not found."),
        ("/pipeline/note/add", "note=a", "Pipelineid is required."),
        ("/pipeline/note/add", "pipelineid=7&note=a", "Pipeline not found."),
        (
            "/customer/event/add",
            "customerid={}",
            "Startdatetime is required; enddatetime is required; name is required.",
        ),
        ("/customer/event/add", "customerid={}&name=a&startdatetime=2022-10-31&enddatetime=x", times),
        (
            "/customer/event/add",
            "customerid={}&name=a&startdatetime=31/10/2022 09:00:00&enddatetime=31/10/2022 08:59:59",
            "Enddatetime must not be before startdatetime.",
        ),
        ("/customer/event/add", "customerid={}&datedue=31/10/2022", "Name is required."),
        ("/customer/task/add", "customerid={}", "Datedue is required; name is required."),
        ("/customer/task/add", "customerid={}&name=a&datedue=2022-10-31", due),
        ("/customer/task/add", "customerid={}&name=a&datedue=30/02/2022", due),
        ("/customer/task/add", "customerid=-1&name=a&datedue=28/02/2022", "Customer not found."),
        ("/pipeline/task/add", "pipelineid=7", "Datedue is required; name is required."),
        ("/pipeline/event/add", "pipelineid=7&name=a&startdatetime=31/10/2022 09:00:00", "Datedue is required."),
        ("/pipeline/task/add", "pipelineid=7&name=a&datedue=28/02/2022", "Pipeline not found."),
    ] {
        let answer = client.form(&app, path, &body.replace("{}", &customer)).await;
        assert_eq!(answer.whole(), refused(message), "{path} {body}");
    }
    for list in ["notes", "events", "tasks"] {
        assert_eq!(nodes(&app, list, "id").await, Vec::<Value>::new(), "{list}");
    }
}

#[tokio::test]
async fn the_time_of_day_of_a_task_is_kept_aside() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let customer = client.customer(&app).await;
    for (at, times) in [("31/10/2022 00:00:00", 0), ("31/10/2022 09:30:00", 1)] {
        added(&client.form(&app, "/customer/task/add", &format!("customerid={customer}&name=a&datedue={at}")).await);
        assert_eq!(nodes(&app, "quarantine", "path value").await.len(), times);
    }
    assert_eq!(
        nodes(&app, "quarantine", "path value").await,
        [json!({ "path": "datedue", "value": "31/10/2022 09:30:00" })]
    );
}

#[tokio::test]
async fn strangers_wrong_methods_and_unknown_paths_are_told_so() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let body = "forename=A&surname=B&email=a@b.cz";
    let graphql = app.key.clone();
    for (key, message) in [
        (None, "The header Apikey is missing."),
        (Some(""), "The header Apikey is missing."),
        (Some("nonsense"), "The API key is not valid."),
        (Some(graphql.as_str()), "The API key is not valid."),
    ] {
        let mut headers = vec![("content-type", URLENCODED)];
        headers.extend(key.map(|key| ("Apikey", key)));
        let answer = app.send(request("POST", "/api/customer/add", &headers, body)).await;
        assert_eq!(answer.whole(), (401, json!({ "message": message, "result": false })));
    }
    let answer = app.send(request("GET", "/api/customer/add", &[("apikey", &client.key)], "")).await;
    assert_eq!(answer.whole(), (405, json!({ "message": "GET is not supported here; use POST.", "result": false })));
    assert_eq!(answer.headers["allow"], "POST");
    let answer = client.form(&app, "/customer/remove", "").await;
    assert_eq!(answer.whole(), (404, json!({ "message": "There is no such endpoint.", "result": false })));
    let read_only = [onefold::domain::account::Permission::CustomerRead].into_iter().collect();
    let shown = credentials::issue(&app.app, &app.brand, Vendor::CustomerDatabaseApp, "Reader", read_only).await;
    let reader = Client { key: shown.expect("credentials")["key"].as_str().expect("a key").to_owned() };
    assert_eq!(reader.form(&app, "/customer/add", body).await.status, 403);
}

#[tokio::test]
async fn a_connection_can_answer_errors_with_200() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let vendor = Vendor::CustomerDatabaseApp;
    let found = connections::ensure(&app.app, &app.brand, vendor).await.expect("a connection");
    let row = connection::ActiveModel {
        id: Set(found.id),
        settings: Set(json!({ "errors_as_200": true })),
        ..Default::default()
    };
    connection::Entity::update(row).exec(app.app.store().writer()).await.expect("a setting");
    let answer = client.form(&app, "/customer/note/add", "customerid=1&note=a").await;
    assert_eq!(answer.whole(), (200, json!({ "message": "Customer not found.", "result": false })));
    let answer = client.call(&app, "/customer/note/add", MULTIPART, "nonsense").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["result"]), (200, &json!(false)));
    client.customer(&app).await;
    // Whose key it is not known can be told nothing by a setting.
    let stranger = Client { key: "nonsense".to_owned() };
    assert_eq!(stranger.form(&app, "/customer/note/add", "").await.status, 401);
}

#[tokio::test]
async fn another_brands_customers_and_pipelines_are_unknown() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let customer = client.customer(&app).await;
    let pipeline = client.printed(&app, "/pipeline/add", PIPELINE, &customer).await;
    let brand = app.another_brand(2).await;
    let other = Client::of(&app, &brand).await;
    let note = |of: &str, id: &str| format!("{of}id={id}&note=a");
    let answer = other.form(&app, "/customer/note/add", &note("customer", &customer)).await;
    assert_eq!(answer.whole(), refused("Customer not found."));
    let answer = other.form(&app, "/pipeline/note/add", &note("pipeline", &pipeline)).await;
    assert_eq!(answer.whole(), refused("Pipeline not found."));
    assert_eq!(nodes(&app, "notes", "id").await, Vec::<Value>::new());
    let theirs = other.customer(&app).await;
    assert_eq!(client.form(&app, "/customer/note/add", &note("customer", &theirs)).await.status, 400);
}

#[tokio::test]
async fn a_number_taken_over_from_the_vendor_is_not_issued_again() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let first: i64 = client.customer(&app).await.parse().expect("a number");
    let row = entity::source_record::ActiveModel {
        id: Set(first),
        vendor_id: Set((first + 1).to_string()),
        ..Default::default()
    };
    entity::source_record::Entity::update(row).exec(app.app.store().writer()).await.expect("a record");
    let second = client.customer(&app).await;
    assert_eq!(second, (first + 1 + 1_000_000_000).to_string());
    let note = added(&client.form(&app, "/customer/note/add", &format!("customerid={second}&note=a")).await);
    let row = entity::note::ActiveModel {
        id: Set(note.parse().expect("a number")),
        vendor_id: Set(Some((note.parse::<i64>().expect("a number") + 1).to_string())),
        ..Default::default()
    };
    entity::note::Entity::update(row).exec(app.app.store().writer()).await.expect("a note");
    let again = added(&client.form(&app, "/customer/note/add", &format!("customerid={second}&note=b")).await);
    assert_eq!(again, (note.parse::<i64>().expect("a number") + 1 + 1_000_000_000).to_string());
}

#[tokio::test]
async fn a_second_number_is_free_text_as_the_first_is() {
    let app = TestApp::start().await;
    let client = Client::start(&app).await;
    let form = "forename=Ann&surname=Smith&email[0]=ann@example.com&phone[0]=01271444555&phone[1]=01271+444555+ext+3";
    added(&client.form(&app, "/customer/add", form).await);
    let data = app.data("{ customers { nodes { channels { nodes { address } } } } }", json!({})).await;
    let channels = data["customers"]["nodes"][0]["channels"]["nodes"].as_array().expect("channels");
    for address in ["01271444555", "01271 444555 ext 3"] {
        assert!(channels.contains(&json!({ "address": address })), "{address}: {channels:?}");
    }
}
