//! Segments, tiers and recommendations.

use std::sync::Arc;

use entity::segment_membership;
use futures_util::future::join_all;
use onefold::domain::account::Permission;
use onefold::domain::segment::{MembershipFilter, MembershipsOf};
use onefold::store::children;
use onefold::store::keyset::{Cursor, Key, PageArgs};
use onefold_tests::TestApp;
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::{Value, json};

const CREATE: &str =
    "mutation($input: CreateSegmentInput!, $key: String) { createSegment(input: $input, idempotencyKey: $key) {
    segment { id name } problems { path code message }
} }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdateSegmentInput!) { updateSegment(id: $id, input: $input) {
    segment { name groupId pictureUrl note } problems { path code message }
} }";
const DELETE: &str = "mutation($id: ID!) { deleteSegment(id: $id) { deletedId problems { path code message } } }";
const ADD: &str =
    "mutation($input: AddToSegmentInput!, $key: String) { addToSegment(input: $input, idempotencyKey: $key) {
    membership { id segment { name } customer { displayName } } problems { path code message }
} }";
const REMOVE: &str = "mutation($id: ID!) { removeFromSegment(id: $id) { removedId problems { path code message } } }";
const MEMBERS: &str = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { segment(id: $id) {
    customers(first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { displayName } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
} }";
const TIER: &str = "mutation($input: CreateStatusTierInput!) { createStatusTier(input: $input) {
    tier { id name rank } problems { path code message }
} }";
const SET: &str = "mutation($input: SetStatusInput!, $key: String) { setStatus(input: $input, idempotencyKey: $key) {
    status { id tier { name } validFrom validTo } problems { path code message }
} }";
const STATUSES: &str = "query($id: ID!, $filter: StatusRecordFilterInput) { customer(id: $id) {
    currentStatus { tier { name } } statusRecords(filter: $filter) { totalCount nodes { tier { name } validFrom validTo } }
} }";
const MERGE: &str =
    "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { merge { id } problems { message } } }";

/// Defines a segment; its id.
pub(crate) async fn segment(app: &TestApp, name: &str) -> String {
    let data = app.data(CREATE, json!({ "input": { "name": name } })).await;
    data["createSegment"]["segment"]["id"].as_str().unwrap_or_else(|| panic!("{data:#}")).to_owned()
}

/// Puts a customer into a segment; the membership's id.
pub(crate) async fn join(app: &TestApp, customer: &str, segment: &str) -> String {
    let data = app.data(ADD, json!({ "input": { "customerId": customer, "segmentId": segment } })).await;
    data["addToSegment"]["membership"]["id"].as_str().unwrap_or_else(|| panic!("{data:#}")).to_owned()
}

async fn tier(app: &TestApp, name: &str, rank: i32) -> String {
    let data = app.data(TIER, json!({ "input": { "name": name, "rank": rank } })).await;
    data["createStatusTier"]["tier"]["id"].as_str().unwrap_or_else(|| panic!("{data:#}")).to_owned()
}

async fn set(app: &TestApp, customer: &str, tier: &str) -> Value {
    app.data(SET, json!({ "input": { "customerId": customer, "tierId": tier } })).await["setStatus"].take()
}

fn at(app: &TestApp, instant: &str) {
    app.app.clock().set(instant.parse().expect("an instant"));
}

fn names(list: &Value) -> Vec<String> {
    let nodes = list["nodes"].as_array().unwrap_or_else(|| panic!("{list:#}"));
    nodes.iter().map(|node| node["displayName"].as_str().expect("a name").to_owned()).collect()
}

fn told(payload: &Value) -> Vec<(&str, &str)> {
    let problems = payload["problems"].as_array().expect("problems");
    problems.iter().map(|p| (p["path"].as_str().expect("a path"), p["code"].as_str().expect("a code"))).collect()
}

