//! What the writes do, read back through both doors.

use entity::property_definition::PropertyType;
use entity::source_record::RecordState;
use onefold::domain::account::Permission;
use onefold::domain::property::definition::DefinitionFields;
use onefold::domain::property::definition::service as definitions;
use onefold::domain::property::definition::store::NewDefinition;
use onefold::store::Work;
use onefold_tests::{OmnideskClient, TestApp};
use serde_json::{Value, json};

use super::{graph, refusal, told};

const CREATE: &str = include_str!("../../../fixtures/omnidesk/create-customer.json");
const CREATE_CRUD: &str = include_str!("../../../fixtures/omnidesk/create-customer-crud.json");
const UPDATE_ITEM_ANSWER: &str = include_str!("../../../fixtures/omnidesk/update-item-answer.json");
const EVENT: &str = include_str!("../../../fixtures/omnidesk/external-event.json");

/// The printed creation with values that keep the page's own rules.
fn creation() -> Value {
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["channel_id"] = "twitter".into();
    body["customer_link_channel"] = "ann_smith".into();
    body["firstname"] = "Ann".into();
    body["lastname"] = "Šmídová".into();
    body["extra_email"] = "Ann@example.com".into();
    body["extra_telephone"] = "+31612312311".into();
    body
}

#[tokio::test]
async fn a_creation_is_answered_and_found_in_the_graph_with_source_and_timeline() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let answer = client.json(&app, "POST", "/customer", &creation()).await;
    let id = answer.json()["id"].clone();
    assert!(id.is_i64(), "{id}");
    assert_eq!(
        answer.whole(),
        (200, json!({ "type": "result", "message": "User created and channel linked.", "id": id }))
    );
    let found = graph(&app).await;
    let customer = &found[0];
    assert_eq!(customer["displayName"], "Ann Šmídová");
    assert_eq!((&customer["email"], &customer["phone"]), (&json!("Ann@example.com"), &json!("+31612312311")));
    assert_eq!(
        customer["sources"]["nodes"],
        json!([{
            "vendor": "OMNIDESK", "vendorId": id.to_string(), "externalId": "text",
            "extra": { "custom_testfield": "text" }, "state": "ACTIVE",
        }])
    );
    assert_eq!(
        customer["channels"]["nodes"],
        json!([
            { "kind": "EMAIL", "address": "Ann@example.com", "isPrimary": true },
            { "kind": "TELEPHONE", "address": "+31612312311", "isPrimary": true },
            { "kind": "TWITTER", "address": "ann_smith", "isPrimary": false },
        ])
    );
    assert_eq!(
        told(customer),
        [
            "customer.created: Ann Šmídová recorded",
            "channel.added: Channel ann_smith added",
            "ticket.linked: Linked to ticket 1",
        ]
    );
}

#[tokio::test]
async fn the_printed_creation_breaks_the_pages_own_rules() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let body: Value = serde_json::from_str(CREATE).expect("JSON");
    let answer = client.json(&app, "POST", "/customer", &body).await;
    let (status, message) = refusal(&answer);
    assert_eq!(status, 400);
    for field in ["channel_id", "extra_email", "extra_telephone"] {
        assert!(message.contains(&format!("{field} has an invalid format")), "{message}");
    }
    assert_eq!(graph(&app).await, json!([]), "nothing was stored");
}

