//! Calls that these tests repeat.

use entity::{Amount, ledger_account, ledger_allocation, ledger_debit, ledger_lot};
use onefold_tests::TestApp;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

pub(super) const EARN: &str =
    "mutation($input: EarnPointsInput!, $key: String) { earnPoints(input: $input, idempotencyKey: $key) {
    lot { id assigned available earnedAt expiresAt note unit typeName currency } problems { path code message }
} }";
pub(super) const SPEND: &str = "mutation($input: SpendPointsInput!, $key: String) { spendPoints(input: $input, idempotencyKey: $key) {
    debits { id kind amount note createdAt reversedAt allocations { nodes { amount lot { note } } } source { vendorId } } problems { path code message }
} }";
pub(super) const REVERSE: &str =
    "mutation($id: ID!) { reverseSpend(debitId: $id) { debits { amount reversedAt } problems { code message } } }";
pub(super) const ADJUST: &str = "mutation($input: AdjustBalanceInput!) { adjustBalance(input: $input) {
    customer { pointsBalance } problems { path code message }
} }";

/// Gives points and panics when that is refused; answers with the lot.
pub(super) async fn earn(app: &TestApp, input: Value) -> Value {
    let mut data = app.data(EARN, json!({ "input": input })).await;
    let answer = data["earnPoints"].take();
    assert_eq!(answer["problems"], json!([]));
    answer["lot"].clone()
}

/// Spends and answers with the payload.
pub(super) async fn spend(app: &TestApp, input: Value) -> Value {
    app.data(SPEND, json!({ "input": input })).await["spendPoints"].take()
}

/// What a customer can spend.
pub(super) async fn balance(app: &TestApp, customer: &str) -> Value {
    let query = "query($id: ID!) { customer(id: $id) { pointsBalance } }";
    app.data(query, json!({ "id": customer })).await["customer"]["pointsBalance"].take()
}

/// Moves the clock to this instant.
pub(super) fn at(app: &TestApp, instant: &str) {
    app.app.clock().set(instant.parse().expect("an instant"));
}

/// Checks what always holds, over everything in the store: see `onefold::domain::ledger`.
pub(super) async fn check_books(app: &TestApp) -> Result<(), String> {
    let db = app.app.store().reader();
    let accounts = ledger_account::Entity::find().all(db).await.map_err(|error| error.to_string())?;
    let lots = ledger_lot::Entity::find().all(db).await.map_err(|error| error.to_string())?;
    let debits = ledger_debit::Entity::find().all(db).await.map_err(|error| error.to_string())?;
    let shares = ledger_allocation::Entity::find().all(db).await.map_err(|error| error.to_string())?;
    for account in &accounts {
        let held: i64 = lots.iter().filter(|lot| lot.account_id == account.id).map(|lot| lot.available.0).sum();
        equal(&format!("the balance of account {}", account.id), account.balance.0, held)?;
        positive(&format!("the balance of account {}", account.id), account.balance)?;
    }
    for debit in &debits {
        let parts: i64 = shares.iter().filter(|share| share.debit_id == debit.id).map(|share| share.amount.0).sum();
        equal(&format!("debit {}", debit.id), debit.amount.0, parts)?;
    }
    for lot in &lots {
        let holds = |id: i64| debits.iter().any(|debit| debit.id == id && debit.reversed_at.is_none());
        let taken: i64 = shares
            .iter()
            .filter(|share| share.lot_id == lot.id && holds(share.debit_id))
            .map(|share| share.amount.0)
            .sum();
        equal(&format!("lot {}", lot.id), lot.available.0, lot.assigned.0 - taken)?;
        positive(&format!("lot {}", lot.id), lot.available)?;
    }
    Ok(())
}

fn equal(what: &str, written: i64, summed: i64) -> Result<(), String> {
    if written == summed { Ok(()) } else { Err(format!("{what} is {written}, its parts sum to {summed}")) }
}

fn positive(what: &str, amount: Amount) -> Result<(), String> {
    if amount.is_negative() { Err(format!("{what} is {amount}")) } else { Ok(()) }
}