#[tokio::test]
async fn a_segment_is_defined_changed_and_found_with_its_customers() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let input = json!({ "vendorId": "s1", "name": "VIP", "groupId": "value", "pictureUrl": "https://shop.example/vip.png", "note": "Ten a year" });
    let data = app.data(CREATE, json!({ "input": input })).await;
    let id = &data["createSegment"]["segment"]["id"];
    let membership = join(&app, &jana, id.as_str().expect("an id")).await;
    let query = "query($id: ID!, $customer: ID!) {
        segment(id: $id) { vendorId name groupId pictureUrl note vendor connectionName createdAt updatedAt customers { totalCount nodes { id } } }
        customer(id: $customer) {
            segments { totalCount nodes { id createdAt updatedAt segment { id } source { vendor } customer { displayName } } }
            timeline(first: 1) { nodes { kind title } }
        }
        customers(filter: { segment: $id }) { totalCount nodes { displayName } }
    }";
    assert_eq!(
        app.data(query, json!({ "id": id, "customer": jana })).await,
        json!({
            "segment": {
                "vendorId": "s1", "name": "VIP", "groupId": "value", "pictureUrl": "https://shop.example/vip.png", "note": "Ten a year",
                "vendor": "ONEFOLD", "connectionName": "default", "createdAt": "2026-03-01T09:00:00Z", "updatedAt": "2026-03-01T09:00:00Z",
                "customers": { "totalCount": 1, "nodes": [{ "id": jana }] },
            },
            "customer": {
                "segments": { "totalCount": 1, "nodes": [{
                    "id": membership, "createdAt": "2026-03-01T09:00:00Z", "updatedAt": "2026-03-01T09:00:00Z", "segment": { "id": id },
                    "source": { "vendor": "ONEFOLD" }, "customer": { "displayName": "Jana Malá" },
                }] },
                "timeline": { "nodes": [{ "kind": "segment.joined", "title": "Joined the segment VIP" }] },
            },
            "customers": { "totalCount": 1, "nodes": [{ "displayName": "Jana Malá" }] },
        })
    );
    let changed = app.data(UPDATE, json!({ "id": id, "input": { "name": "Regulars", "note": null } })).await;
    assert_eq!(
        changed["updateSegment"],
        json!({ "problems": [], "segment": {
            "name": "Regulars", "groupId": "value", "pictureUrl": "https://shop.example/vip.png", "note": null,
        } })
    );
    let again = app.data(CREATE, json!({ "input": { "vendorId": "s1", "name": "Other" } })).await;
    assert_eq!(told(&again["createSegment"]), [("vendorId", "ALREADY_EXISTS")]);
    let bad = json!({ "vendorId": "", "name": " ", "pictureUrl": "javascript:alert(1)" });
    let refused = app.data(CREATE, json!({ "input": bad })).await;
    assert_eq!(
        told(&refused["createSegment"]),
        [("name", "EMPTY"), ("pictureUrl", "INVALID_FORMAT"), ("vendorId", "EMPTY")]
    );
    let wrong =
        app.graphql("query($id: ID!) { customers(filter: { segment: $id }) { totalCount } }", json!({ "id": jana }));
    assert!(wrong.await["errors"].is_array(), "a customer's id is no segment's");
}

