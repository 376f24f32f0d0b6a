//! Rows of lots.

use entity::ledger_account::{self, LedgerUnit};
use entity::source_record::RecordState;
use entity::{Amount, Timestamp, ledger_lot};
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, NullOrdering, Order, Query, WindowStatement};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult,
    IntoActiveModel, Iterable, QueryFilter,
};

use super::pools::Entry;
use crate::domain::ledger::{HeardLot, LotFilter, Stock};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::slice::{self, Slice, Sliced};

impl Listed for ledger_lot::Entity {
    type Filter = LotFilter;

    /// The owner is a source record. A customer's lots are listed by sort: see [`super::pools`].
    fn link(_: &LotFilter) -> Link<ledger_lot::Column> {
        Link::Owner(ledger_lot::Column::SourceRecordId)
    }

    fn ordering(_: &LotFilter) -> Ordering<ledger_lot::Column> {
        Ordering::descending(ledger_lot::Column::EarnedAt)
    }

    fn id() -> ledger_lot::Column {
        ledger_lot::Column::Id
    }

    fn condition(filter: &LotFilter) -> Condition {
        let available = |wanted| match wanted {
            true => ledger_lot::Column::Available.gt(0),
            false => ledger_lot::Column::Available.lte(0),
        };
        Condition::all().add_option(filter.available.map(available))
    }
}

impl Entry for ledger_lot::Entity {
    fn account() -> ledger_lot::Column {
        ledger_lot::Column::AccountId
    }
}

/// Part of the lots of one source record, of one unit and perhaps one type. Whoever asks has found the record in the viewer's brand
/// before.
///
/// # Errors
/// The store failed.
pub async fn of_record(
    db: &impl ConnectionTrait,
    source_record: i64,
    unit: LedgerUnit,
    type_id: Option<i64>,
    slice: Slice<ledger_lot::Column>,
) -> Result<Sliced<ledger_lot::Model>> {
    let accounts = Query::select()
        .column(ledger_account::Column::Id)
        .from(ledger_account::Entity)
        .and_where(ledger_account::Column::SourceRecordId.eq(source_record))
        .and_where(ledger_account::Column::Unit.eq(unit))
        .and_where_option(type_id.map(|id| ledger_account::Column::TypeId.eq(id)))
        .to_owned();
    let lots = ledger_lot::Entity::find()
        .filter(ledger_lot::Column::SourceRecordId.eq(source_record))
        .filter(ledger_lot::Column::State.ne(RecordState::Deleted))
        .filter(ledger_lot::Column::AccountId.in_subquery(accounts));
    slice::read(db, lots, ledger_lot::Column::Id, slice).await
}

/// A lot to be written.
#[derive(Clone, Debug)]
pub struct NewLot {
    /// Its account.
    pub account: i64,
    /// The account's record.
    pub source_record: i64,
    /// The vendor's id.
    pub vendor_id: String,
    /// Who funds it.
    pub partner: Option<i64>,
    /// How much.
    pub amount: Amount,
    /// When it was earned.
    pub earned_at: Timestamp,
    /// When the rest expires.
    pub expires_at: Option<Timestamp>,
    /// Why.
    pub note: Option<String>,
    /// The purchase that earned it.
    pub purchase: Option<i64>,
}

/// Writes a lot.
///
/// # Errors
/// The store failed, or the vendor id is taken.
pub async fn insert(db: &impl ConnectionTrait, new: NewLot) -> Result<ledger_lot::Model> {
    let row = ledger_lot::ActiveModel {
        account_id: Set(new.account),
        source_record_id: Set(new.source_record),
        vendor_id: Set(Some(new.vendor_id)),
        partner_id: Set(new.partner),
        assigned: Set(new.amount),
        available: Set(new.amount),
        earned_at: Set(new.earned_at),
        expires_at: Set(new.expires_at),
        state: Set(RecordState::Active),
        note: Set(new.note),
        purchase_id: Set(new.purchase),
        ..Default::default()
    };
    Ok(ledger_lot::Entity::insert(row).exec_with_returning(db).await?)
}

/// A lot, whose account the caller has found in the brand and locked.
pub(in crate::domain::ledger) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<ledger_lot::Model>> {
    Ok(ledger_lot::Entity::find_by_id(id).one(db).await?)
}

