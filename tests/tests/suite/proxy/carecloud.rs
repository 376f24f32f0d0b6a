//! CareCloud in proxy mode: the enterprise interface, the customer interface, and what is read.

use entity::connection::Vendor;
use onefold::seed::DEMO_PASSWORD;
use onefold_tests::Proxied;
use serde_json::{Value, json};

use super::story::Story;
use super::tree;

pub(super) const ENTERPRISE: &str = "/rest-api/enterprise-interface/v1.0";
const CREATE: &str = include_str!("../../../fixtures/carecloud/create-customer.json");
const REPLACE: &str = include_str!("../../../fixtures/carecloud/update-customer.json");
const PASSWORD: &str = "Kolo-Na-Dvore-26";
/// Lists of a customer that the vendor alone fills.
const LISTS: [&str; 9] = [
    "purchases",
    "points",
    "credits",
    "vouchers",
    "rewards",
    "cards",
    "segment-records",
    "status-records",
    "recommendation-records",
];
/// Lists of what customers are named by.
pub(super) const LOOKUPS: [&str; 11] = [
    "/customer-properties",
    "/interests",
    "/customer-sources",
    "/point-types",
    "/credit-types",
    "/card-types",
    "/reward-types",
    "/purchase-types",
    "/segments",
    "/statuses",
    "/stores",
];

fn at(path: &str) -> String {
    format!("{ENTERPRISE}{path}")
}

/// A read must be what the vendor itself answers, but for the field of tomorrow.
async fn reads(story: &mut Story, path: &str) -> Value {
    let mut through = story.ask("GET", &at(path), Value::Null).await;
    through["data"].as_object_mut().expect("an object").remove("brand_new");
    let directly = story.at.directly(Vendor::Carecloud, "GET", &at(path), &Value::Null).await;
    assert_eq!(through, directly.json(), "GET {path}");
    through["data"].take()
}

/// The ids of what a list lists.
fn ids(list: &Value, of: &str, id: &str) -> Vec<String> {
    let items = list[of].as_array().unwrap_or_else(|| panic!("{of} in {list}")).iter();
    items.map(|item| item[id].as_str().expect("an id").to_owned()).collect()
}

/// The printed customer with a password and a login at a social network.
fn creation(email: &str) -> Value {
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["customer"]["personal_information"]["email"] = email.into();
    body["password"] = PASSWORD.into();
    body["social_network_credentials"] =
        json!({ "social_network_id": "twitter", "social_network_token": format!("token of {email}") });
    body
}

