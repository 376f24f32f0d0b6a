//! What administrators change of staff users, and the brands that users may act in.

use std::collections::HashMap;

use entity::{Timestamp, brand, refresh_token, staff_brand, staff_user};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;

use super::grant_brand;
use crate::error::Result;

/// A user who may act in the brand.
pub(in crate::domain::account) async fn user_of(
    db: &impl ConnectionTrait,
    brand: i64,
    id: i64,
) -> Result<Option<staff_user::Model>> {
    let row = staff_user::Entity::find_by_id(id).filter(staff_user::Column::Id.in_subquery(users_of(brand)));
    Ok(row.one(db).await?)
}

/// The users who may act in the brand and log in.
pub(in crate::domain::account) async fn active_users_of(
    db: &impl ConnectionTrait,
    brand: i64,
) -> Result<Vec<staff_user::Model>> {
    let rows = staff_user::Entity::find()
        .filter(staff_user::Column::Id.in_subquery(users_of(brand)))
        .filter(staff_user::Column::DisabledAt.is_null());
    Ok(rows.all(db).await?)
}

/// Of each of these users the brands that they may act in, by number.
pub(in crate::domain::account) async fn brands_of_users(
    db: &impl ConnectionTrait,
    users: &[i64],
) -> Result<HashMap<i64, Vec<brand::Model>>> {
    let grants = staff_brand::Entity::find()
        .filter(staff_brand::Column::StaffUserId.is_in(users.iter().copied()))
        .all(db)
        .await?;
    let brands = brand::Entity::find()
        .filter(brand::Column::Id.is_in(grants.iter().map(|grant| grant.brand_id)))
        .order_by_asc(brand::Column::Number)
        .all(db)
        .await?;
    let granted = |user: i64| {
        let mine = |brand: &&brand::Model| {
            grants.iter().any(|grant| grant.staff_user_id == user && grant.brand_id == brand.id)
        };
        brands.iter().filter(mine).cloned().collect()
    };
    Ok(users.iter().map(|user| (*user, granted(*user))).collect())
}

/// Locks the brands that a user may act in until the transaction ends, always in the same order, so that of two administrators who
/// remove each other one sees what the other did. SQLite has but one writer and needs no lock.
pub(in crate::domain::account) async fn hold_brands(db: &impl ConnectionTrait, user: i64) -> Result<()> {
    let granted = Query::select()
        .column(staff_brand::Column::BrandId)
        .from(staff_brand::Entity)
        .and_where(staff_brand::Column::StaffUserId.eq(user))
        .to_owned();
    let rows = brand::Entity::find()
        .select_only()
        .column(brand::Column::Id)
        .filter(brand::Column::Id.in_subquery(granted))
        .order_by_asc(brand::Column::Id)
        // Not the strongest lock: rows that refer to the brand can still be written meanwhile.
        .lock(LockType::NoKeyUpdate);
    rows.into_tuple::<i64>().all(db).await?;
    Ok(())
}

/// Replaces name and permissions.
pub(in crate::domain::account) async fn update_user(
    db: &impl ConnectionTrait,
    id: i64,
    name: String,
    permissions: Json,
) -> Result<()> {
    let row = staff_user::ActiveModel { name: Set(name), permissions: Set(permissions), ..Default::default() };
    staff_user::Entity::update_many().set(row).filter(staff_user::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Replaces the brands that a user may act in.
pub(in crate::domain::account) async fn set_brands(db: &impl ConnectionTrait, user: i64, brands: &[i64]) -> Result<()> {
    staff_brand::Entity::delete_many()
        .filter(staff_brand::Column::StaffUserId.eq(user))
        .filter(staff_brand::Column::BrandId.is_not_in(brands.iter().copied()))
        .exec(db)
        .await?;
    let kept = staff_brand::Entity::find().filter(staff_brand::Column::StaffUserId.eq(user)).all(db).await?;
    for brand in brands.iter().filter(|brand| !kept.iter().any(|grant| grant.brand_id == **brand)) {
        grant_brand(db, user, *brand).await?;
    }
    Ok(())
}

/// Closes a login, or opens it again.
pub(in crate::domain::account) async fn set_disabled(
    db: &impl ConnectionTrait,
    id: i64,
    at: Option<Timestamp>,
) -> Result<()> {
    let row = staff_user::ActiveModel { disabled_at: Set(at), ..Default::default() };
    staff_user::Entity::update_many().set(row).filter(staff_user::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Replaces a password; false when it is not `known` any more, where that is given.
pub(in crate::domain::account) async fn set_password(
    db: &impl ConnectionTrait,
    id: i64,
    hash: &str,
    known: Option<&str>,
) -> Result<bool> {
    let mut update = staff_user::Entity::update_many()
        .col_expr(staff_user::Column::PasswordHash, Expr::value(hash))
        .filter(staff_user::Column::Id.eq(id));
    if let Some(known) = known {
        update = update.filter(staff_user::Column::PasswordHash.eq(known));
    }
    Ok(update.exec(db).await?.rows_affected == 1)
}

/// Ends every access token of a user by moving the epoch on, and every family of refresh tokens but `keep`.
pub(in crate::domain::account) async fn end_sessions(
    db: &impl ConnectionTrait,
    user: i64,
    keep: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    staff_user::Entity::update_many()
        .col_expr(staff_user::Column::Epoch, Expr::col(staff_user::Column::Epoch).add(1))
        .filter(staff_user::Column::Id.eq(user))
        .exec(db)
        .await?;
    let mut families = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::RevokedAt, Expr::value(now))
        .filter(refresh_token::Column::StaffUserId.eq(user))
        .filter(refresh_token::Column::RevokedAt.is_null());
    if let Some(family) = keep {
        families = families.filter(refresh_token::Column::Family.ne(family));
    }
    families.exec(db).await?;
    Ok(())
}

fn users_of(brand: i64) -> SelectStatement {
    Query::select()
        .column(staff_brand::Column::StaffUserId)
        .from(staff_brand::Entity)
        .and_where(staff_brand::Column::BrandId.eq(brand))
        .to_owned()
}
