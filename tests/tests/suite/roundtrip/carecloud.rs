//! CareCloud.

use entity::connection::Vendor;
use onefold::seed::DEMO_PASSWORD;
use onefold_tests::Proxied;
use serde_json::{Value, json};

use super::kit::{Somebody, Trip};

const READINGS: [&str; 13] = [
    "getCustomer",
    "getSubCustomerProperties",
    "getSubCustomerInterests",
    "getSubCustomerSources",
    "getSubCustomerPurchases",
    "getSubCustomerPoints",
    "getSubCustomerCredits",
    "getSubCustomerRewards",
    "getSubCustomerVouchers",
    "getSubCustomerCards",
    "getSubCustomerSegmentRecords",
    "getSubCustomerStatusRecords",
    "getSubCustomerRecommendations",
];
const CREATE: &str = include_str!("../../../fixtures/carecloud/create-customer.json");
const PASSWORD: &str = "Kolo-Na-Dvore-26";
const CUSTOMERS: &str = "/rest-api/enterprise-interface/v1.0/customers";

const UPDATE: &str = "mutation($id: ID!, $record: ID, $input: CustomerInput!) {
    updateCustomer(id: $id, sourceRecordId: $record, input: $input) { customer { id } problems { path message } } }";
const CONSENT: &str =
    "mutation($input: SetConsentInput!) { setConsent(input: $input) { consent { id } problems { path message } } }";
const SET_PROPERTY: &str =
    "mutation($input: SetPropertyInput!) { setProperty(input: $input) { property { id } problems { path message } } }";
const REMOVE_PROPERTY: &str = "mutation($id: ID!) { removeProperty(id: $id) { removedId problems { path message } } }";
const ADD_INTEREST: &str =
    "mutation($input: AddInterestInput!) { addInterest(input: $input) { interest { id } problems { path message } } }";
const CHANGE_INTEREST: &str = "mutation($id: ID!, $definition: ID!) {
    changeInterest(id: $id, definitionId: $definition) { interest { id } problems { path message } } }";
const REMOVE_INTEREST: &str = "mutation($id: ID!) { removeInterest(id: $id) { removedId problems { path message } } }";
const ADD_ORIGIN: &str =
    "mutation($input: AddOriginInput!) { addOrigin(input: $input) { origin { id } problems { path message } } }";

const WHO: &str = "customer { id displayName sources { nodes { id vendor vendorId } } } problems { path code }";

fn verify() -> String {
    format!("mutation($input: VerifyCredentialsInput!) {{ verifyCredentials(input: $input) {{ {WHO} }} }}")
}

fn verify_social() -> String {
    format!(
        "mutation($input: VerifySocialNetworkCredentialsInput!) {{
            verifySocialNetworkCredentials(input: $input) {{ {WHO} }} }}"
    )
}

const ISSUE: &str = "mutation($input: IssueAuthTokenInput!) {
    issueAuthToken(input: $input) { authToken { token requestId expiresAt } problems { path code } } }";

fn verify_token() -> String {
    format!("mutation($input: VerifyAuthTokenInput!) {{ verifyAuthToken(input: $input) {{ {WHO} }} }}")
}

fn credentials(email: &Value, password: &str) -> Value {
    json!({ "input": { "loginKind": "EMAIL", "login": email, "password": password } })
}

/// Definitions of the account, by a list of the graph.
async fn defined(trip: &Trip, list: &str, more: &str) -> Vec<Value> {
    let query = format!("{{ {list}(first: 100) {{ nodes {{ id name vendor {more} }} }} }}");
    let data = trip.at.app.data(&query, json!({})).await;
    let all = data[list]["nodes"].as_array().expect("definitions").clone();
    all.into_iter().filter(|one| one["vendor"] == "CARECLOUD").collect()
}

