//! Calls that these tests repeat.

use onefold_tests::TestApp;
use serde_json::{Value, json};

pub(super) const CREATE: &str =
    "mutation($input: CreateRewardInput!, $key: String) { createReward(input: $input, idempotencyKey: $key) {
    reward { id name } problems { path code message }
} }";
pub(super) const ISSUE: &str =
    "mutation($input: IssueVoucherInput!, $key: String) { issueVoucher(input: $input, idempotencyKey: $key) {
    voucher { id code } problems { path code message }
} }";
pub(super) const APPLY: &str =
    "mutation($input: ApplyVoucherInput!, $key: String) { applyVoucher(input: $input, idempotencyKey: $key) {
    voucher { appliedAt store { name } } problems { path code message }
} }";
pub(super) const REVOKE: &str = "mutation($id: ID!, $key: String) { revokeVoucher(id: $id, idempotencyKey: $key) {
    voucher { state } problems { path code message }
} }";

/// Puts a reward on offer; its id.
pub(super) async fn reward(app: &TestApp, input: Value) -> String {
    let mut whole = json!({ "code": "COFFEE", "name": "Coffee", "group": "CATALOGUE" });
    whole.as_object_mut().expect("an object").extend(input.as_object().expect("an object").clone());
    let data = app.data(CREATE, json!({ "input": whole })).await;
    data["createReward"]["reward"]["id"].as_str().unwrap_or_else(|| panic!("{data:#}")).to_owned()
}

/// Issues a voucher; its id.
pub(super) async fn voucher(app: &TestApp, input: Value) -> String {
    let data = app.data(ISSUE, json!({ "input": input })).await;
    data["issueVoucher"]["voucher"]["id"].as_str().unwrap_or_else(|| panic!("{data:#}")).to_owned()
}

/// What became of applying a voucher.
pub(super) async fn apply(app: &TestApp, voucher: &str) -> Value {
    app.data(APPLY, json!({ "input": { "voucherId": voucher } })).await["applyVoucher"].take()
}

/// Moves the clock to this instant.
pub(super) fn at(app: &TestApp, instant: &str) {
    app.app.clock().set(instant.parse().expect("an instant"));
}

/// One text of each node of a list.
pub(super) fn texts(list: &Value, field: &str) -> Vec<String> {
    let nodes = list["nodes"].as_array().unwrap_or_else(|| panic!("{list:#}"));
    nodes.iter().map(|node| node[field].as_str().expect("a text").to_owned()).collect()
}

/// Code and path of each problem.
pub(super) fn told(payload: &Value) -> Vec<(&str, &str)> {
    let problems = payload["problems"].as_array().expect("problems");
    problems.iter().map(|p| (p["path"].as_str().expect("a path"), p["code"].as_str().expect("a code"))).collect()
}
