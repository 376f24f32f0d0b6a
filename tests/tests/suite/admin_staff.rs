//! Staff users in an administrator's hands, and their own password in theirs.

use onefold::domain::account::Permission;
use onefold_tests::{TestApp, post_json};
use serde_json::{Value, json};

use crate::admin_kit::{PASSWORD, code, log_in, refresh, session, token, user, user_id, user_of};

const ASK: &str = "{ viewer { label permissions } }";
const CREATE: &str = "mutation($input: CreateStaffUserInput!, $key: String) { createStaffUser(input: $input, idempotencyKey: $key) {
    staffUser { id email name permissions disabledAt lastLoginAt createdAt worksElsewhere brands { number } } password problems { path code } } }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdateStaffUserInput!) { updateStaffUser(id: $id, input: $input) {
    staffUser { name permissions brands { number } } problems { path code } } }";
const DISABLE: &str =
    "mutation($id: ID!) { disableStaffUser(id: $id) { staffUser { disabledAt } problems { code message } } }";
const ENABLE: &str = "mutation($id: ID!) { enableStaffUser(id: $id) { staffUser { disabledAt } problems { code } } }";
const RESET: &str = "mutation($id: ID!) { resetStaffPassword(id: $id, idempotencyKey: \"r\") { staffUser { email } password problems { code } } }";
const CHANGE: &str = "mutation($current: String!, $new: String!) { changePassword(input: { currentPassword: $current, newPassword: $new }) {
    viewer { label } problems { path code } } }";

#[tokio::test]
async fn a_user_is_made_with_a_password_that_is_shown_once_and_works() {
    let app = TestApp::start().await;
    let variables = json!({ "input": { "email": "Bob@Example.com", "permissions": ["CUSTOMER_READ"] }, "key": "k" });
    let made = app.data(CREATE, variables.clone()).await["createStaffUser"].take();
    let password = made["password"].as_str().expect("a password").to_owned();
    assert_eq!(
        made,
        json!({
            "staffUser": {
                "id": made["staffUser"]["id"],
                "email": "bob@example.com",
                "name": "bob",
                "permissions": ["CUSTOMER_READ"],
                "disabledAt": null,
                "lastLoginAt": null,
                "createdAt": "2026-03-01T09:00:00Z",
                "worksElsewhere": false,
                "brands": [{ "number": 1 }],
            },
            "password": password,
            "problems": [],
        })
    );
    let again = app.data(CREATE, variables).await["createStaffUser"].take();
    assert_eq!(again, json!({ "staffUser": made["staffUser"], "password": null, "problems": [] }));
    let login = log_in(&app, "bob", &password).await;
    assert_eq!(
        app.graphql_as(&token(&login), ASK, json!({})).await,
        json!({ "data": { "viewer": { "label": "bob", "permissions": ["CUSTOMER_READ"] } } })
    );
}

#[tokio::test]
async fn a_user_that_breaks_rules_is_not_made() {
    let app = TestApp::start().await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    for (input, problems) in [
        (
            json!({ "email": "bob", "permissions": [], "brandIds": [] }),
            json!([
                { "path": "permissions", "code": "EMPTY" },
                { "path": "brandIds", "code": "EMPTY" },
                { "path": "email", "code": "INVALID_FORMAT" },
            ]),
        ),
        (
            json!({ "email": "BOB@example.com", "permissions": ["ADMIN"] }),
            json!([{ "path": "email", "code": "ALREADY_EXISTS" }]),
        ),
    ] {
        let payload = app.data(CREATE, json!({ "input": input })).await["createStaffUser"].take();
        assert_eq!(payload, json!({ "staffUser": null, "password": null, "problems": problems }), "{input}");
    }
}

