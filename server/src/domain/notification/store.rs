//! Rows of notifications and of who read them.

use std::collections::HashMap;

use entity::{Timestamp, notification, notification_read};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{Notice, NotificationFilter};
use crate::error::{Error, Result};
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for notification::Entity {
    fn brand_column() -> notification::Column {
        notification::Column::BrandId
    }
}

impl Listed for notification::Entity {
    type Filter = NotificationFilter;

    fn link(_: &NotificationFilter) -> Link<notification::Column> {
        Link::Owner(notification::Column::BrandId)
    }

    fn ordering(_: &NotificationFilter) -> Ordering<notification::Column> {
        Ordering::descending(notification::Column::CreatedAt)
    }

    fn id() -> notification::Column {
        notification::Column::Id
    }

    fn condition(filter: &NotificationFilter) -> Condition {
        Condition::all().add_option(filter.unread_by.map(|user| read_by(user).not()))
    }
}

/// Whether a staff user has read the notification of the outer statement.
fn read_by(user: i64) -> SimpleExpr {
    let read = Query::select()
        .expr(Expr::val(1))
        .from(notification_read::Entity)
        .and_where(
            Expr::col((notification_read::Entity, notification_read::Column::NotificationId))
                .equals((notification::Entity, notification::Column::Id)),
        )
        .and_where(notification_read::Column::StaffUserId.eq(user))
        .to_owned();
    Expr::exists(read)
}

/// Writes a notification.
///
/// # Errors
/// The store failed.
pub async fn insert(db: &impl ConnectionTrait, brand: i64, notice: Notice, now: Timestamp) -> Result<()> {
    let row = notification::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(notice.connection),
        kind: Set(notice.kind.to_owned()),
        title: Set(notice.title),
        data: Set(notice.data),
        created_at: Set(now),
        ..Default::default()
    };
    notification::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Those of the brand's notifications that have these ids.
///
/// # Errors
/// The store failed.
pub async fn known(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<i64>> {
    let rows = notification::Entity::find()
        .filter(notification::Column::BrandId.eq(brand))
        .filter(notification::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?.into_iter().map(|row| row.id).collect())
}

/// Notes that a staff user has read these of the brand's notifications, or all. What they read before, they read when they did.
///
/// # Errors
/// The store failed.
pub async fn read(db: &impl ConnectionTrait, brand: i64, user: i64, ids: Option<&[i64]>, now: Timestamp) -> Result<()> {
    use notification_read::Column;
    let unread = Query::select()
        .column((notification::Entity, notification::Column::Id))
        .expr(Expr::value(user))
        .expr(Expr::value(now))
        .from(notification::Entity)
        .and_where(notification::Column::BrandId.eq(brand))
        .and_where_option(ids.map(|ids| notification::Column::Id.is_in(ids.iter().copied())))
        .and_where(read_by(user).not())
        .to_owned();
    let insert = Query::insert()
        .into_table(notification_read::Entity)
        .columns([Column::NotificationId, Column::StaffUserId, Column::ReadAt])
        .select_from(unread)
        .map_err(Error::internal)?
        // Another session of the same person may read at the same time.
        .on_conflict(OnConflict::columns([Column::NotificationId, Column::StaffUserId]).do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await?;
    Ok(())
}

/// When a staff user read these notifications; those that they have not read are left out.
///
/// # Errors
/// The store failed.
pub async fn read_at(db: &impl ConnectionTrait, user: i64, ids: &[i64]) -> Result<HashMap<i64, Timestamp>> {
    let rows = notification_read::Entity::find()
        .filter(notification_read::Column::StaffUserId.eq(user))
        .filter(notification_read::Column::NotificationId.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.notification_id, row.read_at)).collect())
}
