//! Giving clients that were made at random the credentials that follow from the seed.

use entity::{api_key, oauth_client, vendor_login};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::error::Result;

/// Of an API key, found by its public part.
pub(super) async fn set_key(db: &impl ConnectionTrait, before: &str, prefix: &str, hash: String) -> Result<()> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::Prefix, Expr::value(prefix))
        .col_expr(api_key::Column::SecretHash, Expr::value(hash))
        .filter(api_key::Column::Prefix.eq(before))
        .exec(db)
        .await?;
    Ok(())
}

/// Of an OAuth client.
pub(super) async fn set_oauth_client(db: &impl ConnectionTrait, before: &str, id: &str, hash: String) -> Result<()> {
    oauth_client::Entity::update_many()
        .col_expr(oauth_client::Column::ClientId, Expr::value(id))
        .col_expr(oauth_client::Column::SecretHash, Expr::value(hash))
        .filter(oauth_client::Column::ClientId.eq(before))
        .exec(db)
        .await?;
    Ok(())
}

/// Of an API user.
pub(super) async fn set_login(
    db: &impl ConnectionTrait,
    before: &str,
    login: &str,
    hash: String,
    application: &str,
) -> Result<()> {
    vendor_login::Entity::update_many()
        .col_expr(vendor_login::Column::Login, Expr::value(login))
        .col_expr(vendor_login::Column::PasswordHash, Expr::value(hash))
        .col_expr(vendor_login::Column::ApplicationId, Expr::value(application))
        .filter(vendor_login::Column::Login.eq(before))
        .exec(db)
        .await?;
    Ok(())
}
