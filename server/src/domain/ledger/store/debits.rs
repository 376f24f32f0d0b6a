//! Rows of debits and their allocations, and what they move.

use entity::ledger_debit::{self, DebitKind};
use entity::source_record::RecordState;
use entity::{Amount, Timestamp, ledger_account, ledger_allocation, ledger_lot};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
};

use super::pools::Entry;
use super::{lots, sum};
use crate::domain::ledger::{AllocationsOf, DebitFilter, Share};
use crate::error::{Error, Result};
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;

impl Listed for ledger_debit::Entity {
    type Filter = DebitFilter;

    /// The owner is a source record. A customer's debits are listed by sort: see [`super::pools`].
    fn link(_: &DebitFilter) -> Link<ledger_debit::Column> {
        Link::Owner(ledger_debit::Column::SourceRecordId)
    }

    fn ordering(_: &DebitFilter) -> Ordering<ledger_debit::Column> {
        Ordering::descending(ledger_debit::Column::CreatedAt)
    }

    fn id() -> ledger_debit::Column {
        ledger_debit::Column::Id
    }

    fn condition(filter: &DebitFilter) -> Condition {
        Condition::all().add_option(filter.kind.map(|kind| ledger_debit::Column::Kind.eq(kind)))
    }
}

impl Entry for ledger_debit::Entity {
    fn account() -> ledger_debit::Column {
        ledger_debit::Column::AccountId
    }
}

impl Listed for ledger_allocation::Entity {
    type Filter = AllocationsOf;

    fn link(of: &AllocationsOf) -> Link<ledger_allocation::Column> {
        Link::Owner(match of {
            AllocationsOf::Debit => ledger_allocation::Column::DebitId,
            AllocationsOf::Lot => ledger_allocation::Column::LotId,
        })
    }

    fn ordering(_: &AllocationsOf) -> Ordering<ledger_allocation::Column> {
        Ordering::ascending(ledger_allocation::Column::Id)
    }

    fn id() -> ledger_allocation::Column {
        ledger_allocation::Column::Id
    }

    fn condition(_: &AllocationsOf) -> Condition {
        Condition::all()
    }
}

/// A debit to be written.
#[derive(Clone, Debug)]
pub struct NewDebit<'a> {
    /// The account.
    pub account: &'a ledger_account::Model,
    /// The first debit of the same spend.
    pub spend: Option<i64>,
    /// Why.
    pub kind: DebitKind,
    /// The sum of its shares.
    pub amount: Amount,
    /// Why, in words.
    pub note: Option<String>,
}

/// Writes a debit with its allocations. Lots and balance follow by [`apply`].
///
/// # Errors
/// The store failed.
pub async fn insert(
    db: &impl ConnectionTrait,
    new: NewDebit<'_>,
    shares: &[Share],
    now: Timestamp,
) -> Result<ledger_debit::Model> {
    let row = ledger_debit::ActiveModel {
        account_id: Set(new.account.id),
        source_record_id: Set(new.account.source_record_id),
        spend_id: Set(new.spend),
        kind: Set(new.kind),
        amount: Set(new.amount),
        note: Set(new.note),
        created_at: Set(now),
        ..Default::default()
    };
    let debit = ledger_debit::Entity::insert(row).exec_with_returning(db).await?;
    let rows = shares.iter().map(|share| ledger_allocation::ActiveModel {
        debit_id: Set(debit.id),
        lot_id: Set(share.lot),
        amount: Set(share.amount),
        ..Default::default()
    });
    ledger_allocation::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(debit)
}

/// Writes an expiry debit for each of these accounts that holds something due, with its allocations. Lots and balance follow by
/// [`apply`].
///
/// # Errors
/// The store failed.
pub async fn insert_expiries(
    db: &impl ConnectionTrait,
    accounts: &[i64],
    now: Timestamp,
) -> Result<Vec<ledger_debit::Model>> {
    use ledger_debit::Column;
    let due = Query::select()
        .columns([ledger_lot::Column::AccountId, ledger_lot::Column::SourceRecordId])
        .expr(Expr::value(DebitKind::Expiry))
        .expr(sum(Expr::col(ledger_lot::Column::Available)))
        .expr(Expr::value(now))
        .from(ledger_lot::Entity)
        .cond_where(lots::due(accounts, now))
        .group_by_columns([ledger_lot::Column::AccountId, ledger_lot::Column::SourceRecordId])
        .to_owned();
    let insert = Query::insert()
        .into_table(ledger_debit::Entity)
        .columns([Column::AccountId, Column::SourceRecordId, Column::Kind, Column::Amount, Column::CreatedAt])
        .select_from(due)
        .map_err(Error::internal)?
        .returning_all()
        .to_owned();
    let rows = db.query_all(&insert).await?;
    let debits =
        rows.iter().map(|row| ledger_debit::Model::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    if !debits.is_empty() {
        insert_expired_shares(db, &debits, accounts, now).await?;
    }
    Ok(debits)
}

async fn insert_expired_shares(
    db: &impl ConnectionTrait,
    debits: &[ledger_debit::Model],
    accounts: &[i64],
    now: Timestamp,
) -> Result<()> {
    use ledger_allocation::Column;
    let shares = Query::select()
        .column((ledger_debit::Entity, ledger_debit::Column::Id))
        .column((ledger_lot::Entity, ledger_lot::Column::Id))
        .column((ledger_lot::Entity, ledger_lot::Column::Available))
        .from(ledger_lot::Entity)
        .inner_join(
            ledger_debit::Entity,
            Expr::col((ledger_debit::Entity, ledger_debit::Column::AccountId))
                .equals((ledger_lot::Entity, ledger_lot::Column::AccountId)),
        )
        .and_where(ledger_debit::Column::Id.is_in(debits.iter().map(|debit| debit.id)))
        .cond_where(lots::due(accounts, now))
        .to_owned();
    let insert = Query::insert()
        .into_table(ledger_allocation::Entity)
        .columns([Column::DebitId, Column::LotId, Column::Amount])
        .select_from(shares)
        .map_err(Error::internal)?
        .to_owned();
    db.execute(&insert).await?;
    Ok(())
}

/// Which way allocations move lots and balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Out of them.
    Take,
    /// Back into them.
    GiveBack,
}