/// The lot of a record that its vendor knows under this id.
pub(in crate::domain::ledger) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    source_record: i64,
    vendor_id: &str,
) -> Result<Option<ledger_lot::Model>> {
    let row = ledger_lot::Entity::find()
        .filter(ledger_lot::Column::SourceRecordId.eq(source_record))
        .filter(ledger_lot::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// Whether a lot would be another if it said what its vendor says, with so much left.
pub(in crate::domain::ledger) fn says_other(lot: &ledger_lot::Model, said: &HeardLot, available: Amount) -> bool {
    (lot.assigned, lot.available, lot.partner_id, lot.expires_at, lot.state)
        != (said.assigned, available, said.partner, said.expires_at, said.state)
        || lot.note != said.note
        || said.earned_at.is_some_and(|at| at != lot.earned_at)
}

/// Writes what its vendor says of a lot. The balance is the caller's to move.
pub(in crate::domain::ledger) async fn rewrite(
    db: &impl ConnectionTrait,
    lot: ledger_lot::Model,
    said: &HeardLot,
    available: Amount,
) -> Result<ledger_lot::Model> {
    let earned_at = said.earned_at.unwrap_or(lot.earned_at);
    let mut row = lot.into_active_model();
    row.assigned = Set(said.assigned);
    row.available = Set(available);
    row.partner_id = Set(said.partner);
    row.earned_at = Set(earned_at);
    row.expires_at = Set(said.expires_at);
    row.note = Set(said.note.clone());
    row.state = Set(said.state);
    Ok(row.update(db).await?)
}

/// The lots of locked accounts that a debit of `amount` will use, or all that have something left when they do not hold as much.
/// No more are read than are needed, however many a customer has.
///
/// # Errors
/// The store failed.
pub async fn spendable(
    db: &impl ConnectionTrait,
    accounts: &[i64],
    amount: Amount,
    now: Timestamp,
) -> Result<Vec<Stock>> {
    use ledger_lot::{Column, Entity};
    let running = Alias::new("running");
    // The order of `allocate`.
    let window = WindowStatement::new()
        .order_by_with_nulls((Entity, Column::ExpiresAt), Order::Asc, NullOrdering::Last)
        .order_by((Entity, Column::EarnedAt), Order::Asc)
        .order_by((Entity, Column::Id), Order::Asc)
        .to_owned();
    let lots = Query::select()
        .columns(Column::iter().map(|column| (Entity, column)))
        .expr_window_as(Expr::col((Entity, Column::Available)).sum(), window, running.clone())
        .from(Entity)
        .and_where(Column::AccountId.is_in(accounts.iter().copied()))
        .and_where(Column::State.eq(RecordState::Active))
        .and_where(Column::Available.gt(0))
        .cond_where(Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(now)))
        .to_owned();
    let needed = Query::select()
        .column(Asterisk)
        .from_subquery(lots, Alias::new("lots"))
        .and_where(Expr::col(running).sub(Expr::col(Column::Available)).lt(amount))
        .to_owned();
    let rows = db.query_all(&needed).await?;
    rows.iter().map(|row| Ok(ledger_lot::Model::from_query_result(row, "")?.into())).collect()
}

impl From<ledger_lot::Model> for Stock {
    fn from(row: ledger_lot::Model) -> Self {
        Self {
            lot: row.id,
            account: row.account_id,
            available: row.available,
            expires_at: row.expires_at,
            earned_at: row.earned_at,
        }
    }
}

/// That something is left in a lot of these accounts which is due.
pub(super) fn due(accounts: &[i64], now: Timestamp) -> Condition {
    use ledger_lot::Column;
    Condition::all()
        .add(Column::AccountId.is_in(accounts.iter().copied()))
        .add(Column::State.eq(RecordState::Active))
        .add(Column::Available.gt(0))
        .add(Column::ExpiresAt.lte(now))
}

/// Marks the due lots of these accounts, whatever is left in them, as expired; answers with their number.
///
/// # Errors
/// The store failed.
pub async fn mark_expired(db: &impl ConnectionTrait, accounts: &[i64], now: Timestamp) -> Result<u64> {
    use ledger_lot::Column;
    let marked = ledger_lot::Entity::update_many()
        .col_expr(Column::ExpiredAt, Expr::value(now))
        .filter(Column::AccountId.is_in(accounts.iter().copied()))
        .filter(Column::ExpiredAt.is_null())
        .filter(Column::ExpiresAt.lte(now))
        .exec(db)
        .await?;
    Ok(marked.rows_affected)
}