#[tokio::test]
async fn a_customer_is_in_a_segment_once() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let vip = segment(&app, "VIP").await;
    let membership = join(&app, &jana, &vip).await;
    let again = app.data(ADD, json!({ "input": { "customerId": jana, "segmentId": vip } })).await;
    assert_eq!(
        again["addToSegment"],
        json!({ "membership": null, "problems": [
            { "path": "segmentId", "code": "RELATION_EXISTS", "message": "the customer is in the segment VIP" },
        ] })
    );
    let removed = app.data(REMOVE, json!({ "id": membership })).await;
    assert_eq!(removed, json!({ "removeFromSegment": { "removedId": membership, "problems": [] } }));
    assert_eq!(app.data(MEMBERS, json!({ "id": vip })).await["segment"]["customers"]["totalCount"], 0);
    let gone = app.graphql(REMOVE, json!({ "id": membership })).await;
    assert_eq!(gone["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let timeline =
        "query($id: ID!) { customer(id: $id) { timeline(filter: { kinds: [\"segment\"] }) { nodes { kind } } } }";
    let seen = app.data(timeline, json!({ "id": jana })).await;
    assert_eq!(
        seen["customer"]["timeline"]["nodes"],
        json!([{ "kind": "segment.left" }, { "kind": "segment.joined" }])
    );
    let unknown = app.data(ADD, json!({ "input": { "customerId": jana, "segmentId": "U2VnbWVudDo5OQ" } })).await;
    assert_eq!(told(&unknown["addToSegment"]), [("segmentId", "NOT_FOUND")]);
    let input = json!({ "customerId": jana, "segmentId": vip });
    let first = app.data(ADD, json!({ "input": input, "key": "k" })).await;
    assert_eq!(app.data(ADD, json!({ "input": input, "key": "k" })).await, first, "a repeat is no refusal");
}

#[tokio::test]
async fn the_customers_of_a_segment_are_paged_in_the_order_of_joining_both_ways() {
    let app = TestApp::start().await;
    let (vip, other) = (segment(&app, "VIP").await, segment(&app, "Other").await);
    for n in 1..=5 {
        let customer = app.customer("Jana", &n.to_string()).await;
        at(&app, &format!("2026-03-0{}T00:00:00Z", 7 - n));
        join(&app, &customer, &vip).await;
        join(&app, &customer, &other).await;
    }
    let page = async |variables: Value| {
        let mut whole = json!({ "id": vip });
        whole.as_object_mut().expect("an object").extend(variables.as_object().expect("an object").clone());
        app.data(MEMBERS, whole).await["segment"]["customers"].take()
    };
    let all = page(json!({})).await;
    assert_eq!(names(&all), ["Jana 5", "Jana 4", "Jana 3", "Jana 2", "Jana 1"]);
    assert_eq!(all["totalCount"], 5);
    let first = page(json!({ "first": 2 })).await;
    assert_eq!(
        (names(&first), &first["pageInfo"]["hasNextPage"]),
        (vec!["Jana 5".into(), "Jana 4".into()], &json!(true))
    );
    let next = page(json!({ "first": 2, "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!(names(&next), ["Jana 3", "Jana 2"]);
    let rest = page(json!({ "first": 2, "after": next["pageInfo"]["endCursor"] })).await;
    assert_eq!((names(&rest), &rest["pageInfo"]["hasNextPage"]), (vec!["Jana 1".into()], &json!(false)));
    let last = page(json!({ "last": 2 })).await;
    assert_eq!(
        (names(&last), &last["pageInfo"]["hasPreviousPage"]),
        (vec!["Jana 2".into(), "Jana 1".into()], &json!(true))
    );
    let back = page(json!({ "last": 2, "before": last["pageInfo"]["startCursor"] })).await;
    assert_eq!(names(&back), ["Jana 4", "Jana 3"]);
    let both = "{ segments { nodes { name customers(first: 1) { totalCount nodes { displayName } pageInfo { hasNextPage } } } } }";
    let one = |name| json!({ "name": name, "customers": { "totalCount": 5, "nodes": [{ "displayName": "Jana 5" }], "pageInfo": { "hasNextPage": true } } });
    assert_eq!(app.data(both, json!({})).await, json!({ "segments": { "nodes": [one("Other"), one("VIP")] } }));
}

/// How SQLite carries out the statement that reads a segment's page.
async fn plan(app: &TestApp, args: PageArgs) -> Vec<String> {
    let filter = MembershipFilter { of: MembershipsOf::Segment, groups: Vec::new() };
    let statement = children::statement::<segment_membership::Entity>(app.brand.id, &[1, 2], &filter, &args);
    let mut statement = DbBackend::Sqlite.build(&statement.expect("a statement"));
    statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
    let steps = app.app.store().reader().query_all_raw(statement).await.expect("a plan");
    steps.iter().map(|row| row.try_get("", "detail").expect("a step")).collect()
}

#[tokio::test]
async fn the_page_of_a_segment_walks_an_index_however_many_are_in_it() {
    let app = TestApp::start().await;
    if app.app.store().reader().get_database_backend() != DbBackend::Sqlite {
        return;
    }
    let after = Some(Cursor { key: Key::Integer(5), id: 5 });
    for args in [
        PageArgs::first(25),
        PageArgs { after, ..PageArgs::first(25) },
        PageArgs { backward: true, ..PageArgs::first(25) },
    ] {
        let plan = plan(&app, args).await;
        let led = "INDEX ix_segment_membership_segment_created_at_id_source_record (segment_id=?";
        assert_eq!(
            plan.iter().filter(|step| step.starts_with("SEARCH segment_membership") && step.contains(led)).count(),
            2,
            "{plan:#?}"
        );
        let looked_up = |step: &str| step.contains("(source_record_id=? AND segment_id=?");
        assert!(plan.iter().filter(|step| step.starts_with("SEARCH earlier")).all(|step| looked_up(step)), "{plan:#?}");
        // Before a page is cut, nothing is sorted; afterwards it may be.
        let mut parts = plan.split(|step| step == "CO-ROUTINE part").skip(1);
        let sorted = |step: &&String| step.contains("TEMP B-TREE");
        assert!(
            !parts.any(|part| part.iter().take_while(|step| *step != "SCAN part").any(|step| sorted(&step))),
            "{plan:#?}"
        );
        assert!(!plan.iter().any(|step| step.starts_with("SCAN segment_membership")), "{plan:#?}");
    }
}

#[tokio::test]
async fn the_customers_of_one_segment_or_many_cost_the_same_statements() {
    let app = TestApp::start().await;
    for n in 1..=6 {
        let segment = segment(&app, &format!("Segment {n}")).await;
        for member in ["Jana", "Petr"] {
            let customer = app.customer(member, &n.to_string()).await;
            join(&app, &customer, &segment).await;
        }
    }
    let query = "query($first: Int!) { segments(first: $first) { nodes { vendor customers(first: 1) { totalCount nodes { displayName } } } } }";
    let mut costs = Vec::new();
    for first in [1, 6] {
        let before = app.statements();
        let data = app.data(query, json!({ "first": first })).await;
        costs.push(app.statements() - before);
        let last = &data["segments"]["nodes"][first - 1];
        let members = json!({ "totalCount": 2, "nodes": [{ "displayName": format!("Jana {first}") }] });
        assert_eq!(last, &json!({ "vendor": "ONEFOLD", "customers": members }));
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn merged_customers_are_listed_once_and_deleted_ones_not_at_all() {
    let app = TestApp::start().await;
    let vip = segment(&app, "VIP").await;
    let (jana, petr, ada) =
        (app.customer("Jana", "Malá").await, app.customer("Petr", "Malý").await, app.customer("Ada", "Nová").await);
    for customer in [&petr, &jana, &ada] {
        join(&app, customer, &vip).await;
    }
    app.data(MERGE, json!({ "a": jana, "b": petr })).await;
    app.data("mutation($id: ID!) { deleteCustomer(id: $id) { deletedId } }", json!({ "id": ada })).await;
    let data = app.data(MEMBERS, json!({ "id": vip })).await;
    let list = &data["segment"]["customers"];
    assert_eq!((names(list), &list["totalCount"]), (vec!["Jana Malá".to_owned()], &json!(1)));
    let of_her = "query($id: ID!) { customer(id: $id) { segments { totalCount } } }";
    let hers = app.data(of_her, json!({ "id": jana })).await;
    assert_eq!(hers["customer"]["segments"]["totalCount"], 2, "one a record, so that an unmerge parts them again");
}

#[tokio::test]
async fn segments_are_found_by_name_group_and_vendor() {
    let app = TestApp::start().await;
    for (name, group) in [("Wine", "taste"), ("Coffee", "taste"), ("VIP", "value")] {
        app.data(CREATE, json!({ "input": { "name": name, "groupId": group } })).await;
    }
    let query = "query($filter: SegmentFilterInput, $first: Int, $after: String) {
        segments(filter: $filter, first: $first, after: $after) { totalCount nodes { displayName: name } pageInfo { endCursor } } }";
    for (filter, found) in [
        (json!({}), vec!["Coffee", "VIP", "Wine"]),
        (json!({ "groupId": "taste" }), vec!["Coffee", "Wine"]),
        (json!({ "search": "I" }), vec!["VIP", "Wine"]),
        (json!({ "vendor": "CARECLOUD" }), vec![]),
        (json!({ "vendor": "ONEFOLD", "search": "off" }), vec!["Coffee"]),
    ] {
        let data = app.data(query, json!({ "filter": filter })).await;
        assert_eq!(names(&data["segments"]), found, "{filter}");
        assert_eq!(data["segments"]["totalCount"], found.len(), "{filter}");
    }
    let page = app.data(query, json!({ "first": 2 })).await;
    let rest = app.data(query, json!({ "first": 2, "after": page["segments"]["pageInfo"]["endCursor"] })).await;
    assert_eq!(names(&rest["segments"]), ["Wine"]);
}

#[tokio::test]
async fn a_segment_that_rewards_are_offered_to_stays() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let vip = segment(&app, "VIP").await;
    join(&app, &jana, &vip).await;
    let offer = "mutation($segment: ID) { createReward(input: { code: \"C\", name: \"Coffee\", group: SIMPLE, segmentId: $segment }) { reward { id } } }";
    let reward = app.data(offer, json!({ "segment": vip })).await["createReward"]["reward"]["id"].take();
    let refused = app.data(DELETE, json!({ "id": vip })).await;
    assert_eq!(told(&refused["deleteSegment"]), [("", "CONFLICT")]);
    let open = "mutation($id: ID!) { updateReward(id: $id, input: { segmentId: null }) { problems { message } } }";
    app.data(open, json!({ "id": reward })).await;
    let deleted = app.data(DELETE, json!({ "id": vip })).await;
    assert_eq!(deleted, json!({ "deleteSegment": { "deletedId": vip, "problems": [] } }));
    let query = "query($id: ID!) { customer(id: $id) { segments { totalCount } } segments { totalCount } }";
    let left = json!({ "customer": { "segments": { "totalCount": 0 } }, "segments": { "totalCount": 0 } });
    assert_eq!(app.data(query, json!({ "id": jana })).await, left);
}

#[tokio::test]
async fn a_customer_holds_one_tier_at_a_time() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let (bronze, gold) = (tier(&app, "Bronze", 1).await, tier(&app, "Gold", 3).await);
    assert_eq!(app.data(STATUSES, json!({ "id": jana })).await["customer"]["currentStatus"], Value::Null);
    set(&app, &jana, &bronze).await;
    at(&app, "2026-03-05T00:00:00Z");
    let input = json!({ "customerId": jana, "tierId": gold, "validTo": "2026-12-31T00:00:00Z", "conditions": { "keep_status_points": 5 } });
    let answer = app.data(SET, json!({ "input": input })).await;
    let status = &answer["setStatus"]["status"];
    assert_eq!(
        (&status["tier"]["name"], &status["validFrom"], &status["validTo"]),
        (&json!("Gold"), &json!("2026-03-05T00:00:00Z"), &json!("2026-12-31T00:00:00Z"))
    );
    let history = json!({ "customer": { "currentStatus": { "tier": { "name": "Gold" } }, "statusRecords": { "totalCount": 2, "nodes": [
        { "tier": { "name": "Gold" }, "validFrom": "2026-03-05T00:00:00Z", "validTo": "2026-12-31T00:00:00Z" },
        { "tier": { "name": "Bronze" }, "validFrom": "2026-03-01T09:00:00Z", "validTo": "2026-03-05T00:00:00Z" },
    ] } } });
    assert_eq!(app.data(STATUSES, json!({ "id": jana })).await, history);
    for (instant, name) in [("2026-03-04T23:59:59Z", "Bronze"), ("2026-03-05T00:00:00Z", "Gold")] {
        let held = app.data(STATUSES, json!({ "id": jana, "filter": { "validAt": instant } })).await;
        assert_eq!(held["customer"]["statusRecords"]["totalCount"], 1);
        assert_eq!(held["customer"]["statusRecords"]["nodes"][0]["tier"]["name"], name);
    }
    at(&app, "2026-12-31T00:00:00Z");
    assert_eq!(app.data(STATUSES, json!({ "id": jana })).await["customer"]["currentStatus"], Value::Null, "it ended");
    let whole = "query($id: ID!) { customer(id: $id) {
        statusRecords(first: 1) { nodes { conditions state updatedAt source { vendor } customer { displayName } tier { rank vendor connectionName } } }
        timeline(filter: { kinds: [\"status\"] }) { nodes { title } }
    } }";
    assert_eq!(
        app.data(whole, json!({ "id": jana })).await["customer"],
        json!({
            "statusRecords": { "nodes": [{
                "conditions": { "keep_status_points": 5 }, "state": "ACTIVE", "updatedAt": "2026-03-05T00:00:00Z", "source": { "vendor": "ONEFOLD" },
                "customer": { "displayName": "Jana Malá" }, "tier": { "rank": 3, "vendor": "ONEFOLD", "connectionName": "default" },
            }] },
            "timeline": { "nodes": [{ "title": "Status Gold from now on" }, { "title": "Status Bronze from now on" }] },
        })
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tiers_set_at_once_leave_one_current() {
    let app = Arc::new(TestApp::start().await);
    let (jana, petr) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Malý").await);
    let tiers = [tier(&app, "Bronze", 1).await, tier(&app, "Gold", 3).await];
    set(&app, &petr, &tiers[0]).await;
    set(&app, &jana, &tiers[0]).await;
    app.data(MERGE, json!({ "a": jana, "b": petr })).await;
    at(&app, "2026-03-05T00:00:00Z");
    let calls = (0..16).map(|n| {
        let (app, jana, tier) = (Arc::clone(&app), jana.clone(), tiers[n % 2].clone());
        tokio::spawn(async move { set(&app, &jana, &tier).await })
    });
    for answer in join_all(calls).await {
        assert_eq!(answer.expect("the task ends")["problems"], json!([]));
    }
    let held = app.data(STATUSES, json!({ "id": jana, "filter": { "validAt": "2026-03-05T00:00:00Z" } })).await;
    assert_eq!(held["customer"]["statusRecords"]["totalCount"], 1, "{held:#}");
}

#[tokio::test]
async fn a_tier_ends_where_a_planned_one_begins() {
    use entity::{source_record::RecordState, status_record};
    use sea_orm::{ActiveValue::Set, EntityTrait};
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let (bronze, gold) = (tier(&app, "Bronze", 1).await, tier(&app, "Gold", 3).await);
    set(&app, &jana, &bronze).await;
    let db = app.app.store().writer();
    let now = status_record::Entity::find().one(db).await.expect("the store").expect("a status");
    let planned = status_record::ActiveModel {
        source_record_id: Set(now.source_record_id),
        tier_id: Set(now.tier_id),
        valid_from: Set("2026-06-01T00:00:00Z".parse().expect("an instant")),
        conditions: Set(json!({})),
        state: Set(RecordState::Active),
        updated_at: Set(now.updated_at),
        ..Default::default()
    };
    status_record::Entity::insert(planned).exec_without_returning(db).await.expect("a planned status");
    let status = set(&app, &jana, &gold).await;
    assert_eq!(status["status"]["validTo"], "2026-06-01T00:00:00Z");
    at(&app, "2026-06-01T00:00:00Z");
    let data = app.data(STATUSES, json!({ "id": jana })).await;
    assert_eq!(data["customer"]["currentStatus"]["tier"]["name"], "Bronze");
}

#[tokio::test]
async fn tiers_are_listed_from_the_lowest_and_checked() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let gold = tier(&app, "Gold", 3).await;
    tier(&app, "Bronze", 1).await;
    let update = "mutation($id: ID!, $input: UpdateStatusTierInput!) { updateStatusTier(id: $id, input: $input) { tier { name rank } problems { path code } } }";
    let changed = app.data(update, json!({ "id": gold, "input": { "rank": 0 } })).await;
    assert_eq!(changed["updateStatusTier"]["tier"], json!({ "name": "Gold", "rank": 0 }));
    let list = app.data("{ statusTiers { totalCount nodes { displayName: name } } }", json!({})).await;
    assert_eq!(names(&list["statusTiers"]), ["Gold", "Bronze"]);
    let bad = app.data(TIER, json!({ "input": { "name": "", "rank": -1 } })).await;
    assert_eq!(told(&bad["createStatusTier"]), [("name", "EMPTY"), ("rank", "NOT_ALLOWED")]);
    let input = json!({ "customerId": jana, "tierId": "U3RhdHVzVGllcjo5OQ", "validTo": "2026-03-01T09:00:00Z", "conditions": [] });
    let refused = app.data(SET, json!({ "input": input })).await;
    assert_eq!(
        told(&refused["setStatus"]),
        [("tierId", "NOT_FOUND"), ("validTo", "NOT_ALLOWED"), ("conditions", "INVALID_FORMAT")]
    );
}

#[tokio::test]
async fn recommendations_are_added_changed_and_removed() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let add = "mutation($input: AddRecommendationInput!) { addRecommendation(input: $input) { recommendation { id } problems { path code } } }";
    let update = "mutation($id: ID!, $input: UpdateRecommendationInput!) { updateRecommendation(id: $id, input: $input) { recommendation { name briefDescription pictureUrls } problems { path code } } }";
    let remove = "mutation($id: ID!) { removeRecommendation(id: $id) { removedId problems { path code } } }";
    let list = "query($id: ID!, $filter: RecommendationFilterInput) { customer(id: $id) { recommendations(filter: $filter) { totalCount nodes {
        name briefDescription detailedDescription content pictureUrls webUrl state updatedAt source { vendor } customer { displayName }
    } } } }";
    let input = json!({
        "customerId": jana, "name": "Tea", "briefDescription": "Green", "detailedDescription": "From Japan", "content": "<p>Tea</p>",
        "pictureUrls": ["https://shop.example/tea.jpg"], "webUrl": "https://shop.example/tea",
    });
    let id = app.data(add, json!({ "input": input })).await["addRecommendation"]["recommendation"]["id"].take();
    assert_eq!(
        app.data(list, json!({ "id": jana })).await["customer"]["recommendations"],
        json!({ "totalCount": 1, "nodes": [{
            "name": "Tea", "briefDescription": "Green", "detailedDescription": "From Japan", "content": "<p>Tea</p>",
            "pictureUrls": ["https://shop.example/tea.jpg"], "webUrl": "https://shop.example/tea", "state": "ACTIVE",
            "updatedAt": "2026-03-01T09:00:00Z", "source": { "vendor": "ONEFOLD" }, "customer": { "displayName": "Jana Malá" },
        }] })
    );
    let changed = app.data(update, json!({ "id": id, "input": { "briefDescription": null, "pictureUrls": [] } })).await;
    assert_eq!(
        changed["updateRecommendation"],
        json!({ "recommendation": { "name": "Tea", "briefDescription": null, "pictureUrls": [] }, "problems": [] })
    );
    let bad = json!({ "customerId": jana, "name": " ", "pictureUrls": ["https://shop.example", "x"], "webUrl": "javascript:alert(1)" });
    let refused = app.data(add, json!({ "input": bad })).await;
    assert_eq!(
        told(&refused["addRecommendation"]),
        [("name", "EMPTY"), ("webUrl", "INVALID_FORMAT"), ("pictureUrls[1]", "INVALID_FORMAT")]
    );
    for (filter, count) in [(json!({ "search": "tE" }), 1), (json!({ "search": "coffee" }), 0)] {
        let data = app.data(list, json!({ "id": jana, "filter": filter })).await;
        assert_eq!(data["customer"]["recommendations"]["totalCount"], count, "{filter}");
    }
    let removed = app.data(remove, json!({ "id": id })).await;
    assert_eq!(removed, json!({ "removeRecommendation": { "removedId": id, "problems": [] } }));
    for (filter, count) in [(json!({}), 0), (json!({ "state": "DELETED" }), 1)] {
        let data = app.data(list, json!({ "id": jana, "filter": filter })).await;
        assert_eq!(data["customer"]["recommendations"]["totalCount"], count, "{filter}");
    }
    let gone = app.graphql(remove, json!({ "id": id })).await;
    assert_eq!(gone["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let timeline = "query($id: ID!) { customer(id: $id) { timeline(filter: { kinds: [\"recommendation\"] }) { nodes { title } } } }";
    assert_eq!(
        app.data(timeline, json!({ "id": jana })).await["customer"]["timeline"]["nodes"],
        json!([{ "title": "Tea recommended no more" }, { "title": "Tea recommended differently" }, { "title": "Tea recommended" }])
    );
}

#[tokio::test]
async fn another_brand_sees_and_changes_nothing_and_permissions_are_asked() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let (vip, gold) = (segment(&app, "VIP").await, tier(&app, "Gold", 3).await);
    let membership = join(&app, &jana, &vip).await;
    let status = set(&app, &jana, &gold).await["status"]["id"].take();
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &Permission::ALL).await;
    let look = "query($ids: [ID!]!, $vip: ID!) { nodes(ids: $ids) { id } segment(id: $vip) { id } segments { totalCount } statusTiers { totalCount }
        customers(filter: { segment: $vip }) { totalCount } }";
    let ids = json!([vip, gold, membership, status]);
    let seen = app.graphql_as(&key, look, json!({ "ids": ids, "vip": vip })).await;
    assert_eq!(
        seen["data"],
        json!({ "nodes": [null, null, null, null], "segment": null, "segments": { "totalCount": 0 }, "statusTiers": { "totalCount": 0 },
            "customers": { "totalCount": 0 } })
    );
    let mine = app.data(look, json!({ "ids": ids, "vip": vip })).await;
    assert!(mine["nodes"].as_array().expect("nodes").iter().all(Value::is_object), "the brand itself sees them");
    for (query, id) in [(UPDATE, &vip), (DELETE, &vip), (REMOVE, &membership)] {
        let foreign = app.graphql_as(&key, query, json!({ "id": id, "input": { "name": "Theirs" } })).await;
        assert_eq!(foreign["errors"][0]["extensions"]["code"], "NOT_FOUND");
    }
    let create = "mutation { createCustomer(input: { lastName: \"Theirs\" }) { customer { id } } }";
    let theirs = app.graphql_as(&key, create, json!({})).await["data"]["createCustomer"]["customer"]["id"].take();
    let joined = app.graphql_as(&key, ADD, json!({ "input": { "customerId": theirs, "segmentId": vip } })).await;
    assert_eq!(told(&joined["data"]["addToSegment"]), [("segmentId", "NOT_FOUND")]);
    let held = app.graphql_as(&key, SET, json!({ "input": { "customerId": theirs, "tierId": gold } })).await;
    assert_eq!(told(&held["data"]["setStatus"]), [("tierId", "NOT_FOUND")]);
    let clerk = app.key_with(&[Permission::CustomerRead, Permission::CustomerCud]).await;
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    for (key, query, variables) in [
        (&clerk, CREATE, json!({ "input": { "name": "X" } })),
        (&clerk, UPDATE, json!({ "id": vip, "input": { "name": "X" } })),
        (&clerk, DELETE, json!({ "id": vip })),
        (&clerk, TIER, json!({ "input": { "name": "X", "rank": 1 } })),
        (&reader, ADD, json!({ "input": { "customerId": jana, "segmentId": vip } })),
        (&reader, REMOVE, json!({ "id": membership })),
        (&reader, SET, json!({ "input": { "customerId": jana, "tierId": gold } })),
    ] {
        let refused = app.graphql_as(key, query, variables).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{query}");
    }
}