/// Somebody written in the graph with all that can be.
async fn written(trip: &mut Trip) -> Somebody {
    let input = json!({
        "firstName": "Ann", "lastName": "Low", "email": "ann@example.com", "language": "en", "birthDate": "1990-01-02",
    });
    let ann = trip.creates(None, input, &["postCustomer"]).await;
    // Where a new customer comes from is the vendor's to record.
    trip.reads(&ann, &READINGS).await;
    trip.agrees("createCustomer").await;
    let change = json!({ "id": ann.customer, "record": ann.record, "input": { "lastName": "High" } });
    trip.writes(UPDATE, change, &["getCustomer", "putCustomer"]).await;
    trip.agrees("updateCustomer").await;
    let consent = ann.with(json!({ "purpose": "gtc", "decision": "GIVEN" }));
    trip.writes(CONSENT, consent, &["getCustomer", "putCustomer"]).await;
    trip.agrees("setConsent").await;
    ann
}

async fn properties_and_interests(trip: &mut Trip, ann: &Somebody) {
    let properties = defined(trip, "propertyDefinitions", "dataType").await;
    let number = properties.iter().find(|one| one["dataType"] == "INTEGER").expect("a definition")["id"].clone();
    let set = |value: i32| ann.with(json!({ "definitionId": number, "value": value }));
    let property = trip.writes(SET_PROPERTY, set(3), &["postSubCustomerProperty"]).await["property"]["id"].clone();
    trip.agrees("setProperty").await;
    trip.writes(SET_PROPERTY, set(4), &["putSubCustomerProperty"]).await;
    trip.agrees("setProperty again").await;
    trip.writes(REMOVE_PROPERTY, json!({ "id": property }), &["deleteSubCustomerProperty"]).await;
    trip.agrees("removeProperty").await;

    let interests = defined(trip, "interestDefinitions", "").await;
    let added = ann.with(json!({ "definitionId": interests[0]["id"] }));
    let interest = trip.writes(ADD_INTEREST, added, &["postSubCustomerInterest"]).await["interest"]["id"].clone();
    trip.agrees("addInterest").await;
    let changed = json!({ "id": interest, "definition": interests[1]["id"] });
    trip.writes(CHANGE_INTEREST, changed, &["putSubCustomerInterest"]).await;
    trip.agrees("changeInterest").await;
    trip.writes(REMOVE_INTEREST, json!({ "id": interest }), &["deleteSubCustomerInterest"]).await;
    trip.agrees("removeInterest").await;
}

async fn origin(trip: &mut Trip, ann: &Somebody) {
    let query = "{ lookups(kind: CUSTOMER_SOURCE, first: 50) { nodes { id vendor } } }";
    let data = trip.at.app.data(query, json!({})).await;
    let all = data["lookups"]["nodes"].as_array().expect("sources").clone();
    let own: Vec<Value> = all.into_iter().filter(|one| one["vendor"] == "CARECLOUD").collect();
    let last = own.last().expect("a source")["id"].clone();
    let input = ann.with(json!({ "customerSourceId": last, "externalId": "shop-7" }));
    trip.writes(ADD_ORIGIN, input, &["postSubCustomerSource"]).await;
    trip.agrees("addOrigin").await;
}

/// Somebody of the sandbox who has a password, of whom Onefold has heard nothing.
async fn proves_a_password(trip: &mut Trip) -> Somebody {
    let query = "{ customers(first: 100) { nodes { sources(first: 10) { nodes { vendor vendorId email } } } } }";
    let people = trip.at.vendor.data(query).await;
    let sources = people["customers"]["nodes"].as_array().expect("customers").iter();
    let sources = sources.flat_map(|customer| customer["sources"]["nodes"].as_array().expect("sources"));
    let known: Vec<Value> =
        sources.filter(|source| source["vendor"] == "CARECLOUD" && source["email"].is_string()).cloned().collect();
    for person in &known {
        let mutation = verify();
        trip.at.vendor.clear_calls();
        let told = trip.at.app.data(&mutation, credentials(&person["email"], DEMO_PASSWORD)).await;
        if told["verifyCredentials"]["customer"].is_null() {
            assert_eq!(trip.called(), ["postCustomerVerifyCredentials"]);
            continue;
        }
        let customer = &told["verifyCredentials"]["customer"];
        assert_eq!(customer["sources"]["nodes"][0]["vendorId"], person["vendorId"]);
        // Of somebody new, what the vendor knows is read at once.
        assert_eq!(trip.called(), [&["postCustomerVerifyCredentials"][..], &READINGS[..]].concat());
        trip.agrees("verifyCredentials").await;
        let asked = ["postCustomerVerifyCredentials"];
        let again = trip.asks(&mutation, credentials(&person["email"], DEMO_PASSWORD), &asked).await;
        assert_eq!(again["customer"]["id"], customer["id"]);
        let wrong = trip.asks(&mutation, credentials(&person["email"], "Not-The-Password-1"), &asked).await;
        assert_eq!(wrong, json!({ "customer": null, "problems": [{ "path": "password", "code": "NOT_ALLOWED" }] }));
        return trip.somebody(customer);
    }
    panic!("nobody of {} has a password", known.len());
}

