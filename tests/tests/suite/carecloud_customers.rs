//! CareCloud's customers resource, with the page's own examples.

use onefold_tests::{CareCloudClient, TestApp, post_json, request};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");
const UPDATE: &str = include_str!("../../fixtures/carecloud/update-customer.json");

#[tokio::test]
async fn the_printed_creation_is_answered_as_printed_and_found_in_the_graph() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let answer = client.call(&app, "POST", "/customers", CREATE).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let body = answer.json();
    let id = body["data"]["customer_id"].as_str().expect("an id");
    assert_eq!(body, json!({ "data": { "customer_id": id } }));
    assert!(id.len() == 26 && id.chars().all(|c| c.is_ascii_hexdigit()), "{id}");
    let query = r#"{ customers(filter: { email: "happy_customer@crmcarecloud.com" }) { nodes {
        displayName birthDate gender language phone city country
        sources { nodes { vendor vendorId extra } }
        channels { nodes { kind address } }
    } } }"#;
    let data = app.data(query, json!({})).await;
    assert_eq!(
        data["customers"]["nodes"],
        json!([{
            "displayName": "John Smith", "birthDate": "1991-03-27", "gender": "FEMALE", "language": "en", "phone": "420170134844",
            "city": "Prague 1", "country": "cz",
            "sources": { "nodes": [{ "vendor": "CARECLOUD", "vendorId": id, "extra": { "store_id": "88dab5c7c6034ba59f886f4a" } }] },
            "channels": { "nodes": [
                { "kind": "EMAIL", "address": "happy_customer@crmcarecloud.com" },
                { "kind": "TELEPHONE", "address": "420170134844" },
            ] },
        }])
    );
}

#[tokio::test]
async fn both_address_forms_and_a_slash_at_the_end_are_served() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let bearer = format!("Bearer {}", client.token);
    for path in
        ["/webservice/rest-api/enterprise-interface/v1.0/customers", "/rest-api/enterprise-interface/v1.0/customers/"]
    {
        let answer = app.send(request("GET", path, &[("authorization", &bearer)], "")).await;
        assert_eq!(answer.whole(), (200, json!({ "data": { "customers": [], "total_items": 0 } })));
    }
}

#[tokio::test]
async fn an_item_shows_the_printed_structure() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = client.customer(&app, CREATE, "happy_customer@crmcarecloud.com").await;
    let answer = client.call(&app, "GET", &format!("/customers/{id}"), "").await;
    let change = "2026-03-01 10:00:00";
    assert_eq!(
        answer.whole(),
        (
            200,
            json!({ "data": {
            "customer_id": id,
            "personal_information": {
                "gender": 2, "first_name": "John", "last_name": "Smith", "birthdate": "1991-03-27",
                "email": "happy_customer@crmcarecloud.com", "phone": "420170134844", "language_id": "en",
                "store_id": "88dab5c7c6034ba59f886f4a",
                "address": { "address1": "Old Town Square", "address2": "34", "address3": "34", "zip": "11000", "city": "Prague 1", "country_code": "cz" },
                "agreement": { "agreement_gtc": 1, "agreement_profiling": 1, "agreement_marketing_communication": 1 },
                "consents": [
                    { "consent_id": "gtc", "consent_value": 1, "last_change": change },
                    { "consent_id": "profiling", "consent_value": 1, "last_change": change },
                    { "consent_id": "marketing_communication", "consent_value": 1, "last_change": change },
                ],
            },
            "last_change": change,
            "state": 1,
        } })
        )
    );
}

#[tokio::test]
async fn the_printed_update_replaces_the_record() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = client.customer(&app, CREATE, "happy_customer@crmcarecloud.com").await;
    let path = format!("/customers/{id}");
    let answer = client.call(&app, "PUT", &path, UPDATE).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (204, ""));
    let item = client.call(&app, "GET", &path, "").await.json();
    let person = &item["data"]["personal_information"];
    assert_eq!(person["birthdate"], "0985-02-12", "a year of three digits is padded");
    assert_eq!(person["phone"], "420523828931");
    assert_eq!(
        person["agreement"]["custom_agreements"],
        json!([{ "agreement_id": "custom_agreement_id", "agreement_value": 2 }])
    );
    let credentials = json!({
        "login_type": "email",
        "login_value": "happy_customer@crmcarecloud.com",
        "password": "fbsdfbkjebf$2,4d4fnb#,ds4@fnm,2dsf6sa",
    });
    let verified = client.call(&app, "POST", "/customers/actions/verify-credentials", &credentials.to_string()).await;
    assert_eq!(
        verified.json()["data"]["customer_id"],
        id,
        "the printed password, which has no upper-case letter, is set"
    );
    for weak in ["Ab1", "NoDigitsHere", "password123"] {
        let weaker = UPDATE.replace("fbsdfbkjebf$2,4d4fnb#,ds4@fnm,2dsf6sa", weak);
        let refused = client.call(&app, "PUT", &path, &weaker).await;
        assert_eq!(refused.status, 400, "{weak}");
        assert_eq!(refused.json()["error"]["error_data"]["invalid_params"][0]["name"], "password", "{weak}");
    }
}

