//! Rows of staff users, sessions, signing keys and API keys.

mod ending;
mod listed;
mod staff;

use entity::{
    Timestamp, api_key, brand, connection, customer_credentials, login_failure, oauth_client, refresh_token,
    signing_key, social_login, staff_brand, staff_user, vendor_login, vendor_token,
};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;

use crate::error::Result;

pub(super) use ending::*;
pub(super) use listed::{oauth_client_of, vendor_login_of};
pub(super) use staff::*;

pub(super) struct NewSigningKey {
    pub(super) kid: String,
    pub(super) sealed_private: Vec<u8>,
    pub(super) public_key: Vec<u8>,
}

pub(super) async fn insert_signing_key(db: &impl ConnectionTrait, key: NewSigningKey, now: Timestamp) -> Result<()> {
    let row = signing_key::ActiveModel {
        kid: Set(key.kid),
        sealed_private: Set(key.sealed_private),
        public_key: Set(key.public_key),
        created_at: Set(now),
        ..Default::default()
    };
    signing_key::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn signing_keys(db: &impl ConnectionTrait) -> Result<Vec<signing_key::Model>> {
    Ok(signing_key::Entity::find().order_by_asc(signing_key::Column::Id).all(db).await?)
}

pub(super) async fn user(db: &impl ConnectionTrait, id: i64) -> Result<Option<staff_user::Model>> {
    Ok(staff_user::Entity::find_by_id(id).one(db).await?)
}

pub(super) async fn user_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<staff_user::Model>> {
    Ok(staff_user::Entity::find().filter(staff_user::Column::Email.eq(email)).one(db).await?)
}

pub(super) async fn users(db: &impl ConnectionTrait) -> Result<Vec<staff_user::Model>> {
    Ok(staff_user::Entity::find().order_by_asc(staff_user::Column::Email).all(db).await?)
}

pub(super) async fn count_users(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(staff_user::Entity::find().count(db).await?)
}

pub(super) async fn insert_user(
    db: &impl ConnectionTrait,
    email: String,
    name: String,
    password_hash: String,
    permissions: Json,
    now: Timestamp,
) -> Result<staff_user::Model> {
    let row = staff_user::ActiveModel {
        email: Set(email),
        name: Set(name),
        password_hash: Set(password_hash),
        permissions: Set(permissions),
        epoch: Set(0),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(staff_user::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn grant_brand(db: &impl ConnectionTrait, user: i64, brand: i64) -> Result<()> {
    let row = staff_brand::ActiveModel { staff_user_id: Set(user), brand_id: Set(brand), ..Default::default() };
    staff_brand::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Notes that a user has logged in, unless the user's sessions were ended or the user was disabled since the row was read; then false.
pub(super) async fn note_login(db: &impl ConnectionTrait, user: &staff_user::Model, now: Timestamp) -> Result<bool> {
    let noted = staff_user::Entity::update_many()
        .col_expr(staff_user::Column::LastLoginAt, Expr::value(now))
        .filter(staff_user::Column::Id.eq(user.id))
        .filter(staff_user::Column::Epoch.eq(user.epoch))
        .filter(staff_user::Column::DisabledAt.is_null())
        .exec(db)
        .await?;
    Ok(noted.rows_affected == 1)
}

pub(super) async fn brands_of_user(db: &impl ConnectionTrait, user: i64) -> Result<Vec<brand::Model>> {
    let granted = Query::select()
        .column(staff_brand::Column::BrandId)
        .from(staff_brand::Entity)
        .and_where(staff_brand::Column::StaffUserId.eq(user))
        .to_owned();
    let brands =
        brand::Entity::find().filter(brand::Column::Id.in_subquery(granted)).order_by_asc(brand::Column::Number);
    Ok(brands.all(db).await?)
}

pub(super) async fn insert_refresh_token(
    db: &impl ConnectionTrait,
    user: i64,
    family: String,
    token_hash: String,
    now: Timestamp,
    seconds: i64,
) -> Result<()> {
    let row = refresh_token::ActiveModel {
        staff_user_id: Set(user),
        family: Set(family),
        token_hash: Set(token_hash),
        issued_at: Set(now),
        expires_at: Set(now.plus_seconds(seconds)),
        ..Default::default()
    };
    refresh_token::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn refresh_token(db: &impl ConnectionTrait, hash: &str) -> Result<Option<refresh_token::Model>> {
    Ok(refresh_token::Entity::find().filter(refresh_token::Column::TokenHash.eq(hash)).one(db).await?)
}

/// Marks a token as used; false when it was used already.
pub(super) async fn use_refresh_token(db: &impl ConnectionTrait, id: i64, now: Timestamp) -> Result<bool> {
    let updated = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(now))
        .filter(refresh_token::Column::Id.eq(id))
        .filter(refresh_token::Column::UsedAt.is_null())
        .filter(refresh_token::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}

pub(super) async fn revoke_family(db: &impl ConnectionTrait, family: &str, now: Timestamp) -> Result<()> {
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::RevokedAt, Expr::value(now))
        .filter(refresh_token::Column::Family.eq(family))
        .filter(refresh_token::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn family_ended(db: &impl ConnectionTrait, family: &str) -> Result<bool> {
    let revoked = refresh_token::Entity::find()
        .filter(refresh_token::Column::Family.eq(family))
        .filter(refresh_token::Column::RevokedAt.is_not_null());
    Ok(revoked.one(db).await?.is_some())
}

pub(super) async fn insert_api_key(db: &impl ConnectionTrait, row: api_key::ActiveModel) -> Result<api_key::Model> {
    Ok(api_key::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn api_key(db: &impl ConnectionTrait, prefix: &str) -> Result<Option<api_key::Model>> {
    Ok(api_key::Entity::find().filter(api_key::Column::Prefix.eq(prefix)).one(db).await?)
}

pub(super) async fn insert_vendor_login(
    db: &impl ConnectionTrait,
    row: vendor_login::ActiveModel,
) -> Result<vendor_login::Model> {
    Ok(vendor_login::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn vendor_login(
    db: &impl ConnectionTrait,
    application: &str,
    login: &str,
) -> Result<Option<vendor_login::Model>> {
    let row = vendor_login::Entity::find()
        .filter(vendor_login::Column::ApplicationId.eq(application))
        .filter(vendor_login::Column::Login.eq(login));
    Ok(row.one(db).await?)
}

pub(super) async fn insert_oauth_client(
    db: &impl ConnectionTrait,
    row: oauth_client::ActiveModel,
) -> Result<oauth_client::Model> {
    Ok(oauth_client::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn oauth_client(db: &impl ConnectionTrait, client_id: &str) -> Result<Option<oauth_client::Model>> {
    let row = oauth_client::Entity::find()
        .filter(oauth_client::Column::ClientId.eq(client_id))
        .filter(oauth_client::Column::RevokedAt.is_null());
    Ok(row.one(db).await?)
}

pub(super) async fn living_oauth_client(db: &impl ConnectionTrait, id: i64) -> Result<Option<oauth_client::Model>> {
    let row = oauth_client::Entity::find_by_id(id).filter(oauth_client::Column::RevokedAt.is_null());
    Ok(row.one(db).await?)
}

pub(super) async fn insert_vendor_token(db: &impl ConnectionTrait, row: vendor_token::ActiveModel) -> Result<()> {
    vendor_token::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The token with this digest, and the account that issued it.
pub(super) async fn vendor_token(
    db: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<(vendor_token::Model, connection::Model)>> {
    let row = vendor_token::Entity::find()
        .find_also_related(connection::Entity)
        .filter(vendor_token::Column::TokenHash.eq(hash));
    Ok(row.one(db).await?.and_then(|(token, connection)| Some((token, connection?))))
}

pub(super) async fn revoke_vendor_token(db: &impl ConnectionTrait, hash: &str, now: Timestamp) -> Result<()> {
    vendor_token::Entity::update_many()
        .col_expr(vendor_token::Column::RevokedAt, Expr::value(now))
        .filter(vendor_token::Column::TokenHash.eq(hash))
        .filter(vendor_token::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn upsert_credentials(
    db: &impl ConnectionTrait,
    row: customer_credentials::ActiveModel,
) -> Result<()> {
    use customer_credentials::Column;
    let replace =
        OnConflict::column(Column::SourceRecordId).update_columns([Column::PasswordHash, Column::UpdatedAt]).to_owned();
    customer_credentials::Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn social_login(
    db: &impl ConnectionTrait,
    connection: i64,
    network: &str,
    token_hash: &str,
) -> Result<Option<social_login::Model>> {
    let row = social_login::Entity::find()
        .filter(social_login::Column::ConnectionId.eq(connection))
        .filter(social_login::Column::Network.eq(network))
        .filter(social_login::Column::TokenHash.eq(token_hash));
    Ok(row.one(db).await?)
}

pub(super) async fn insert_social_login(db: &impl ConnectionTrait, row: social_login::ActiveModel) -> Result<()> {
    social_login::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The API users of this name, of whichever connection.
pub(super) async fn vendor_logins_named(db: &impl ConnectionTrait, login: &str) -> Result<Vec<vendor_login::Model>> {
    let rows = vendor_login::Entity::find()
        .filter(vendor_login::Column::Login.eq(login))
        .filter(vendor_login::Column::DisabledAt.is_null());
    Ok(rows.all(db).await?)
}

pub(super) async fn failures(db: &impl ConnectionTrait, subject: &str) -> Result<Option<login_failure::Model>> {
    Ok(login_failure::Entity::find().filter(login_failure::Column::Subject.eq(subject)).one(db).await?)
}

/// Counts an attempt. A count that began no later than `over` begins anew.
pub(super) async fn count_failure(
    db: &impl ConnectionTrait,
    subject: &str,
    over: Timestamp,
    now: Timestamp,
) -> Result<login_failure::Model> {
    use login_failure::{Column, Entity};
    let is_over = || Expr::col((Entity, Column::Since)).lte(over);
    let again = OnConflict::column(Column::Subject)
        .value(Column::Failures, Expr::case(is_over(), 1).finally(Expr::col((Entity, Column::Failures)).add(1)))
        .value(Column::Since, Expr::case(is_over(), Expr::value(now)).finally(Expr::col((Entity, Column::Since))))
        .to_owned();
    let row = login_failure::ActiveModel {
        subject: Set(subject.to_owned()),
        failures: Set(1),
        since: Set(now),
        ..Default::default()
    };
    Ok(Entity::insert(row).on_conflict(again).exec_with_returning(db).await?)
}

pub(super) async fn forget_failures(db: &impl ConnectionTrait, subject: &str) -> Result<()> {
    login_failure::Entity::delete_many().filter(login_failure::Column::Subject.eq(subject)).exec(db).await?;
    Ok(())
}

pub(super) async fn take_back_failure(db: &impl ConnectionTrait, subject: &str) -> Result<()> {
    login_failure::Entity::update_many()
        .col_expr(login_failure::Column::Failures, Expr::col(login_failure::Column::Failures).sub(1))
        .filter(login_failure::Column::Subject.eq(subject))
        .filter(login_failure::Column::Failures.gt(0))
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn forget_old_failures(db: &impl ConnectionTrait, before: Timestamp) -> Result<()> {
    login_failure::Entity::delete_many().filter(login_failure::Column::Since.lt(before)).exec(db).await?;
    Ok(())
}
