use entity::ledger_account::LedgerUnit;
use entity::{Amount, Timestamp};

use super::{Share, Sort, Stock, allocate};

fn stock(lot: i64, available: i64, expires_at: Option<i64>, earned_at: i64) -> Stock {
    Stock {
        lot,
        account: 1,
        available: Amount(available),
        expires_at: expires_at.map(Timestamp),
        earned_at: Timestamp(earned_at),
    }
}

fn taken(lots: Vec<Stock>, amount: i64) -> Option<Vec<(i64, i64)>> {
    let shares = allocate(lots, Amount(amount))?;
    Some(shares.into_iter().map(|Share { lot, amount, .. }| (lot, amount.0)).collect())
}

#[test]
fn what_expires_first_is_used_first_and_what_never_expires_last() {
    let lots = vec![stock(1, 5, None, 1), stock(2, 5, Some(200), 1), stock(3, 5, Some(100), 9)];
    assert_eq!(taken(lots, 12), Some(vec![(3, 5), (2, 5), (1, 2)]));
}

#[test]
fn of_two_with_one_expiry_the_older_is_used_first() {
    let lots = vec![stock(1, 5, Some(100), 7), stock(2, 5, Some(100), 3), stock(3, 5, Some(100), 3)];
    assert_eq!(taken(lots, 6), Some(vec![(2, 5), (3, 1)]));
}

#[test]
fn empty_lots_are_passed_over() {
    assert_eq!(taken(vec![stock(1, 0, Some(1), 1), stock(2, 3, None, 1)], 3), Some(vec![(2, 3)]));
}

#[test]
fn refuses_more_than_there_is() {
    assert_eq!(taken(vec![stock(1, 5, None, 1), stock(2, 4, None, 1)], 10), None);
    assert_eq!(taken(Vec::new(), 1), None);
}

#[test]
fn amounts_are_shown_with_what_they_count() {
    let points = Sort { unit: LedgerUnit::Points, type_id: None, currency: None };
    let credits = Sort { unit: LedgerUnit::Credits, type_id: None, currency: Some("CZK".into()) };
    assert_eq!(points.show(Amount(125_000)), "12.5 points");
    assert_eq!(credits.show(Amount(300_000)), "30 CZK of credits");
}
