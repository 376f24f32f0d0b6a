//! Rows of vouchers.

use entity::source_record::RecordState;
use entity::{Timestamp, voucher};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::{Heard, NewVoucher, VoucherFilter};
use crate::domain::reward::store::valid;
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};

impl Branded for voucher::Entity {
    fn brand_column() -> voucher::Column {
        voucher::Column::BrandId
    }
}

impl Listed for voucher::Entity {
    type Filter = VoucherFilter;

    fn link(_: &VoucherFilter) -> Link<voucher::Column> {
        Link::SourceRecord(voucher::Column::SourceRecordId)
    }

    fn ordering(_: &VoucherFilter) -> Ordering<voucher::Column> {
        Ordering::descending(voucher::Column::CreatedAt)
    }

    fn id() -> voucher::Column {
        voucher::Column::Id
    }

    fn condition(filter: &VoucherFilter) -> Condition {
        use voucher::Column;
        let state = match filter.state {
            Some(state) => Column::State.eq(state),
            None => Column::State.ne(RecordState::Deleted),
        };
        let active = Column::State.eq(RecordState::Active);
        let validity = filter.validity.map(|validity| valid(validity, active, Column::ValidFrom, Column::ValidTo));
        let used = |applied| if applied { Column::AppliedAt.is_not_null() } else { Column::AppliedAt.is_null() };
        let rewards = (!filter.rewards.is_empty()).then(|| Column::RewardId.is_in(filter.rewards.iter().copied()));
        Condition::all()
            .add(state)
            .add_option(validity)
            .add_option(filter.applied.map(used))
            .add_option(filter.code.as_deref().map(|code| Column::Code.eq(code)))
            .add_option(rewards)
            .add_option(filter.store.map(|store| Column::StoreId.eq(store)))
    }
}

/// A voucher of the brand, revoked ones included.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<voucher::Model>> {
    listing::find::<voucher::Entity>(db, brand, id).await
}

/// A voucher of the brand with this code, revoked ones included.
pub(super) async fn with_code(db: &impl ConnectionTrait, brand: i64, code: &str) -> Result<Option<voucher::Model>> {
    let row = voucher::Entity::find().filter(voucher::Column::BrandId.eq(brand)).filter(voucher::Column::Code.eq(code));
    Ok(row.one(db).await?)
}

/// What a new voucher left open, decided.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    pub(super) vendor_id: String,
    pub(super) code: String,
    pub(super) currency: Option<String>,
    pub(super) group: Option<String>,
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewVoucher,
    settled: Settled,
    now: Timestamp,
) -> Result<voucher::Model> {
    let row = voucher::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        vendor_id: Set(Some(settled.vendor_id)),
        reward_id: Set(new.reward),
        code: Set(settled.code),
        value: Set(new.value),
        currency: Set(settled.currency),
        reward_group: Set(settled.group),
        note: Set(new.note),
        valid_from: Set(new.valid_from),
        valid_to: Set(new.valid_to),
        state: Set(RecordState::Active),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    Ok(voucher::Entity::insert(row).exec_with_returning(db).await?)
}

/// Marks a voucher as applied; `false` when it was applied or revoked before.
pub(super) async fn apply(db: &impl ConnectionTrait, id: i64, store: Option<i64>, now: Timestamp) -> Result<bool> {
    use voucher::Column;
    let done = voucher::Entity::update_many()
        .col_expr(Column::AppliedAt, Expr::value(Some(now)))
        .col_expr(Column::StoreId, Expr::value(store))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::AppliedAt.is_null())
        .filter(Column::State.eq(RecordState::Active))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Marks a voucher as deleted; `false` when it was applied or revoked before.
pub(super) async fn revoke(db: &impl ConnectionTrait, id: i64, now: Timestamp) -> Result<bool> {
    use voucher::Column;
    let done = voucher::Entity::update_many()
        .col_expr(Column::State, Expr::value(RecordState::Deleted))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::AppliedAt.is_null())
        .filter(Column::State.ne(RecordState::Deleted))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The voucher of a record that its vendor knows under this id.
pub(super) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    source_record: i64,
    vendor_id: &str,
) -> Result<Option<voucher::Model>> {
    let row = voucher::Entity::find()
        .filter(voucher::Column::SourceRecordId.eq(source_record))
        .filter(voucher::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// Writes what its vendor says of a voucher, in place of what is known.
pub(super) async fn put(
    db: &impl ConnectionTrait,
    brand: i64,
    (source_record, vendor_id): (i64, String),
    known: Option<voucher::Model>,
    (said, currency, issued_at): (Heard, Option<String>, Timestamp),
    now: Timestamp,
) -> Result<voucher::Model> {
    let is_new = known.is_none();
    let mut row = known.map_or_else(
        || voucher::ActiveModel {
            brand_id: Set(brand),
            source_record_id: Set(source_record),
            vendor_id: Set(Some(vendor_id)),
            created_at: Set(issued_at),
            ..Default::default()
        },
        IntoActiveModel::into_active_model,
    );
    row.reward_id = Set(said.reward);
    row.code = Set(said.code);
    row.value = Set(said.value);
    row.currency = Set(currency);
    row.reward_group = Set(said.group);
    row.note = Set(said.note);
    row.valid_from = Set(said.valid_from);
    row.valid_to = Set(said.valid_to);
    row.applied_at = Set(said.applied_at);
    row.store_id = Set(said.store);
    row.state = Set(said.state);
    row.updated_at = Set(now);
    Ok(if is_new { voucher::Entity::insert(row).exec_with_returning(db).await? } else { row.update(db).await? })
}
