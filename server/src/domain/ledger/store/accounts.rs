//! Rows of accounts, and the locks on them.

use entity::ledger_account::{self, LedgerUnit};
use entity::{Amount, Timestamp, ledger_lot};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Order, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use super::records_of;
use crate::domain::ledger::Sort;
use crate::error::{Error, Result};

/// The sorts of a unit that a customer has accounts of.
///
/// # Errors
/// The store failed.
pub async fn sorts(db: &impl ConnectionTrait, brand: i64, customer: i64, unit: LedgerUnit) -> Result<Vec<Sort>> {
    let rows = ledger_account::Entity::find()
        .select_only()
        .column(ledger_account::Column::TypeId)
        .column(ledger_account::Column::Currency)
        .distinct()
        .filter(ledger_account::Column::SourceRecordId.in_subquery(records_of(brand, customer)))
        .filter(ledger_account::Column::Unit.eq(unit))
        .into_tuple::<(Option<i64>, Option<String>)>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(type_id, currency)| Sort { unit, type_id, currency }).collect())
}

/// The record's account of a sort, locked until the transaction ends; made when it has none. Its currency may be another: a record
/// has one account a type.
///
/// # Errors
/// The store failed.
pub async fn open(
    db: &impl ConnectionTrait,
    brand: i64,
    source_record: i64,
    sort: &Sort,
    now: Timestamp,
) -> Result<ledger_account::Model> {
    let query = || {
        let of_record = ledger_account::Column::SourceRecordId.eq(source_record);
        locked(ledger_account::Entity::find().filter(of_record).filter(of_type(sort)))
    };
    if let Some(account) = query().one(db).await? {
        return Ok(account);
    }
    let row = ledger_account::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(source_record),
        unit: Set(sort.unit),
        type_id: Set(sort.type_id),
        currency: Set(sort.currency.clone()),
        balance: Set(Amount::ZERO),
        updated_at: Set(now),
        ..Default::default()
    };
    // Somebody else may make it at the same moment; then theirs is the account.
    let nothing = OnConflict::new().do_nothing().to_owned();
    ledger_account::Entity::insert(row).on_conflict(nothing).exec_without_returning(db).await?;
    query().one(db).await?.ok_or_else(|| Error::internal("an account just made is not there"))
}

/// A customer's accounts of a sort, or only those of one record, locked in the order of their ids.
///
/// # Errors
/// The store failed.
pub async fn lock_of_customer(
    db: &impl ConnectionTrait,
    brand: i64,
    customer: i64,
    record: Option<i64>,
    sort: &Sort,
) -> Result<Vec<ledger_account::Model>> {
    let currency = match &sort.currency {
        Some(currency) => ledger_account::Column::Currency.eq(currency),
        None => ledger_account::Column::Currency.is_null(),
    };
    let rows = ledger_account::Entity::find()
        .filter(ledger_account::Column::SourceRecordId.in_subquery(records_of(brand, customer)))
        .filter(Condition::all().add_option(record.map(|id| ledger_account::Column::SourceRecordId.eq(id))))
        .filter(of_type(sort))
        .filter(currency);
    Ok(locked(rows).all(db).await?)
}

/// These accounts, locked in the order of their ids.
///
/// # Errors
/// The store failed.
pub async fn lock(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<ledger_account::Model>> {
    Ok(locked(named(ids)).all(db).await?)
}

/// Those of these accounts that nobody else holds, locked.
///
/// # Errors
/// The store failed.
pub async fn lock_free(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<ledger_account::Model>> {
    let rows = named(ids).order_by_asc(ledger_account::Column::Id);
    Ok(rows.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(db).await?)
}

/// Accounts that have lots due and not yet marked, with their brands; what has been due longest first.
///
/// # Errors
/// The store failed.
pub async fn due(db: &impl ConnectionTrait, now: Timestamp, limit: u64) -> Result<Vec<(i64, i64)>> {
    use ledger_lot::{Column, Entity};
    let lots = Query::select()
        .column((ledger_account::Entity, ledger_account::Column::BrandId))
        .column((Entity, Column::AccountId))
        .from(Entity)
        .inner_join(
            ledger_account::Entity,
            Expr::col((ledger_account::Entity, ledger_account::Column::Id)).equals((Entity, Column::AccountId)),
        )
        .and_where(Column::ExpiredAt.is_null())
        .and_where(Column::ExpiresAt.lte(now))
        .order_by((Entity, Column::ExpiresAt), Order::Asc)
        .order_by((Entity, Column::Id), Order::Asc)
        .limit(limit)
        .to_owned();
    let rows = db.query_all(&lots).await?;
    rows.iter().map(|row| Ok((row.try_get("", "brand_id")?, row.try_get("", "account_id")?))).collect()
}

/// Adds to a locked account's balance.
///
/// # Errors
/// The store failed.
pub async fn raise(db: &impl ConnectionTrait, id: i64, amount: Amount, now: Timestamp) -> Result<()> {
    use ledger_account::Column;
    ledger_account::Entity::update_many()
        .col_expr(Column::Balance, Expr::col(Column::Balance).add(amount))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

fn named(ids: &[i64]) -> Select<ledger_account::Entity> {
    ledger_account::Entity::find().filter(ledger_account::Column::Id.is_in(ids.iter().copied()))
}

/// `FOR UPDATE` on PostgreSQL; on SQLite the transaction that writes is alone anyway. Whoever locks several does it in the order of
/// their ids, so that two never wait for each other.
fn locked(accounts: Select<ledger_account::Entity>) -> Select<ledger_account::Entity> {
    accounts.order_by_asc(ledger_account::Column::Id).lock_exclusive()
}

fn of_type(sort: &Sort) -> Condition {
    use ledger_account::Column;
    let of_type = match sort.type_id {
        Some(id) => Column::TypeId.eq(id),
        None => Column::TypeId.is_null(),
    };
    Condition::all().add(Column::Unit.eq(sort.unit)).add(of_type)
}