#[tokio::test]
async fn every_call_reaches_the_vendor_and_is_recorded() {
    let mut story = Story::of(Vendor::Carecloud, "/data").await;
    for list in LOOKUPS {
        reads(&mut story, list).await;
    }
    let known = story.at.directly(Vendor::Carecloud, "GET", &at("/customer-properties"), &Value::Null).await.json();
    let of_type = |kind: &str| {
        let all = known["data"]["customer_properties"].as_array().expect("properties");
        let found = all.iter().find(|property| property["data_type"] == kind);
        found.unwrap_or_else(|| panic!("{kind} in {known:#}"))["property_id"].as_str().expect("an id").to_owned()
    };
    let (text, number) = (of_type("string"), of_type("integer"));
    let interests = reads(&mut story, "/interests").await;
    let interests = ids(&interests, "interests", "interest_id");

    let mut body = creation("happy_customer@crmcarecloud.com");
    body["property_records"] = json!([{ "property_id": text, "property_value": "Blue" }]);
    let made = story.tell("POST", &at("/customers"), body).await;
    let id = made["data"]["customer_id"].as_str().expect("an id").to_owned();
    let own = at(&format!("/customers/{id}"));

    // Its own records.
    let record = json!({ "property_record": { "property_id": number, "property_value": 3 } });
    let property = story.tell("POST", &format!("{own}/property-records"), record).await;
    let property = property["data"]["property_record_id"].as_str().expect("an id").to_owned();
    let record = json!({ "property_record": { "property_id": number, "property_value": 4 } });
    story.tell("PUT", &format!("{own}/property-records/{property}"), record).await;
    reads(&mut story, &format!("/customers/{id}/property-records")).await;
    story.agrees("property-records").await;
    story.tell("DELETE", &format!("{own}/property-records/{property}"), Value::Null).await;
    let record = json!({ "interest_record": { "interest_id": interests[0] } });
    let interest = story.tell("POST", &format!("{own}/interest-records"), record).await;
    let interest = interest["data"]["interest_record_id"].as_str().expect("an id").to_owned();
    let record = json!({ "interest_record": { "interest_id": interests[1] } });
    story.tell("PUT", &format!("{own}/interest-records/{interest}"), record).await;
    reads(&mut story, &format!("/customers/{id}/interest-records")).await;
    story.agrees("interest-records").await;
    story.tell("DELETE", &format!("{own}/interest-records/{interest}"), Value::Null).await;
    let source = json!({ "customer_source_record": {
        "customer_source_id": "8bd253a89059008f1d44aa", "external_id": "shop-7",
    } });
    story.tell("POST", &format!("{own}/customer-source-records"), source).await;
    reads(&mut story, &format!("/customers/{id}/customer-source-records")).await;
    story.agrees("customer-source-records").await;

    // Reading what was written changes nothing here.
    reads(&mut story, &format!("/customers/{id}")).await;
    reads(&mut story, "/customers").await;
    reads(&mut story, "/customers?last_name=smith&count=5").await;
    for list in LISTS {
        reads(&mut story, &format!("/customers/{id}/{list}")).await;
    }
    let known = tree::trees(&story.at).await;
    // What is on offer to everybody was listed, and is known from now on.
    assert_eq!(tree::differences(&known.0, &known.1), [""; 0]);
    story.tell("PUT", &own, serde_json::from_str(&REPLACE.replace("fbsdfbkjebf", "Fbsdfbkjebf")).expect("JSON")).await;

    // Who somebody is.
    reads(&mut story, "/customers/actions/search-customers?last_name=Smith").await;
    let email = "happy_customer@crmcarecloud.com";
    let password =
        json!({ "login_type": "email", "login_value": email, "password": "Fbsdfbkjebf$2,4d4fnb#,ds4@fnm,2dsf6sa" });
    let found = story.tell("POST", &at("/customers/actions/verify-credentials"), password).await;
    assert_eq!(found["data"]["customer_id"], json!(id));
    let social = json!({ "social_network_credentials": {
        "social_network_id": "twitter", "social_network_token": "38e123j1jedu12d1jnjqwd",
    } });
    story.tell("POST", &at("/customers/actions/verify-social-network-credentials"), social).await;
    let application = story.at.vendor.credential(Vendor::Carecloud, "user_external_application_id");
    let body = json!({ "customer_id": id, "external_application_id": application });
    let token = story.ask("POST", &at("/customers/actions/auth-token"), body).await["data"].take();
    let shown = |token: &Value| {
        json!({
            "application_id": application,
            "token": token["authentication_token"], "token_request_id": token["token_request_id"],
        })
    };
    let found = story.ask("POST", &at("/customers/actions/verify-auth-token"), shown(&token)).await;
    assert_eq!(found["data"]["customer_id"], json!(id));

    // On the customer's own device.
    let device = story.at.device("device-1").await;
    let actions = format!("/tokens/{device}/actions");
    let social = json!({ "social_network_credentials": {
        "social_network_id": "twitter", "social_network_token": "38e123j1jedu12d1jnjqwd",
    } });
    story.of_device(&device, "POST", &format!("{actions}/social-network-login"), social).await;
    let path = format!("{actions}/auth-token?external_application_id={application}");
    let token = story.of_device(&device, "GET", &path, Value::Null).await.answer.json()["data"].take();
    story.of_device(&device, "POST", &format!("{actions}/logout"), Value::Null).await;
    story.of_device(&device, "POST", &format!("{actions}/auth-token-login"), shown(&token)).await;
    let body: Value = serde_json::from_str(&REPLACE.replace("fbsdfbkjebf", "Fbsdfbkjebf")).expect("JSON");
    story.of_device(&device, "PUT", "/customers", body).await;
    story.of_device(&device, "POST", &format!("{actions}/logout"), Value::Null).await;
    let login =
        json!({ "login_type": "email", "login_value": email, "password": "Fbsdfbkjebf$2,4d4fnb#,ds4@fnm,2dsf6sa" });
    story.of_device(&device, "POST", &format!("{actions}/login"), login).await;
    story.agrees("the customer interface").await;
    // Nobody says who is asking, and so not which connection is meant: Onefold answers these itself.
    story.covers(&["postUserLogout", "getTestsConnection"]);
}