#[tokio::test]
async fn a_repeated_creation_updates_the_customer() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let first = client.json(&app, "POST", "/customer", &creation()).await.json()["id"].clone();
    let again =
        json!({ "brand_id": 1, "primary_id": "text", "lastname": "Smith", "extra_email": "second@example.com" });
    let second = client.json(&app, "POST", "/customer", &again).await;
    assert_eq!(
        second.whole(),
        (200, json!({ "type": "result", "message": "User created and channel linked.", "id": first }))
    );
    let found = graph(&app).await;
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    assert_eq!(found[0]["displayName"], "Ann Smith");
    assert_eq!(found[0]["email"], "Ann@example.com", "the first address stays the one to use");
    assert_eq!(found[0]["channels"]["nodes"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn with_no_sync_the_ticket_gets_no_channels() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    client.customer(&app, "a", json!({ "extra_email": "a@example.com", "ticket_id": 7 })).await;
    client.customer(&app, "b", json!({ "extra_email": "b@example.com", "ticket_id": 8, "noSync": "" })).await;
    let query = r#"{ customers { nodes { timeline(filter: { kinds: ["ticket"] }) { nodes { ticketId data } } } } }"#;
    let mut found: Vec<Value> = app.data(query, json!({})).await["customers"]["nodes"]
        .as_array()
        .expect("customers")
        .iter()
        .map(|customer| customer["timeline"]["nodes"][0].clone())
        .collect();
    found.sort_by_key(|entry| entry["ticketId"].to_string());
    assert_eq!(
        found,
        [
            json!({ "ticketId": "7", "data": { "channels": ["a@example.com"], "no_sync": false } }),
            json!({ "ticketId": "8", "data": { "channels": [], "no_sync": true } }),
        ]
    );
}

#[tokio::test]
async fn a_brand_may_let_an_address_stand_for_the_primary_id() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let by_address = json!({ "brand_id": 1, "search_customer_channel_value": "ann@example.com", "firstname": "Ann" });
    let answer = client.json(&app, "POST", "/customer", &by_address).await;
    assert_eq!(
        refusal(&answer),
        (400, "primary_id is required: customer search by channels is not enabled on this brand".to_owned())
    );
    client.set(&app, "search_by_channels", true.into()).await;
    let first = client.json(&app, "POST", "/customer", &by_address).await.json()["id"].clone();
    let mut again = by_address.clone();
    again["search_customer_channel_value"] = "ANN@example.com".into();
    again["lastname"] = "Lee".into();
    assert_eq!(client.json(&app, "POST", "/customer", &again).await.json()["id"], first, "it is found again");
    assert_eq!(graph(&app).await[0]["displayName"], "Ann Lee");

    let unclear = json!({ "brand_id": 1, "search_customer_channel_value": "ann" });
    assert_eq!(refusal(&client.json(&app, "POST", "/customer", &unclear).await).0, 400);
    let named = json!({
        "brand_id": 1, "search_customer_channel_value": "ann", "channel_id": "twitter", "customer_link_channel": "ann",
    });
    assert_eq!(client.json(&app, "POST", "/customer", &named).await.status, 200);

    client.customer(&app, "second", json!({ "extra_email": "ann@example.com" })).await;
    let (status, message) = refusal(&client.json(&app, "POST", "/customer", &by_address).await);
    assert_eq!((status, message.as_str()), (400, "several customers have this channel value; name one by primary_id"));
}

#[tokio::test]
async fn a_pure_creation_refuses_a_primary_id_that_is_taken() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let body: Value = serde_json::from_str(CREATE_CRUD).expect("JSON");
    let (status, message) = refusal(&client.json(&app, "POST", "/customer/createCustomerCRUD", &body).await);
    assert_eq!(status, 400, "the sample's type of channel is none");
    assert!(message.contains("type has an invalid format"), "{message}");
    let mut body = body;
    body["customerChannelType_0"] = "email".into();
    body["customerChannelValue_0"] = "a@example.com".into();
    let answer = client.json(&app, "POST", "/customer/createCustomerCRUD", &body).await;
    let id = answer.json()["id"].clone();
    assert_eq!(answer.whole(), (200, json!({ "type": "result", "message": "Customer created.", "id": id })));
    let again = client.json(&app, "POST", "/customer/createCustomerCRUD", &body).await;
    assert_eq!(refusal(&again), (400, "A customer with this primary id exists.".to_owned()));
    let found = graph(&app).await;
    assert_eq!(found.as_array().map(Vec::len), Some(1));
    assert_eq!((&found[0]["displayName"], &found[0]["email"]), (&json!("text text"), &json!("a@example.com")));
}

