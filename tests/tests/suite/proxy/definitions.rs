//! Definitions of a CareCloud account: what the vendor lists is known here from then on.

use entity::connection::Vendor;
use serde_json::{Value, json};

use super::carecloud::{ENTERPRISE, LOOKUPS};
use super::story::Story;

const KINDS: [&str; 7] =
    ["CUSTOMER_SOURCE", "POINT_TYPE", "CREDIT_TYPE", "CARD_TYPE", "REWARD_TYPE", "PURCHASE_TYPE", "STORE"];

/// All definitions of either store, by the vendor's ids.
async fn known(story: &Story) -> (Value, Value) {
    let lookups: String = KINDS
        .iter()
        .map(|kind| {
            format!("{kind}: lookups(kind: {kind}, first: 100) {{ nodes {{ vendor vendorId name textId state }} }} ")
        })
        .collect();
    let query = format!(
        "{{ {lookups}
        propertyDefinitions(first: 100) {{ nodes {{
            vendor vendorId name description dataType isRequired isUnique state items {{ id name }} }} }}
        interestDefinitions(first: 100) {{ nodes {{ vendor vendorId name }} }}
        segments(first: 100) {{ nodes {{ vendor vendorId name groupId pictureUrl note }} }}
        statusTiers(first: 100) {{ nodes {{ vendor vendorId name }} }} }}"
    );
    let (own, theirs) = story.at.both(&query).await;
    (of_account(own), of_account(theirs))
}

/// The account's, each list in one order.
fn of_account(data: Value) -> Value {
    let lists = data.as_object().expect("lists").iter().map(|(name, list)| {
        let mut own: Vec<Value> = list["nodes"].as_array().expect("nodes").clone();
        own.retain(|one| one["vendor"] == "CARECLOUD");
        own.sort_by_key(|one| one["vendorId"].to_string());
        (name.clone(), Value::from(own))
    });
    lists.collect::<serde_json::Map<_, _>>().into()
}

/// The graph's id of the first of a list of the sandbox.
async fn first(story: &Story, list: &str) -> Value {
    let list_of = if list.contains('(') { list.to_owned() } else { format!("{list}(first: 100)") };
    let data = story.at.vendor.data(&format!("{{ all: {list_of} {{ nodes {{ id vendor }} }} }}")).await;
    let all = data["all"]["nodes"].as_array().expect("nodes").clone();
    all.into_iter().find(|one| one["vendor"] == "CARECLOUD").unwrap_or_else(|| panic!("no {list}"))["id"].clone()
}

#[tokio::test]
async fn what_the_vendor_lists_is_defined_here_under_its_ids_and_changes_with_it() {
    let mut story = Story::of(Vendor::Carecloud, "/data").await;
    let (own, theirs) = known(&story).await;
    assert_eq!(own, theirs, "both begin with the same");
    let (source, store) = (
        first(&story, "lookups(kind: CUSTOMER_SOURCE, first: 100)").await,
        first(&story, "lookups(kind: STORE, first: 100)").await,
    );
    let (segment, interest) = (first(&story, "segments").await, first(&story, "interestDefinitions").await);
    let (tier, property) = (first(&story, "statusTiers").await, first(&story, "propertyDefinitions").await);
    // The account's staff change what they have, and define more.
    for change in [
        format!("updateLookup(id: {source}, input: {{ name: \"Kiosk of tomorrow\" }})"),
        format!("updateLookup(id: {store}, input: {{ name: \"Brno, moved\" }})"),
        format!("updateSegment(id: {segment}, input: {{ name: \"Renamed\", note: \"By hand\" }})"),
        format!("updateInterestDefinition(input: {{ id: {interest}, name: \"Sailing and rowing\" }})"),
        format!("updateStatusTier(id: {tier}, input: {{ name: \"Platinum plus\" }})"),
        format!("updatePropertyDefinition(input: {{ id: {property}, description: \"As of today\" }})"),
        "createLookup(input: { vendor: CARECLOUD, kind: STORE, vendorId: \"of-tomorrow\", name: \"Olomouc\" })"
            .to_owned(),
        "createSegment(input: { vendor: CARECLOUD, name: \"New ones\" })".to_owned(),
        "createStatusTier(input: { vendor: CARECLOUD, name: \"Diamond\", rank: 9 })".to_owned(),
    ] {
        let data =
            story.at.vendor.data(&format!("mutation {{ done: {change} {{ problems {{ path message }} }} }}")).await;
        assert_eq!(data["done"]["problems"], json!([]), "{change}");
    }
    let (own, theirs) = known(&story).await;
    assert_ne!(own, theirs, "nobody has told Onefold yet");
    for list in LOOKUPS {
        story.ask("GET", &format!("{ENTERPRISE}{list}?count=1000"), Value::Null).await;
    }
    let (own, theirs) = known(&story).await;
    assert_eq!(own, theirs);
    let kept = story.at.app.data("{ quarantine(first: 5) { nodes { operation path reason } } }", json!({})).await;
    assert_eq!(kept["quarantine"]["nodes"], json!([]));
}

/// Lists with one answer of the vendor, whatever it knows.
async fn lists(story: &Story, list: &str, operation: &str, items: Value) {
    let reply = json!({ "status": 200, "body": { "data": items } });
    let rules = json!([{ "operation": operation, "fault": { "status": reply } }]);
    story.at.vendor.set_faults(rules).expect("a script");
    let path = format!("{ENTERPRISE}{list}");
    let answer = story.at.json(Vendor::Carecloud, "GET", &path, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    story.at.vendor.clear_faults();
}

#[tokio::test]
async fn a_definition_that_does_not_fit_waits_for_somebody_and_the_others_are_recorded() {
    let story = Story::of(Vendor::Carecloud, "/data").await;
    let property = |id: &str, name: &str, data_type: &str| {
        json!({
            "property_id": id, "name": name, "description": null, "data_type": data_type, "items": null,
            "is_required": false, "is_unique": false, "last_change": "2026-01-01 00:00:00", "state": 1,
        })
    };
    let interests = json!({ "interests": [{ "interest_id": "chess", "name": "Chess" }], "total_items": 1 });
    lists(&story, "/interests", "getInterests", interests).await;
    for (name, data_type) in [("Size", "float"), ("Size of shoes", "string")] {
        let items = [property("size", name, data_type), property("colour", "Colour", "colour")];
        let reply = json!({ "customer_properties": items, "total_items": 2 });
        lists(&story, "/customer-properties", "getCustomerProperties", reply).await;
    }
    let query = "{ propertyDefinitions(first: 100) { nodes { vendorId name dataType } }
        interestDefinitions(first: 100) { nodes { vendorId name } } quarantine { nodes { operation path } } }";
    let data = story.at.app.data(query, json!({})).await;
    let defined = |list: &str, id: &str| {
        let all = data[list]["nodes"].as_array().expect("nodes").iter();
        all.filter(|one| one["vendorId"] == id).cloned().collect::<Vec<Value>>()
    };
    let size = json!({ "vendorId": "size", "name": "Size of shoes", "dataType": "STRING" });
    assert_eq!(defined("propertyDefinitions", "size"), [size]);
    assert_eq!(defined("propertyDefinitions", "colour"), [Value::Null; 0]);
    assert_eq!(defined("interestDefinitions", "chess"), [json!({ "vendorId": "chess", "name": "Chess" })]);
    let kept = json!([{ "operation": "getCustomerProperties", "path": "customer_properties[1]" }]);
    assert_eq!(data["quarantine"]["nodes"], kept);
}