#[tokio::test]
async fn a_disabled_users_session_stops_and_does_not_come_back() {
    let app = TestApp::start().await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    let login = log_in(&app, "bob", PASSWORD).await;
    let id = user_id(&app, "bob").await;
    assert_eq!(
        app.data(DISABLE, json!({ "id": id })).await["disableStaffUser"],
        json!({ "staffUser": { "disabledAt": "2026-03-01T09:00:00Z" }, "problems": [] })
    );
    assert_eq!(code(&app.graphql_as(&token(&login), ASK, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(log_in(&app, "bob", PASSWORD).await.status, 401);
    assert_eq!(
        app.data(ENABLE, json!({ "id": id })).await["enableStaffUser"],
        json!({ "staffUser": { "disabledAt": null }, "problems": [] })
    );
    assert_eq!(refresh(&app, &login).await.status, 401, "the old session stays ended");
    assert_eq!(code(&app.graphql_as(&token(&login), ASK, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(log_in(&app, "bob", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn rights_count_from_the_next_request_on() {
    let app = TestApp::start().await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    let bob = session(&app, "bob").await;
    let id = user_id(&app, "bob").await;
    let input = json!({ "name": "Robert", "permissions": ["CUSTOMER_CUD"] });
    assert_eq!(
        app.data(UPDATE, json!({ "id": id, "input": input })).await["updateStaffUser"],
        json!({
            "staffUser": { "name": "Robert", "permissions": ["CUSTOMER_CUD"], "brands": [{ "number": 1 }] },
            "problems": [],
        })
    );
    assert_eq!(
        app.graphql_as(&bob, ASK, json!({})).await,
        json!({ "data": { "viewer": { "label": "Robert", "permissions": ["CUSTOMER_CUD"] } } })
    );
    assert_eq!(code(&app.graphql_as(&bob, "{ customers { totalCount } }", json!({})).await), "FORBIDDEN");
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let app = TestApp::start().await;
    user(&app, "ann", &Permission::ALL).await;
    user(&app, "bob", &Permission::ALL).await;
    let (ann, bob) = (user_id(&app, "ann").await, user_id(&app, "bob").await);
    let refused = json!([{ "path": "", "code": "CONFLICT" }]);
    app.data(DISABLE, json!({ "id": bob })).await;
    let kept = app.data(DISABLE, json!({ "id": ann })).await["disableStaffUser"].take();
    assert_eq!(
        kept,
        json!({ "staffUser": null, "problems": [{ "code": "CONFLICT", "message": "the brand would lose its last administrator" }] })
    );
    let demoted = app.data(UPDATE, json!({ "id": ann, "input": { "permissions": ["CUSTOMER_READ"] } })).await;
    assert_eq!(demoted["updateStaffUser"], json!({ "staffUser": null, "problems": refused }));
    let session = session(&app, "ann").await;
    let answer = app.graphql_as(&session, ASK, json!({})).await;
    assert_eq!(answer["data"]["viewer"]["permissions"], json!(["CUSTOMER_READ", "CUSTOMER_CUD", "ADMIN"]));
    app.data(ENABLE, json!({ "id": bob })).await;
    let gone = app.data(DISABLE, json!({ "id": ann })).await["disableStaffUser"].take();
    assert_eq!(gone["problems"], json!([]), "there is another one now");
}

#[tokio::test]
async fn each_brand_keeps_an_administrator_of_its_own() {
    let app = TestApp::start().await;
    let second = app.another_brand(2).await;
    user_of(&app, "ann", &Permission::ALL, vec![app.brand.id, second.id]).await;
    user(&app, "bob", &Permission::ALL).await;
    let ann = session(&app, "ann").await;
    let brands = app.graphql_as(&ann, "{ viewer { brands { id } } }", json!({})).await;
    let first = brands["data"]["viewer"]["brands"][0]["id"].clone();
    let variables = json!({ "id": user_id(&app, "ann").await, "input": { "brandIds": [first] } });
    let answer = app.graphql_as(&ann, UPDATE, variables).await;
    assert_eq!(
        answer,
        json!({ "data": { "updateStaffUser": { "staffUser": null, "problems": [{ "path": "", "code": "CONFLICT" }] } } }),
        "brand 2 would have nobody"
    );
}

#[tokio::test]
async fn two_administrators_cannot_remove_each_other_at_the_same_time() {
    let app = TestApp::start().await;
    user(&app, "ann", &Permission::ALL).await;
    user(&app, "bob", &Permission::ALL).await;
    let (ann, bob) = (user_id(&app, "ann").await, user_id(&app, "bob").await);
    let (one, other) = (session(&app, "ann").await, session(&app, "bob").await);
    futures_util::future::join(
        app.graphql_as(&one, DISABLE, json!({ "id": bob })),
        app.graphql_as(&other, DISABLE, json!({ "id": ann })),
    )
    .await;
    let left = app.data("{ staffUsers(filter: { disabled: false }) { totalCount } }", json!({})).await;
    assert_eq!(left["staffUsers"]["totalCount"], 1);
}

#[tokio::test]
async fn an_administrator_cannot_reach_beyond_their_brands() {
    let app = TestApp::start().await;
    let second = app.another_brand(2).await;
    user(&app, "ann", &Permission::ALL).await;
    user_of(&app, "eve", &Permission::ALL, vec![app.brand.id, second.id]).await;
    let ann = session(&app, "ann").await;
    let seen =
        app.graphql_as(&ann, "{ staffUsers { nodes { name worksElsewhere brands { number } } } }", json!({})).await;
    assert_eq!(
        seen["data"]["staffUsers"]["nodes"],
        json!([
            { "name": "ann", "worksElsewhere": false, "brands": [{ "number": 1 }] },
            { "name": "eve", "worksElsewhere": true, "brands": [{ "number": 1 }] },
        ])
    );
    let eve = user_id(&app, "eve").await;
    let reset = app.graphql_as(&ann, RESET, json!({ "id": eve })).await["data"]["resetStaffPassword"].take();
    assert_eq!(reset, json!({ "staffUser": null, "password": null, "problems": [{ "code": "CONFLICT" }] }));
    assert_eq!(log_in(&app, "eve", PASSWORD).await.status, 200);
    let theirs = app.graphql_as(&app.key_of(&second, &[]).await, "{ brand { id } }", json!({})).await;
    let input = json!({ "brandIds": [theirs["data"]["brand"]["id"]] });
    let own = app.graphql_as(&ann, UPDATE, json!({ "id": user_id(&app, "ann").await, "input": input })).await;
    assert_eq!(own["data"]["updateStaffUser"]["problems"], json!([{ "path": "brandIds", "code": "NOT_FOUND" }]));
}

#[tokio::test]
async fn a_reset_password_ends_the_sessions_and_is_shown_once() {
    let app = TestApp::start().await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    let login = log_in(&app, "bob", PASSWORD).await;
    let id = user_id(&app, "bob").await;
    let reset = app.data(RESET, json!({ "id": id })).await["resetStaffPassword"].take();
    let password = reset["password"].as_str().expect("a password").to_owned();
    let again = app.data(RESET, json!({ "id": id })).await["resetStaffPassword"].take();
    assert_eq!(again, json!({ "staffUser": { "email": "bob@example.com" }, "password": null, "problems": [] }));
    assert_eq!(code(&app.graphql_as(&token(&login), ASK, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(refresh(&app, &login).await.status, 401);
    let statuses = [log_in(&app, "bob", PASSWORD).await.status, log_in(&app, "bob", &password).await.status];
    assert_eq!(statuses.map(|status| status.as_u16()), [401, 200]);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_keeps_this_one() {
    let app = TestApp::start().await;
    user(&app, "bob", &[]).await;
    let (here, elsewhere) = (log_in(&app, "bob", PASSWORD).await, log_in(&app, "bob", PASSWORD).await);
    let new = "a horse that corrects batteries";
    let changed = app.graphql_as(&token(&here), CHANGE, json!({ "current": PASSWORD, "new": new })).await;
    assert_eq!(changed, json!({ "data": { "changePassword": { "viewer": { "label": "bob" }, "problems": [] } } }));
    for old in [&here, &elsewhere] {
        assert_eq!(code(&app.graphql_as(&token(old), ASK, json!({})).await), "UNAUTHENTICATED");
    }
    assert_eq!(refresh(&app, &elsewhere).await.status, 401);
    let refreshed = refresh(&app, &here).await;
    assert_eq!(app.graphql_as(&token(&refreshed), ASK, json!({})).await["data"]["viewer"]["label"], "bob");
    let statuses = [log_in(&app, "bob", PASSWORD).await.status, log_in(&app, "bob", new).await.status];
    assert_eq!(statuses.map(|status| status.as_u16()), [401, 200]);
}

#[tokio::test]
async fn a_password_is_changed_only_by_who_knows_it_and_to_a_better_one() {
    let app = TestApp::start().await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    let bob = session(&app, "bob").await;
    for (current, new, problems) in [
        ("wrong", "long enough to pass", json!([{ "path": "currentPassword", "code": "NOT_ALLOWED" }])),
        (PASSWORD, "short", json!([{ "path": "newPassword", "code": "NOT_ALLOWED" }])),
        (PASSWORD, PASSWORD, json!([{ "path": "newPassword", "code": "NOT_ALLOWED" }])),
    ] {
        let answer = app.graphql_as(&bob, CHANGE, json!({ "current": current, "new": new })).await;
        assert_eq!(answer, json!({ "data": { "changePassword": { "viewer": null, "problems": problems } } }));
    }
    let key = app.graphql(CHANGE, json!({ "current": PASSWORD, "new": "long enough to pass" })).await;
    assert_eq!(
        key["data"]["changePassword"]["problems"],
        json!([{ "path": "", "code": "CONFLICT" }]),
        "a key has none"
    );
    assert_eq!(app.graphql_as(&bob, ASK, json!({})).await["data"]["viewer"]["label"], "bob", "the session goes on");
    assert_ne!(user_id(&app, "bob").await, Value::Null);
}

#[tokio::test]
async fn wrong_current_passwords_count_as_failed_logins() {
    let app = TestApp::start_with(|config| config.auth.failures_per_minute = 3).await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    let bob = session(&app, "bob").await;
    let change = async |current: &str| {
        app.graphql_as(&bob, CHANGE, json!({ "current": current, "new": "a horse that corrects batteries" })).await
    };
    for _ in 0..3 {
        let problems = json!([{ "path": "currentPassword", "code": "NOT_ALLOWED" }]);
        assert_eq!(change("wrong").await["data"]["changePassword"]["problems"], problems);
    }
    assert_eq!(code(&change(PASSWORD).await), "LIMITED", "not even the right one");
    assert_eq!(log_in(&app, "bob", PASSWORD).await.status, 429, "nor at the door");
    app.app.clock().set("2026-03-01T09:01:01Z".parse().expect("an instant"));
    assert_eq!(change(PASSWORD).await["data"]["changePassword"]["problems"], json!([]));
}

#[tokio::test]
async fn a_login_that_is_under_way_when_the_password_is_reset_opens_nothing() {
    let app = TestApp::start().await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    let id = user_id(&app, "bob").await;
    for wait in [0, 5, 10, 20, 40] {
        let reset = async {
            tokio::time::sleep(std::time::Duration::from_millis(wait)).await;
            let reset = RESET.replace("\"r\"", &format!("\"r{wait}\""));
            app.data(&reset, json!({ "id": id })).await["resetStaffPassword"]["password"].take()
        };
        // As many at once as the server hashes, so that some of them wait for their turn meanwhile.
        let logins = futures_util::future::join_all((0..4).map(|_| log_in(&app, "bob", PASSWORD)));
        let (logins, _) = tokio::join!(logins, reset);
        for login in logins.iter().filter(|login| login.status == 200) {
            assert_eq!(refresh(&app, login).await.status, 401, "{wait} ms");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_planned_is_not_done_and_a_planned_password_is_not_shown() {
    let app = TestApp::start().await;
    user(&app, "bob", &[Permission::CustomerRead]).await;
    let planned = async |bearer: &str, query: &str, variables: Value| -> Value {
        let body = json!({ "query": query, "variables": variables, "extensions": { "plan": "only" } });
        app.send(post_json("/graphql", &[("authorization", &format!("Bearer {bearer}"))], &body)).await.json()
    };
    let bob = session(&app, "bob").await;
    let change = json!({ "current": PASSWORD, "new": "a horse that corrects batteries" });
    let refused = planned(&bob, CHANGE, change).await;
    assert_eq!(refused["data"]["changePassword"]["problems"], json!([{ "path": "", "code": "CONFLICT" }]));
    let reset = planned(&app.key, RESET, json!({ "id": user_id(&app, "bob").await })).await;
    assert_eq!(reset["data"]["resetStaffPassword"]["password"], json!(null));
    assert_eq!(reset["extensions"]["plan"]["carriedOut"], false);
    let redeem = "mutation { verifyAuthToken(input: { applicationId: \"a\", token: \"t\", requestId: \"r\" }) { problems { code } } }";
    assert_eq!(code(&planned(&app.key, redeem, json!({})).await), "CONFLICT");
    assert_eq!(log_in(&app, "bob", PASSWORD).await.status, 200);
}