#[tokio::test]
async fn every_list_parameter_narrows_pages_or_sorts() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let first = client.customer(&app, CREATE, "a@example.com").await;
    let second = client.customer(&app, CREATE, "b@example.com").await;
    let ids = async |query: &str| -> Vec<String> {
        let answer = client.call(&app, "GET", &format!("/customers?{query}"), "").await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        let customers = answer.json()["data"]["customers"].as_array().expect("customers").clone();
        customers.iter().map(|customer| customer["customer_id"].as_str().expect("an id").to_owned()).collect()
    };
    let both = vec![first.clone(), second.clone()];
    for (query, expected) in [
        ("", both.clone()),
        ("count=1", vec![first.clone()]),
        ("count=1&offset=1", vec![second.clone()]),
        ("sort_field=email&sort_direction=DESC", vec![second.clone(), first.clone()]),
        ("email=A@example.com", vec![first.clone()]),
        ("phone=420170134844&first_name=JOHN&last_name=smith&birthdate=1991-03-27", both.clone()),
        ("birthdate=27.03.1991", both.clone()),
        ("birthdate=1991-03-28", vec![]),
        ("first_name=Joh", vec![]),
        ("customer_source_id=8bd253a89059008f1d44aa", both.clone()),
        ("customer_source_id=unknown", vec![]),
        ("customer_short_salutation=nobody", vec![]),
        ("email=&phone=&birthdate=&customer_short_salutation=", both.clone()),
    ] {
        assert_eq!(ids(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn wrong_list_parameters_are_named() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let answer = client.call(&app, "GET", "/customers?count=0&offset=x&sort_direction=up&birthdate=1991", "").await;
    assert_eq!(answer.status, 400);
    let broken: Vec<(String, String)> = answer.json()["error"]["error_data"]["invalid_params"]
        .as_array()
        .expect("invalid_params")
        .iter()
        .map(|param| {
            (
                param["name"].as_str().unwrap_or_default().to_owned(),
                param["reason"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    let expected =
        [("count", "not_allowed_value"), ("offset", "invalid_value_format"), ("sort_direction", "not_allowed_value")];
    assert_eq!(broken, expected.map(|(name, reason)| (name.to_owned(), reason.to_owned())));
}

#[tokio::test]
async fn a_taken_address_and_unknown_references_are_refused_together_and_store_nothing() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    client.customer(&app, CREATE, "a@example.com").await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["customer"]["personal_information"]["email"] = "A@example.com".into();
    body["customer"]["personal_information"]["store_id"] = "nowhere".into();
    body["customer_source"]["customer_source_id"] = "nobody".into();
    let answer = client.call(&app, "POST", "/customers", &body.to_string()).await;
    assert_eq!(
        answer.whole(),
        (
            400,
            json!({ "error": {
            "type": "about:blank", "exception": "bad_request_exception", "title": "Bad request",
            "detail": "The request contains invalid parameters",
            "error_data": { "invalid_params": [
                { "name": "store_id", "reason": "not_found", "value": "nowhere", "message": "store_id does not exist" },
                { "name": "customer_source_id", "reason": "not_found", "value": "nobody", "message": "customer_source_id does not exist" },
                { "name": "email", "reason": "already_exists", "value": "A@example.com", "message": "a customer with this e-mail address exists" },
            ] },
        } })
        )
    );
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 1);
}

#[tokio::test]
async fn a_password_is_required_with_autologin_and_must_be_strong() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    let reason = async |body: &Value| -> Value {
        let answer = client.call(&app, "POST", "/customers", &body.to_string()).await;
        let param = &answer.json()["error"]["error_data"]["invalid_params"][0];
        json!([answer.status.as_u16(), param["name"], param["reason"]])
    };
    body["autologin"] = true.into();
    assert_eq!(reason(&body).await, json!([400, "password", "required"]));
    for weak in ["Ab1", "alllowercase1", "NoDigitsHere"] {
        body["password"] = weak.into();
        assert_eq!(reason(&body).await, json!([400, "password", "not_allowed_value"]), "{weak}");
    }
}

#[tokio::test]
async fn errors_have_careclouds_body() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let path = "/rest-api/enterprise-interface/v1.0/customers";
    let brief = |answer: onefold_tests::Answer| {
        let error = &answer.json()["error"];
        json!([answer.status.as_u16(), error["type"], error["exception"], error["error_data"]])
    };
    let answer = app.send(request("GET", path, &[], "")).await;
    assert_eq!(brief(answer), json!([401, "about:blank", "unauthorized_exception", {}]));
    let answer = app.send(request("GET", path, &[("authorization", "Bearer nonsense")], "")).await;
    assert_eq!(brief(answer), json!([401, "about:blank", "unauthorized_exception", {}]));
    let answer = client.call(&app, "DELETE", "/customers", "").await;
    assert_eq!(answer.headers["allow"], "POST, GET, PUT");
    assert_eq!(brief(answer), json!([405, "about:blank", "method_not_allowed_exception", { "http_method": "DELETE" }]));
    let answer = client.call(&app, "GET", "/customers/8ea6abece4cd0a4ded0a29f093", "").await;
    assert_eq!(answer.status, 404);
    let answer = client.call(&app, "GET", "/nothing/of/the/kind", "").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json()["error"]["exception"], "not_found_exception");
    let answer = client.call(&app, "GET", "/customers/%FF", "").await;
    assert_eq!(brief(answer), json!([400, "about:blank", "bad_request_exception", { "invalid_params": [] }]));
    let answer = client.call(&app, "POST", "/customers", "{").await;
    assert_eq!(brief(answer), json!([400, "about:blank", "bad_request_exception", { "invalid_params": [] }]));
}

#[tokio::test]
async fn a_logout_ends_the_token_and_a_wrong_password_none_begins() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let body = json!({ "user_external_application_id": "x", "bearer_token": client.token });
    let answer = client.call(&app, "POST", "/users/actions/logout", &body.to_string()).await;
    assert_eq!(answer.status, 204);
    assert_eq!(client.call(&app, "GET", "/customers", "").await.status, 401);
    let body = json!({ "user_external_application_id": "x", "login": "nobody", "password": "nothing" });
    let answer = app.send(post_json("/rest-api/enterprise-interface/v1.0/users/actions/login", &[], &body)).await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn another_brands_customer_is_as_unknown() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = client.customer(&app, CREATE, "a@example.com").await;
    let other = app.another_brand(2).await;
    let stranger = CareCloudClient::log_in_to(&app, &other).await;
    assert_eq!(stranger.call(&app, "GET", &format!("/customers/{id}"), "").await.status, 404);
    assert_eq!(stranger.call(&app, "GET", "/customers", "").await.json()["data"]["total_items"], 0);
}