#[tokio::test]
async fn an_item_is_updated_and_answered_as_printed() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({ "firstname": "Ann", "custom_a": "1", "custom_b": "2" })).await;
    let form = "brandID=1&firstname=&lastname=Lee&custom_a=one&custom_b=&customerChannelType_2=2&customerChannelValue_2=%2B31612312311\
        &customerChannelType_0=email&customerChannelValue_0=ann%40example.com&customerChannelType_7=email&customerChannelValue_9=lost";
    let answer = client.form(&app, "PUT", &format!("/customer/{id}"), form).await;
    let printed: Value = serde_json::from_str(UPDATE_ITEM_ANSWER).expect("JSON");
    assert_eq!(answer.whole(), (200, printed));
    let item = client.item(&app, id).await;
    let channels = item["channels"].as_array().expect("channels").clone();
    assert_eq!(
        item,
        json!({
            "id": id, "external_primary_id": "p", "brand_name": "Brand 1", "firstname": "Ann", "lastname": "Lee",
            "channels": channels, "brand_id": 1, "custom_a": "one",
        })
    );
    let shown: Vec<Value> = channels
        .iter()
        .map(|channel| json!([channel["channel_id"], channel["channel_name"], channel["address"]]))
        .collect();
    assert_eq!(shown, [json!([1, "email", "ann@example.com"]), json!([2, "telephone", "+31612312311"])]);
    let found = graph(&app).await;
    assert_eq!((&found[0]["email"], &found[0]["phone"]), (&json!("ann@example.com"), &json!("+31612312311")));
    assert_eq!(told(&found[0]).last().map(String::as_str), Some("customer.updated: Details updated"));
}

#[tokio::test]
async fn a_rename_finds_the_customer_by_any_of_its_names() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({})).await;
    client.customer(&app, "q", json!({ "firstname": "Other" })).await;
    for (form, name) in [
        (format!("customerID={id}&firstname=A"), "A"),
        ("primaryID=p&brandID=1&firstname=B".to_owned(), "B"),
        ("primaryID=p&firstname=C".to_owned(), "C"),
        (format!("primaryID=q&customerID={id}&firstname=D"), "D"),
    ] {
        let answer = client.form(&app, "PUT", "/customer", &form).await;
        assert_eq!(answer.whole(), (200, json!({ "type": "result", "message": "Customer updated." })), "{form}");
        assert_eq!(client.item(&app, id).await["firstname"], name, "{form}");
    }
    let needed = "the customer must be named by its customer id or primary id";
    for form in ["brandID=1&firstname=E", "firstname=E", "primaryID=&firstname=E"] {
        assert_eq!(refusal(&client.form(&app, "PUT", "/customer", form).await), (400, needed.to_owned()), "{form}");
    }
    let nobody = client.form(&app, "PUT", "/customer", "customerID=4711&firstname=E").await;
    assert_eq!(refusal(&nobody), (400, "This customer does not exist.".to_owned()));
}

#[tokio::test]
async fn only_what_is_sent_is_changed() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({ "firstname": "Ann", "lastname": "Lee", "custom_a": "1" })).await;
    let answer =
        client.form(&app, "PUT", "/customer/updateCustomer", "externalPrimaryID=p&brandID=1&lastname=Ray").await;
    assert_eq!(answer.whole(), (200, json!({ "type": "result", "message": "Customer updated." })));
    let item = client.item(&app, id).await;
    assert_eq!(json!([item["firstname"], item["lastname"], item["custom_a"]]), json!(["Ann", "Ray", "1"]));
    let missing = client.form(&app, "PUT", "/customer/updateCustomer", "brandID=1&lastname=Ray").await;
    assert_eq!(refusal(&missing), (400, "externalPrimaryID is required".to_owned()));
}