#[tokio::test]
async fn what_only_onefold_knows_of_is_answered_without_the_vendor() {
    let proxied = Proxied::start().await;
    let echo = proxied.json(Vendor::Carecloud, "GET", &at("/tests/connection?test_string=abc"), &Value::Null).await;
    assert_eq!(echo.whole(), (200, json!({ "data": { "test_string": "cba" } })));
    let (_, bearer) = proxied.shown(Vendor::Carecloud, ENTERPRISE);
    let token = bearer.trim_start_matches("Bearer ");
    let list = || proxied.json(Vendor::Carecloud, "GET", "/rest-api/enterprise-interface/v1.0/customers", &Value::Null);
    assert_eq!(list().await.status, 200);
    proxied.vendor.clear_calls();
    let body = json!({ "user_external_application_id": "any", "bearer_token": token });
    let ended = proxied.json(Vendor::Carecloud, "POST", &at("/users/actions/logout"), &body).await;
    assert!(ended.status.is_success() || ended.status == 400, "{}", ended.body);
    assert_eq!(proxied.vendor.received(Some(Vendor::Carecloud)).len(), 0);
}

/// The sandbox with people in it.
async fn peopled() -> Story {
    let proxied = Proxied::start_with(|options| options.customers = Some(12), |_| {}).await;
    Story::with(proxied, Vendor::Carecloud, "/data")
}

/// Reads everything that the vendor lists of everybody; who there is.
async fn read_all(story: &mut Story) -> Vec<String> {
    let list = story.ask("GET", &at("/customers?count=1000"), Value::Null).await;
    let everybody = ids(&list["data"], "customers", "customer_id");
    for id in &everybody {
        let extended = format!("/customers/{id}/purchases?count=1000&purchase_items_extension=true");
        story.ask("GET", &at(&extended), Value::Null).await;
        let own = ["property-records", "interest-records", "customer-source-records"];
        for list in LISTS.into_iter().skip(1).chain(own) {
            story.ask("GET", &at(&format!("/customers/{id}/{list}?count=1000")), Value::Null).await;
        }
    }
    everybody
}

#[tokio::test]
async fn whatever_the_vendor_lists_is_recorded() {
    let mut story = peopled().await;
    let everybody = read_all(&mut story).await;
    assert!(everybody.len() > 3, "{everybody:?}");
    story.agrees_on_its_own("reading everything").await;
    let query = "{ quarantine(first: 5) { nodes { operation reason value } } }";
    assert_eq!(story.at.app.data(query, json!({})).await["quarantine"]["nodes"], json!([]));
    // Nothing has changed, so nothing is told twice.
    let timeline = "{ customers(first: 100) { nodes { timeline(first: 200) { totalCount } } } }";
    let before = story.at.app.data(timeline, json!({})).await;
    read_all(&mut story).await;
    assert_eq!(story.at.app.data(timeline, json!({})).await, before);
}

/// What is left in the lots of an account is its balance.
async fn balances(story: &Story) {
    let query = "{ customers(first: 100) { nodes {
        points { balance lots(first: 200) { nodes { assigned available expiresAt } } }
        credits { balance lots(first: 200) { nodes { assigned available expiresAt } } } } } }";
    let data = story.at.app.data(query, json!({})).await;
    let number = |value: &Value| value.as_str().expect("a decimal").parse::<f64>().expect("a number");
    let mut seen = 0;
    for customer in data["customers"]["nodes"].as_array().expect("customers") {
        for account in ["points", "credits"].iter().flat_map(|unit| customer[unit].as_array().expect("accounts")) {
            let lots = account["lots"]["nodes"].as_array().expect("lots");
            let left: f64 = lots.iter().map(|lot| number(&lot["available"])).sum();
            assert!((left - number(&account["balance"])).abs() < 1e-6, "{account:#}");
            seen += lots.len();
        }
    }
    assert!(seen > 0, "there are no lots");
}