impl Move {
    fn of(self, column: impl ExprTrait, amount: SimpleExpr) -> SimpleExpr {
        match self {
            Self::Take => column.sub(amount),
            Self::GiveBack => column.add(amount),
        }
    }
}

/// Lets the lots and balances of locked accounts follow what these debits allocate.
///
/// # Errors
/// The store failed.
pub async fn apply(db: &impl ConnectionTrait, debits: &[i64], direction: Move, now: Timestamp) -> Result<()> {
    move_lots(db, debits, direction).await?;
    move_balances(db, debits, direction, now).await
}

async fn move_lots(db: &impl ConnectionTrait, debits: &[i64], direction: Move) -> Result<()> {
    use ledger_lot::{Column, Entity};
    let moved = allocated(debits)
        .expr(sum(Expr::col((ledger_allocation::Entity, ledger_allocation::Column::Amount))))
        .and_where(
            Expr::col((ledger_allocation::Entity, ledger_allocation::Column::LotId)).equals((Entity, Column::Id)),
        )
        .to_owned();
    let touched = allocated(debits).column(ledger_allocation::Column::LotId).to_owned();
    Entity::update_many()
        .col_expr(Column::Available, direction.of(Expr::col(Column::Available), moved.into()))
        .filter(Column::Id.in_subquery(touched))
        .exec(db)
        .await?;
    Ok(())
}

async fn move_balances(db: &impl ConnectionTrait, debits: &[i64], direction: Move, now: Timestamp) -> Result<()> {
    use ledger_account::{Column, Entity};
    // A lot that its vendor took out of use does not count towards the balance.
    let moved = allocated(debits)
        .expr(sum(Expr::col((ledger_allocation::Entity, ledger_allocation::Column::Amount))))
        .inner_join(
            ledger_lot::Entity,
            Expr::col((ledger_lot::Entity, ledger_lot::Column::Id))
                .equals((ledger_allocation::Entity, ledger_allocation::Column::LotId)),
        )
        .and_where(Expr::col((ledger_lot::Entity, ledger_lot::Column::AccountId)).equals((Entity, Column::Id)))
        .and_where(ledger_lot::Column::State.eq(RecordState::Active))
        .to_owned();
    let moved = Func::coalesce([moved.into(), Expr::value(0_i64)]);
    let touched = Query::select()
        .column(ledger_debit::Column::AccountId)
        .from(ledger_debit::Entity)
        .and_where(ledger_debit::Column::Id.is_in(debits.iter().copied()))
        .to_owned();
    Entity::update_many()
        .col_expr(Column::Balance, direction.of(Expr::col(Column::Balance), moved.into()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.in_subquery(touched))
        .exec(db)
        .await?;
    Ok(())
}

fn allocated(debits: &[i64]) -> SelectStatement {
    Query::select()
        .from(ledger_allocation::Entity)
        .and_where(ledger_allocation::Column::DebitId.is_in(debits.iter().copied()))
        .to_owned()
}

/// The debits of one spend, the first of them named.
///
/// # Errors
/// The store failed.
pub async fn of_spend(db: &impl ConnectionTrait, first: i64) -> Result<Vec<ledger_debit::Model>> {
    use ledger_debit::Column;
    let rows = ledger_debit::Entity::find()
        .filter(Condition::any().add(Column::Id.eq(first)).add(Column::SpendId.eq(first)))
        .order_by_asc(Column::Id);
    Ok(rows.all(db).await?)
}

/// Marks debits as reversed.
///
/// # Errors
/// The store failed.
pub async fn mark_reversed(db: &impl ConnectionTrait, debits: &[i64], now: Timestamp) -> Result<()> {
    ledger_debit::Entity::update_many()
        .col_expr(ledger_debit::Column::ReversedAt, Expr::value(now))
        .filter(ledger_debit::Column::Id.is_in(debits.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

/// The debits that took from this lot and from no other and were not reversed, newest first.
///
/// # Errors
/// The store failed.
pub async fn of_lot_alone(db: &impl ConnectionTrait, lot: i64) -> Result<Vec<ledger_debit::Model>> {
    let of_lot = Query::select()
        .column(ledger_allocation::Column::DebitId)
        .from(ledger_allocation::Entity)
        .and_where(ledger_allocation::Column::LotId.eq(lot))
        .to_owned();
    let of_others = Query::select()
        .column(ledger_allocation::Column::DebitId)
        .from(ledger_allocation::Entity)
        .and_where(ledger_allocation::Column::LotId.ne(lot))
        .and_where(
            Expr::col((ledger_allocation::Entity, ledger_allocation::Column::DebitId))
                .equals((ledger_debit::Entity, ledger_debit::Column::Id)),
        )
        .to_owned();
    let rows = ledger_debit::Entity::find()
        .filter(ledger_debit::Column::Id.in_subquery(of_lot))
        .filter(Expr::exists(of_others).not())
        .filter(ledger_debit::Column::ReversedAt.is_null())
        .order_by_desc(ledger_debit::Column::Id);
    Ok(rows.all(db).await?)
}