#[tokio::test]
async fn channels_are_added_once_and_never_to_two_customers() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({ "extra_email": "first@example.com" })).await;
    let other = client.customer(&app, "q", json!({})).await;
    let body = json!({
        "customer_id": id, "brand_id": 1, "extra_email": "Second@example.com", "extra_telephone": "+31612312311",
        "extra_twitter": "ann smith_1", "extra_facebook": 100012345,
    });
    for _ in 0..2 {
        let answer = client.json(&app, "POST", "/customer/addChannelOnly", &body).await;
        assert_eq!(answer.whole(), (200, json!({ "type": "result", "message": "Channel added." })));
    }
    let names: Vec<Value> = client.item(&app, id).await["channels"]
        .as_array()
        .expect("channels")
        .iter()
        .map(|channel| json!([channel["channel_name"], channel["address"]]))
        .collect();
    assert_eq!(
        names,
        [
            json!(["email", "first@example.com"]),
            json!(["email", "Second@example.com"]),
            json!(["telephone", "+31612312311"]),
            json!(["twitter", "ann smith_1"]),
            json!(["facebook", "100012345"]),
        ]
    );
    let taken =
        json!({ "primary_id": "q", "brand_id": 1, "extra_email": "SECOND@example.com", "extra_twitter": "free" });
    let answer = client.json(&app, "POST", "/customer/addChannelOnly", &taken).await;
    assert_eq!(refusal(&answer), (400, "another customer has the address SECOND@example.com".to_owned()));
    assert_eq!(client.item(&app, other).await["channels"], json!([]), "nothing of it was stored");
    let nothing =
        client.json(&app, "POST", "/customer/addChannelOnly", &json!({ "primary_id": "q", "brand_id": 1 })).await;
    assert_eq!(refusal(&nothing).0, 400);
}

#[tokio::test]
async fn an_account_may_number_its_channels() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    client.set(&app, "channel_ids", json!({ "71": "email", "72": "whatsapp" })).await;
    let id = client
        .customer(
            &app,
            "p",
            json!({
                "customerChannelType_0": 71, "customerChannelValue_0": "a@example.com",
                "customerChannelType_1": "72", "customerChannelValue_1": "+31600000000",
                "customerChannelType_2": "99", "customerChannelValue_2": "somebody",
            }),
        )
        .await;
    let shown: Vec<Value> = client.item(&app, id).await["channels"]
        .as_array()
        .expect("channels")
        .iter()
        .map(|channel| json!([channel["channel_id"], channel["channel_name"], channel["address"]]))
        .collect();
    assert_eq!(
        shown,
        [json!([71, "email", "a@example.com"]), json!([72, "whatsapp", "+31600000000"]), json!([99, "99", "somebody"]),]
    );
}

#[tokio::test]
async fn a_field_that_the_account_defines_is_a_property_and_needs_no_prefix() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let viewer = app.system();
    let work = Work::begin(&app.app, &viewer, Permission::Admin).await.expect("work");
    let fields = DefinitionFields {
        name: "visits".to_owned(),
        description: None,
        items: json!([]),
        is_required: false,
        is_unique: false,
        state: RecordState::Active,
    };
    let connection = client.connection.id;
    let new = NewDefinition { connection, vendor_id: None, data_type: PropertyType::Integer, fields };
    definitions::create(&work, new).await.expect("a definition");
    work.commit().await.expect("committed");

    let id = client.customer(&app, "p", json!({ "visits": "7", "unheard_of": "x", "custom_unheard_of": "y" })).await;
    let item = client.item(&app, id).await;
    assert_eq!(json!([item["custom_visits"], item["custom_unheard_of"], item["unheard_of"]]), json!(["7", "y", null]));
    let query = "{ customers { nodes { properties { nodes { definition { name } value } } } } }";
    let properties = app.data(query, json!({})).await["customers"]["nodes"][0]["properties"]["nodes"].take();
    assert_eq!(properties, json!([{ "definition": { "name": "visits" }, "value": 7 }]));

    let wrong = client.form(&app, "PUT", &format!("/customer/{id}"), "custom_visits=many&firstname=Ann").await;
    assert_eq!(refusal(&wrong).0, 400);
    assert_eq!(client.item(&app, id).await["firstname"], "", "nothing of it was stored");
    client.form(&app, "PUT", &format!("/customer/{id}"), "custom_visits=").await;
    let properties = app.data(query, json!({})).await["customers"]["nodes"][0]["properties"]["nodes"].take();
    assert_eq!(properties, json!([]), "an empty value takes it away");
}

