//! Whose lists a client may read.

use onefold_tests::{Answer, CareCloudClient};
use serde_json::{Value, json};

use super::kit::Scene;

const CREATE: &str = include_str!("../../../fixtures/carecloud/create-customer.json");
/// Each list with its key.
const LISTS: [(&str, &str); 9] = [
    ("purchases", "purchases"),
    ("points", "points"),
    ("credits", "credits"),
    ("vouchers", "vouchers"),
    ("rewards", "rewards"),
    ("cards", "cards"),
    ("segment-records", "segment_records"),
    ("status-records", "status_records"),
    ("recommendation-records", "recommendations"),
];

fn empty(key: &str) -> (u16, Value) {
    (200, json!({ "data": { key: [], "total_items": 0 } }))
}

fn unknown(answer: &Answer, id: &str) {
    assert_eq!(answer.status, 404, "{}", answer.body);
    let data = &answer.json()["error"]["error_data"];
    assert_eq!(data, &json!({ "resource_name": "customer", "resource_id": id }));
}

#[tokio::test]
async fn each_list_is_served_with_and_without_a_slash_at_the_end_and_only_read() {
    let scene = Scene::start().await;
    for (list, key) in LISTS {
        assert_eq!(scene.list(list).await.whole(), empty(key), "{list}");
        assert_eq!(scene.list(&format!("{list}/")).await.whole(), empty(key), "{list}/");
        let path = format!("/customers/{}/{list}", scene.id);
        let posted = scene.client.call(&scene.app, "POST", &path, "{}").await;
        assert_eq!(posted.status, 405, "{list}");
    }
}

#[tokio::test]
async fn a_customer_of_nobodys_or_another_brands_is_unknown() {
    let scene = Scene::start().await;
    let brand = scene.app.another_brand(2).await;
    let other = CareCloudClient::log_in_to(&scene.app, &brand).await;
    for (list, _) in LISTS {
        let path = format!("/customers/nobody/{list}");
        unknown(&scene.client.call(&scene.app, "GET", &path, "").await, "nobody");
        let path = format!("/customers/{}/{list}", scene.id);
        unknown(&other.call(&scene.app, "GET", &path, "").await, &scene.id);
    }
}

#[tokio::test]
async fn a_device_reads_the_lists_of_the_customer_who_is_logged_in_alone() {
    let scene = Scene::start().await;
    let mut body: Value = serde_json::from_str(CREATE).expect("the example is JSON");
    body["customer"]["personal_information"]["email"] = "b@example.com".into();
    body["password"] = "Str0ng-enough-words".into();
    let created = scene.client.call(&scene.app, "POST", "/customers", &body.to_string()).await;
    let own = created.json()["data"]["customer_id"].as_str().expect("an id").to_owned();
    let device = scene.client.device(&scene.app, "phone").await;
    for (list, _) in LISTS {
        let early = device.call(&scene.app, "GET", &format!("/customers/{own}/{list}"), "").await;
        assert_eq!(early.status, 401, "{list}: nobody is logged in");
    }
    let login = json!({ "login_type": "email", "login_value": "b@example.com", "password": "Str0ng-enough-words" });
    assert_eq!(device.act(&scene.app, "login", &login).await.status, 200);
    for (list, key) in LISTS {
        let path = format!("/customers/{own}/{list}");
        assert_eq!(device.call(&scene.app, "GET", &path, "").await.whole(), empty(key), "{list}");
        let foreign = device.call(&scene.app, "GET", &format!("/customers/{}/{list}", scene.id), "").await;
        assert_eq!(foreign.status, 400, "{list}: {}", foreign.body);
        let broken = &foreign.json()["error"]["error_data"]["invalid_params"][0];
        assert_eq!(
            (&broken["name"], &broken["reason"]),
            (&json!("customer_id"), &json!("not_belong_to_logged_in_customer")),
            "{list}"
        );
    }
}

#[tokio::test]
async fn what_hangs_on_another_record_of_the_customer_is_not_carecloud_s() {
    let scene = Scene::start().await;
    let query = "{ customers { nodes { id } } }";
    let customer = scene.run(query, json!({})).await["customers"]["nodes"][0]["id"].take();
    let own = "mutation($customer: ID!) {
        createPurchase(input: { customerId: $customer, total: \"1\" }) { problems { message } }
        issueCard(input: { customerId: $customer }) { problems { message } }
        issueVoucher(input: { customerId: $customer, value: { amount: \"1\" } }) { problems { message } }
        addRecommendation(input: { customerId: $customer, name: \"Tea\" }) { problems { message } }
        earnPoints(input: { customerId: $customer, amount: \"1\" }) { problems { message } }
    }";
    scene.run(own, json!({ "customer": customer })).await;
    for (list, key) in LISTS {
        assert_eq!(scene.list(list).await.whole(), empty(key), "{list}");
    }
}
