//! Rows by which customers prove who they are.

use entity::card::{self, CardState};
use entity::lookup::{self, LookupKind};
use entity::source_record::{self, RecordState};
use entity::{Timestamp, auth_token, connection, customer_credentials, social_login, vendor_login, vendor_token};
use sea_orm::sea_query::{Expr, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, RelationTrait, Select};

use super::{Login, LoginKind};
use crate::domain::source::{email_key, phone_key};
use crate::error::Result;

/// Where logins are looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Where<'a> {
    pub(super) brand: i64,
    pub(super) connection: Option<i64>,
    /// Connections whose customers are not meant.
    pub(super) but: &'a [connection::Model],
}

impl Where<'_> {
    /// Living records there.
    fn records(self) -> Condition {
        use source_record::Column;
        Condition::all()
            .add(Column::BrandId.eq(self.brand))
            .add(Column::State.eq(RecordState::Active))
            .add_option(self.connection.map(|connection| Column::ConnectionId.eq(connection)))
            .add_option(
                (!self.but.is_empty()).then(|| Column::ConnectionId.is_not_in(self.but.iter().map(|but| but.id))),
            )
    }
}

/// The credentials of the one customer with this login; nothing when several have it.
pub(super) async fn credentials(
    db: &impl ConnectionTrait,
    place: Where<'_>,
    login: &Login,
    now: Timestamp,
) -> Result<Option<customer_credentials::Model>> {
    use source_record::Column;
    let value = login.value.trim();
    let shown = match login.kind {
        LoginKind::Email => Column::EmailKey.eq(email_key(value)),
        LoginKind::Phone => Column::PhoneKey.eq(phone_key(value)),
        LoginKind::Card => Column::Id.in_subquery(honoured(place.brand, value, now)),
    };
    let found = customer_credentials::Entity::find()
        .inner_join(source_record::Entity)
        .filter(place.records())
        .filter(shown)
        .limit(2)
        .all(db)
        .await?;
    Ok(only(found))
}

/// Records with a card of this number that is neither blocked nor out of its time.
fn honoured(brand: i64, number: &str, now: Timestamp) -> SelectStatement {
    use card::Column;
    let open =
        |column: Column, holds: sea_orm::sea_query::SimpleExpr| Condition::any().add(column.is_null()).add(holds);
    Query::select()
        .column(Column::SourceRecordId)
        .from(card::Entity)
        .and_where(Column::BrandId.eq(brand))
        .and_where(Column::Number.eq(number))
        .and_where(Column::State.eq(CardState::Active))
        .cond_where(open(Column::ValidFrom, Column::ValidFrom.lte(now)))
        .cond_where(open(Column::ValidTo, Column::ValidTo.gte(now)))
        .to_owned()
}

/// The one customer with this account at a social network; nothing when several have it.
pub(super) async fn social_login(
    db: &impl ConnectionTrait,
    place: Where<'_>,
    network: &str,
    token_hash: &str,
) -> Result<Option<social_login::Model>> {
    let found = social_login::Entity::find()
        .inner_join(source_record::Entity)
        .filter(place.records())
        .filter(social_login::Column::Network.eq(network))
        .filter(social_login::Column::TokenHash.eq(token_hash))
        .limit(2)
        .all(db)
        .await?;
    Ok(only(found))
}

fn only<M>(found: Vec<M>) -> Option<M> {
    let mut found = found.into_iter();
    found.next().filter(|_| found.next().is_none())
}

/// The connections of a brand, or of all brands, for which an application of this id is known: those that list it, and those that one of
/// their own users logs in to with it.
pub(super) async fn connections_of_application(
    db: &impl ConnectionTrait,
    brand: Option<i64>,
    application: &str,
) -> Result<Vec<connection::Model>> {
    let listed = Query::select()
        .column(lookup::Column::ConnectionId)
        .from(lookup::Entity)
        .and_where(lookup::Column::Kind.eq(LookupKind::Application))
        .and_where(lookup::Column::VendorId.eq(application))
        .and_where(lookup::Column::State.eq(RecordState::Active))
        .to_owned();
    let used = Query::select()
        .column(vendor_login::Column::ConnectionId)
        .from(vendor_login::Entity)
        .and_where(vendor_login::Column::ApplicationId.eq(application))
        .and_where(vendor_login::Column::DisabledAt.is_null())
        .to_owned();
    let known =
        Condition::any().add(connection::Column::Id.in_subquery(listed)).add(connection::Column::Id.in_subquery(used));
    let rows = connection::Entity::find()
        .filter(known)
        .filter(Condition::all().add_option(brand.map(|brand| connection::Column::BrandId.eq(brand))));
    Ok(rows.all(db).await?)
}

/// Ends the tokens that a device has for an application.
pub(super) async fn revoke_device(
    db: &impl ConnectionTrait,
    connection: i64,
    application: &str,
    device: &str,
    now: Timestamp,
) -> Result<()> {
    use vendor_token::Column;
    vendor_token::Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::ConnectionId.eq(connection))
        .filter(Column::ApplicationId.eq(application))
        .filter(Column::DeviceId.eq(device))
        .filter(Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_device(db: &impl ConnectionTrait, row: vendor_token::ActiveModel) -> Result<()> {
    vendor_token::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Keeps the token that the real vendor gave a device.
pub(super) async fn set_upstream_token(db: &impl ConnectionTrait, token: i64, sealed: Vec<u8>) -> Result<()> {
    vendor_token::Entity::update_many()
        .col_expr(vendor_token::Column::SealedUpstreamToken, Expr::value(sealed))
        .filter(vendor_token::Column::Id.eq(token))
        .exec(db)
        .await?;
    Ok(())
}

/// Says who is logged in on a device; nobody when no record is given.
pub(super) async fn set_logged_in(db: &impl ConnectionTrait, token: i64, record: Option<i64>) -> Result<()> {
    vendor_token::Entity::update_many()
        .col_expr(vendor_token::Column::SourceRecordId, Expr::value(record))
        .filter(vendor_token::Column::Id.eq(token))
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn insert_auth_token(
    db: &impl ConnectionTrait,
    row: auth_token::ActiveModel,
) -> Result<auth_token::Model> {
    Ok(auth_token::Entity::insert(row).exec_with_returning(db).await?)
}

/// The hand-over token of this request, when its customer is of the brand.
pub(super) async fn auth_token(
    db: &impl ConnectionTrait,
    place: Where<'_>,
    request: &str,
) -> Result<Option<auth_token::Model>> {
    let row: Select<auth_token::Entity> = auth_token::Entity::find()
        .join(JoinType::InnerJoin, auth_token::Relation::SourceRecord.def())
        .filter(place.records())
        .filter(auth_token::Column::RequestId.eq(request));
    Ok(row.one(db).await?)
}

/// Marks a hand-over token as redeemed; false when it was already: of two who show it at the same moment, one succeeds.
pub(super) async fn use_auth_token(db: &impl ConnectionTrait, id: i64, now: Timestamp) -> Result<bool> {
    let updated = auth_token::Entity::update_many()
        .col_expr(auth_token::Column::UsedAt, Expr::value(now))
        .filter(auth_token::Column::Id.eq(id))
        .filter(auth_token::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}