#[tokio::test]
async fn an_event_from_elsewhere_stands_on_the_timeline() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "text", json!({ "firstname": "Ann" })).await;
    let mut body: Value = serde_json::from_str(EVENT).expect("JSON");
    body["customer_id"] = id.into();
    let (status, message) = refusal(&client.json(&app, "POST", "/customer/externalEvent", &body).await);
    assert_eq!((status, message.as_str()), (400, "source_url has an invalid format"), "the sample's URL is none");
    body["source_url"] = "https://shop.example.com/orders/5".into();
    body["initiated_by"] = "Web shop".into();
    body["message"] = "Order 5 was shipped\nin two parcels".into();
    let answer = client.json(&app, "POST", "/customer/externalEvent", &body).await;
    assert_eq!(answer.whole(), (200, json!({ "type": "result", "message": "Event created." })));
    let found = graph(&app).await;
    let entries = found[0]["timeline"]["nodes"].as_array().expect("entries").clone();
    let event = entries.iter().find(|entry| entry["kind"] == "event.external").expect("the event");
    assert_eq!(
        *event,
        json!({
            "kind": "event.external", "title": "Order 5 was shipped", "body": "Order 5 was shipped\nin two parcels",
            "actor": "Web shop", "sourceUrl": "https://shop.example.com/orders/5", "ticketId": null,
        })
    );
    let by_primary = json!({ "external_id": "text", "brand_id": 1, "initiated_by": "x", "message": "y" });
    assert_eq!(client.json(&app, "POST", "/customer/externalEvent", &by_primary).await.status, 200);
    for missing in ["brand_id", "initiated_by", "message"] {
        let mut body = by_primary.clone();
        body.as_object_mut().expect("an object").remove(missing);
        let answer = client.json(&app, "POST", "/customer/externalEvent", &body).await;
        assert_eq!(refusal(&answer), (400, format!("{missing} is required")));
    }
}

#[tokio::test]
async fn literal_readers_may_be_answered_without_content() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({})).await;
    client.set(&app, "no_content", true.into()).await;
    let answer =
        client.form(&app, "PUT", "/customer/updateCustomer", "externalPrimaryID=p&brandID=1&lastname=Ray").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (204, ""));
    let answer = client.form(&app, "PUT", &format!("/customer/{id}"), "lastname=Roy").await;
    assert_eq!(answer.status, 200, "the page prints this answer");
    let search = json!({ "primary_id": "p", "brand_id": 1 });
    let found = client.json(&app, "POST", "/customer/SearchByPrimaryExternalID", &search).await;
    assert_eq!(found.json()["item"]["lastname"], "Roy", "a search is no write");
}

#[tokio::test]
async fn what_the_pages_pattern_lets_through_is_taken_by_every_call() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "crm-1", json!({ "extra_telephone": "+1234" })).await;
    let add = json!({ "customer_id": id, "brand_id": 1, "extra_telephone": "+0" });
    let added = client.json(&app, "POST", "/customer/addChannelOnly", &add).await;
    assert_eq!(added.status, 200, "{}", added.body);
    let pair = "brandID=1&customerChannelType_0=telephone&customerChannelValue_0=anonymous";
    let changed = client.form(&app, "PUT", &format!("/customer/{id}"), pair).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let item = client.item(&app, id).await;
    let addresses: Vec<&str> =
        item["channels"].as_array().expect("channels").iter().filter_map(|c| c["address"].as_str()).collect();
    for address in ["+1234", "+0", "anonymous"] {
        assert!(addresses.contains(&address), "{address}: {addresses:?}");
    }
}