async fn proves_a_social_login(trip: &mut Trip) {
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["password"] = PASSWORD.into();
    body["social_network_credentials"] = json!({ "social_network_id": "twitter", "social_network_token": "38e123" });
    let answer = trip.at.directly(Vendor::Carecloud, "POST", CUSTOMERS, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let id = answer.json()["data"]["customer_id"].clone();
    let input = |token: &str| json!({ "input": { "network": "twitter", "token": token } });
    let operation = "postCustomerVerifySocialNetworkCredentials";
    let found = trip.asks(&verify_social(), input("38e123"), &[&[operation][..], &READINGS[..]].concat()).await;
    assert_eq!(found["customer"]["displayName"], "John Smith", "{found:#}");
    assert_eq!(found["customer"]["sources"]["nodes"][0]["vendorId"], id);
    trip.agrees("verifySocialNetworkCredentials").await;
    let wrong = trip.asks(&verify_social(), input("38e124"), &[operation]).await;
    assert_eq!(wrong, json!({ "customer": null, "problems": [{ "path": "token", "code": "NOT_FOUND" }] }));
}

async fn is_handed_over(trip: &mut Trip, somebody: &Somebody) {
    let application = trip.at.vendor.credential(Vendor::Carecloud, "user_external_application_id");
    let input = somebody.with(json!({ "applicationId": application }));
    let issued = trip.asks(ISSUE, input, &["postCustomersAuthToken"]).await;
    assert_eq!(issued["problems"], json!([]));
    let token = &issued["authToken"];
    let shown = json!({ "input": {
        "applicationId": application, "token": token["token"], "requestId": token["requestId"],
    } });
    let operation = ["postCustomerVerifyAuthToken"];
    let found = trip.asks(&verify_token(), shown.clone(), &operation).await;
    assert_eq!(found["customer"]["id"], somebody.customer, "{found:#}");
    let again = trip.asks(&verify_token(), shown, &operation).await;
    assert_eq!(again, json!({ "customer": null, "problems": [{ "path": "token", "code": "NOT_FOUND" }] }));
    let input = somebody.with(json!({ "applicationId": "unknown" }));
    let refused = trip.asks(ISSUE, input, &["postCustomersAuthToken"]).await;
    assert_eq!(refused, json!({ "authToken": null, "problems": [{ "path": "applicationId", "code": "NOT_FOUND" }] }));
}

#[tokio::test]
async fn every_operation_makes_its_round_trip() {
    let proxied = Proxied::start_with(|options| options.customers = Some(12), |_| {}).await;
    let mut trip = Trip::with(proxied, Vendor::Carecloud);
    let ann = written(&mut trip).await;
    properties_and_interests(&mut trip, &ann).await;
    origin(&mut trip, &ann).await;
    trip.reads(&ann, &READINGS).await;
    trip.agrees("reading what was written").await;
    let somebody = proves_a_password(&mut trip).await;
    proves_a_social_login(&mut trip).await;
    is_handed_over(&mut trip, &somebody).await;
    let input = json!({ "firstName": "Eva", "lastName": "Nova", "email": "eva@example.com", "language": "en" });
    let eva = trip.loses_an_answer(None, input, "postCustomer", "getCustomers").await;
    trip.reads(&eva, &READINGS).await;
    trip.agrees("createCustomer whose answer was lost").await;
    trip.covers();
}