#[tokio::test]
async fn points_follow_what_the_vendor_has_left_of_them() {
    let mut story = peopled().await;
    let everybody = read_all(&mut story).await;
    balances(&story).await;
    // The vendor's staff takes points and gives them back.
    let query = "{ customers(first: 100) { nodes { id pointsBalance points { typeId balance unit }
        sources { nodes { vendor vendorId } } } } }";
    let people = story.at.vendor.data(query).await;
    let rich = people["customers"]["nodes"].as_array().expect("customers").iter().find_map(|customer| {
        let account = customer["points"].as_array()?.iter().find(|account| {
            account["balance"].as_str().is_some_and(|left| left.parse::<f64>().is_ok_and(|left| left >= 3.0))
        })?;
        let source = customer["sources"]["nodes"].as_array()?.iter().find(|source| source["vendor"] == "CARECLOUD")?;
        Some((customer["id"].clone(), account["typeId"].clone(), source["vendorId"].as_str()?.to_owned()))
    });
    let (customer, of_type, vendor_id) = rich.expect("somebody with points");
    assert!(everybody.contains(&vendor_id));
    let of_type = of_type.as_str().map(|id| format!("typeId: \"{id}\", ")).unwrap_or_default();
    let mutation = format!(
        "mutation {{ spendPoints(input: {{ customerId: {customer}, {of_type}amount: \"2\" }}) {{
            debits {{ id }} problems {{ message }} }} }}"
    );
    let spent = story.at.vendor.data(&mutation).await;
    let debit = spent["spendPoints"]["debits"][0]["id"].clone();
    assert!(debit.is_string(), "{spent:#}");
    let path = at(&format!("/customers/{vendor_id}/points?count=1000"));
    story.ask("GET", &path, Value::Null).await;
    story.agrees_on_its_own("points that were spent").await;
    balances(&story).await;
    let reverse = format!("mutation {{ reverseSpend(debitId: {debit}) {{ problems {{ message }} }} }}");
    let reversed = story.at.vendor.data(&reverse).await;
    assert_eq!(reversed["reverseSpend"]["problems"], json!([]), "{reversed:#}");
    story.ask("GET", &path, Value::Null).await;
    story.agrees_on_its_own("points that were given back").await;
    balances(&story).await;
}

#[tokio::test]
async fn an_item_that_does_not_fit_waits_for_somebody_and_the_others_are_recorded() {
    let story = peopled().await;
    let retyped = json!([{ "operation": "getCustomers", "fault": {
        "retype_field": { "pointer": "/data/customers/0/personal_information/birthdate", "to": "array" },
    } }]);
    story.at.vendor.set_faults(retyped).expect("a script");
    let answer = story.at.json(Vendor::Carecloud, "GET", &at("/customers?count=3"), &Value::Null).await;
    let shown = ids(&answer.json()["data"], "customers", "customer_id");
    assert_eq!(shown.len(), 3, "the client gets what the vendor says");
    let query = "{ customers { totalCount } quarantine { nodes { operation path value } } }";
    let data = story.at.app.data(query, json!({})).await;
    assert_eq!(data["customers"]["totalCount"], 2);
    let kept = &data["quarantine"]["nodes"];
    assert_eq!((&kept[0]["operation"], &kept[0]["path"]), (&json!("getCustomers"), &json!("customers[0]")));
    assert_eq!(kept[0]["value"]["customer_id"], json!(shown[0]));
}

