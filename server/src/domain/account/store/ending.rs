//! Withdrawing what programs log in with.

use entity::vendor_token::{self, TokenKind};
use entity::{Timestamp, api_key, oauth_client, vendor_login};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::error::Result;

/// Revokes a key; false when it was already.
pub(in crate::domain::account) async fn revoke_api_key(
    db: &impl ConnectionTrait,
    id: i64,
    now: Timestamp,
) -> Result<bool> {
    let updated = api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(now))
        .filter(api_key::Column::Id.eq(id))
        .filter(api_key::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Revokes a client; false when it was already.
pub(in crate::domain::account) async fn revoke_oauth_client(
    db: &impl ConnectionTrait,
    id: i64,
    now: Timestamp,
) -> Result<bool> {
    let updated = oauth_client::Entity::update_many()
        .col_expr(oauth_client::Column::RevokedAt, Expr::value(now))
        .filter(oauth_client::Column::Id.eq(id))
        .filter(oauth_client::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Closes a login; false when it was already.
pub(in crate::domain::account) async fn disable_vendor_login(
    db: &impl ConnectionTrait,
    id: i64,
    now: Timestamp,
) -> Result<bool> {
    let updated = vendor_login::Entity::update_many()
        .col_expr(vendor_login::Column::DisabledAt, Expr::value(now))
        .filter(vendor_login::Column::Id.eq(id))
        .filter(vendor_login::Column::DisabledAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Ends the tokens that a login or client was given.
pub(in crate::domain::account) async fn revoke_tokens_of(
    db: &impl ConnectionTrait,
    connection: i64,
    kind: TokenKind,
    holder: i64,
    now: Timestamp,
) -> Result<()> {
    vendor_token::Entity::update_many()
        .col_expr(vendor_token::Column::RevokedAt, Expr::value(now))
        .filter(vendor_token::Column::ConnectionId.eq(connection))
        .filter(vendor_token::Column::Kind.eq(kind))
        .filter(vendor_token::Column::HolderId.eq(holder))
        .filter(vendor_token::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}