#[tokio::test]
async fn of_two_answers_for_one_consent_the_last_counts() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    let consent = |value: i32| json!({ "consent_id": "newsletter", "consent_value": value });
    body["customer"]["personal_information"]["consents"] = json!([consent(1), consent(0)]);
    let made = client.call(&app, "POST", "/customers", &body.to_string()).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let path = format!("/customers/{}", made.json()["data"]["customer_id"].as_str().expect("an id"));
    let value = async || {
        let item = client.call(&app, "GET", &path, "").await.json();
        item["data"]["personal_information"]["consents"][0]["consent_value"].clone()
    };
    assert_eq!(value().await, 0);
    body["customer"]["personal_information"]["consents"] = json!([consent(0), consent(2), consent(1)]);
    let change = json!({ "customer": body["customer"] });
    let changed = client.call(&app, "PUT", &path, &change.to_string()).await;
    assert_eq!(changed.status, 204, "{}", changed.body);
    assert_eq!(value().await, 1);
}

#[tokio::test]
async fn a_replacement_clears_what_it_leaves_out_but_neither_store_nor_photo() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["customer"]["personal_information"]["photo_url"] = "javascript:alert(1)".into();
    let made = client.call(&app, "POST", "/customers", &body.to_string()).await;
    let path = format!("/customers/{}", made.json()["data"]["customer_id"].as_str().expect("an id"));
    let person = async || client.call(&app, "GET", &path, "").await.json()["data"]["personal_information"].take();
    let before = person().await;
    assert_eq!(before["photo_url"], Value::Null, "it is the vendor's to say");
    let change = json!({ "customer": { "personal_information": {
        "first_name": "Jan", "last_name": "Novák", "language_id": "en", "gender": 1, "email": "jan@example.com", "store_id": "",
    } } });
    let changed = client.call(&app, "PUT", &path, &change.to_string()).await;
    assert_eq!(changed.status, 204, "{}", changed.body);
    let after = person().await;
    assert_eq!(after["store_id"], before["store_id"], "a store may change and not be removed");
    assert_eq!(after["phone"], Value::Null);
    let given = json!({ "agreement_gtc": 1, "agreement_profiling": 1, "agreement_marketing_communication": 1 });
    let unset = json!({ "agreement_gtc": 2, "agreement_profiling": 2, "agreement_marketing_communication": 2 });
    for (person, agreement) in [(&before, given), (&after, unset)] {
        for (name, value) in agreement.as_object().expect("an object") {
            assert_eq!(person["agreement"][name], *value, "{name}");
        }
    }
}