#[tokio::test]
async fn names_that_nobody_here_has_heard_of_are_made_with_their_ids() {
    let story = Story::of(Vendor::Carecloud, "/data").await;
    let (of, own) = (Vendor::Carecloud, &story.at);
    let made = own.json(of, "POST", &at("/customers"), &creation("a@example.com")).await.json();
    let path = at(&format!("/customers/{}", made["data"]["customer_id"].as_str().expect("an id")));
    let reply = json!({ "status": 200, "body": { "data": { "cards": [{
        "card_id": "card-1", "customer_id": "", "card_type_id": "of tomorrow", "card_number": "4711",
        "secondary_card_number": null, "valid_from": null, "valid_to": null, "store_id": "nowhere",
        "last_change": "2026-01-01 00:00:00", "state": 1,
    }], "total_items": 1 } } });
    own.vendor
        .set_faults(json!([{ "operation": "getSubCustomerCards", "fault": { "status": reply } }]))
        .expect("a script");
    own.json(of, "GET", &format!("{path}/cards"), &Value::Null).await;
    let reply = json!({ "status": 200, "body": { "data": { "segment_records": [{
        "segment_id": "secret", "customer_id": "", "created_at": "2026-01-01 00:00:00", "last_change": "2026-01-01 00:00:00",
    }], "total_items": 1 } } });
    own.vendor
        .set_faults(json!([{ "operation": "getSubCustomerSegmentRecords", "fault": { "status": reply } }]))
        .expect("a script");
    own.json(of, "GET", &format!("{path}/segment-records"), &Value::Null).await;
    let query = "{ customers { nodes { cards { nodes { number kind { name } store { name } } } segments { nodes { segment { name } } } } } }";
    let data = own.app.data(query, json!({})).await;
    let customer = &data["customers"]["nodes"][0];
    assert_eq!(
        customer["cards"]["nodes"],
        json!([{ "number": "4711", "kind": { "name": "of tomorrow" }, "store": { "name": "nowhere" } }])
    );
    assert_eq!(customer["segments"]["nodes"], json!([{ "segment": { "name": "secret" } }]));
    // The whole list without it: the customer left.
    own.vendor.clear_faults();
    own.json(of, "GET", &format!("{path}/segment-records"), &Value::Null).await;
    let data = own.app.data(query, json!({})).await;
    assert_eq!(data["customers"]["nodes"][0]["segments"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_customer_logs_in_with_the_vendors_password_and_sees_only_itself() {
    let proxied = Proxied::start_with(|options| options.customers = Some(12), |_| {}).await;
    let list = proxied.json(Vendor::Carecloud, "GET", &at("/customers?count=100"), &Value::Null).await.json();
    let people = list["data"]["customers"].as_array().expect("customers").clone();
    let device = proxied.device("device-1").await;
    let log_in = |email: &Value, password: &str| {
        let body = json!({ "login_type": "email", "login_value": email, "password": password });
        let (proxied, device) = (&proxied, &device);
        async move { proxied.of_device(device, "POST", &format!("/tokens/{device}/actions/login"), &body).await }
    };
    let mut own = None;
    for person in &people {
        let email = &person["personal_information"]["email"];
        assert_eq!(log_in(email, "Not-The-Password-1").await.status, 400);
        let answer = log_in(email, DEMO_PASSWORD).await;
        if answer.status == 200 {
            assert_eq!(answer.json()["data"]["customer_id"], person["customer_id"]);
            own = Some(person);
            break;
        }
    }
    let own = own.expect("somebody with a password");
    let mine = proxied.of_device(&device, "GET", "/customers", &Value::Null).await.json();
    assert_eq!(ids(&mine["data"], "customers", "customer_id"), [own["customer_id"].as_str().expect("an id")]);
    let id = own["customer_id"].as_str().expect("an id");
    let points = proxied.of_device(&device, "GET", &format!("/customers/{id}/points"), &Value::Null).await;
    assert_eq!(points.status, 200, "{}", points.body);
    let other = people.iter().find(|person| person["customer_id"] != id).expect("another")["customer_id"].clone();
    let other = other.as_str().expect("an id");
    let before = proxied.vendor.calls(Some(Vendor::Carecloud)).len();
    let answer = proxied.of_device(&device, "GET", &format!("/customers/{other}/points"), &Value::Null).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert!(answer.body.contains("not_belong_to_logged_in_customer"), "{}", answer.body);
    assert_eq!(proxied.vendor.calls(Some(Vendor::Carecloud)).len(), before + 1, "it is the vendor who refuses");
    // The device's token here and there are two, and neither is shown at the other's.
    let told = proxied.vendor.received(Some(Vendor::Carecloud));
    let bodies: String = told.iter().map(|call| format!("{} {} {:?}", call.path, call.body, call.query)).collect();
    assert!(!bodies.contains(&device), "the client's token went to the vendor");
    let out = proxied.of_device(&device, "POST", &format!("/tokens/{device}/actions/logout"), &Value::Null).await;
    assert_eq!(out.status, 204, "{}", out.body);
    assert!(!proxied.of_device(&device, "GET", "/customers", &Value::Null).await.status.is_success());
}
