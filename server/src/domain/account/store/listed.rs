//! Lists for administrators.

use entity::{api_key, connection, oauth_client, staff_brand, staff_user, vendor_login};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use crate::domain::account::{ClientFilter, KeyFilter, Permission, UserFilter};
use crate::error::Result;
use crate::store::children::{Link, Listed, MEMBER, OWNER};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;
use crate::store::text::contains;

impl Branded for api_key::Entity {
    const NEEDS: Permission = Permission::Admin;

    fn brand_column() -> api_key::Column {
        api_key::Column::BrandId
    }
}

impl Listed for api_key::Entity {
    type Filter = KeyFilter;
    const NEEDS: Permission = Permission::Admin;

    fn link(_: &KeyFilter) -> Link<api_key::Column> {
        Link::Owner(api_key::Column::BrandId)
    }

    fn ordering(_: &KeyFilter) -> Ordering<api_key::Column> {
        Ordering::descending(api_key::Column::CreatedAt)
    }

    fn id() -> api_key::Column {
        api_key::Column::Id
    }

    fn condition(filter: &KeyFilter) -> Condition {
        use api_key::Column;
        Condition::all()
            .add_option(filter.connection.map(|connection| Column::ConnectionId.eq(connection)))
            .add_option(filter.revoked.map(|revoked| ended(Column::RevokedAt, revoked)))
    }
}

impl Listed for oauth_client::Entity {
    type Filter = ClientFilter;
    const NEEDS: Permission = Permission::Admin;

    fn link(_: &ClientFilter) -> Link<oauth_client::Column> {
        Link::Pairs(clients_of_brands)
    }

    fn ordering(_: &ClientFilter) -> Ordering<oauth_client::Column> {
        Ordering::descending(oauth_client::Column::CreatedAt)
    }

    fn id() -> oauth_client::Column {
        oauth_client::Column::Id
    }

    fn condition(filter: &ClientFilter) -> Condition {
        use oauth_client::Column;
        Condition::all()
            .add_option(filter.connection.map(|connection| Column::ConnectionId.eq(connection)))
            .add_option(filter.ended.map(|over| ended(Column::RevokedAt, over)))
    }
}

impl Listed for vendor_login::Entity {
    type Filter = ClientFilter;
    const NEEDS: Permission = Permission::Admin;

    fn link(_: &ClientFilter) -> Link<vendor_login::Column> {
        Link::Pairs(logins_of_brands)
    }

    fn ordering(_: &ClientFilter) -> Ordering<vendor_login::Column> {
        Ordering::descending(vendor_login::Column::CreatedAt)
    }

    fn id() -> vendor_login::Column {
        vendor_login::Column::Id
    }

    fn condition(filter: &ClientFilter) -> Condition {
        use vendor_login::Column;
        Condition::all()
            .add_option(filter.connection.map(|connection| Column::ConnectionId.eq(connection)))
            .add_option(filter.ended.map(|over| ended(Column::DisabledAt, over)))
    }
}

impl Listed for staff_user::Entity {
    type Filter = UserFilter;
    const NEEDS: Permission = Permission::Admin;

    fn link(_: &UserFilter) -> Link<staff_user::Column> {
        Link::Pairs(users_of_brands)
    }

    fn ordering(_: &UserFilter) -> Ordering<staff_user::Column> {
        Ordering::ascending(staff_user::Column::Email)
    }

    fn id() -> staff_user::Column {
        staff_user::Column::Id
    }

    fn condition(filter: &UserFilter) -> Condition {
        use staff_user::Column;
        let named = |text: &str| Condition::any().add(contains(Column::Email, text)).add(contains(Column::Name, text));
        Condition::all()
            .add_option(filter.search.as_deref().map(named))
            .add_option(filter.disabled.map(|disabled| ended(Column::DisabledAt, disabled)))
    }
}

fn ended(column: impl ColumnTrait, over: bool) -> sea_orm::sea_query::SimpleExpr {
    if over { column.is_not_null() } else { column.is_null() }
}

fn clients_of_brands(_: i64, brands: &[i64]) -> SelectStatement {
    let link = Expr::col((oauth_client::Entity, oauth_client::Column::ConnectionId))
        .equals((connection::Entity, connection::Column::Id));
    through_connections(brands)
        .expr_as(Expr::col((oauth_client::Entity, oauth_client::Column::Id)), Alias::new(MEMBER))
        .inner_join(oauth_client::Entity, link)
        .to_owned()
}

fn logins_of_brands(_: i64, brands: &[i64]) -> SelectStatement {
    let link = Expr::col((vendor_login::Entity, vendor_login::Column::ConnectionId))
        .equals((connection::Entity, connection::Column::Id));
    through_connections(brands)
        .expr_as(Expr::col((vendor_login::Entity, vendor_login::Column::Id)), Alias::new(MEMBER))
        .inner_join(vendor_login::Entity, link)
        .to_owned()
}

fn through_connections(brands: &[i64]) -> SelectStatement {
    let brand = || Expr::col((connection::Entity, connection::Column::BrandId));
    Query::select()
        .expr_as(brand(), Alias::new(OWNER))
        .from(connection::Entity)
        .and_where(brand().is_in(brands.iter().copied()))
        .to_owned()
}

fn users_of_brands(_: i64, brands: &[i64]) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col(staff_brand::Column::BrandId), Alias::new(OWNER))
        .expr_as(Expr::col(staff_brand::Column::StaffUserId), Alias::new(MEMBER))
        .from(staff_brand::Entity)
        .and_where(Expr::col(staff_brand::Column::BrandId).is_in(brands.iter().copied()))
        .to_owned()
}

/// An OAuth client of one of the brand's connections.
pub(in crate::domain::account) async fn oauth_client_of(
    db: &impl ConnectionTrait,
    brand: i64,
    id: i64,
) -> Result<Option<oauth_client::Model>> {
    let row = oauth_client::Entity::find_by_id(id)
        .filter(oauth_client::Column::ConnectionId.in_subquery(connections_of(brand)));
    Ok(row.one(db).await?)
}

/// An API user of one of the brand's connections.
pub(in crate::domain::account) async fn vendor_login_of(
    db: &impl ConnectionTrait,
    brand: i64,
    id: i64,
) -> Result<Option<vendor_login::Model>> {
    let row = vendor_login::Entity::find_by_id(id)
        .filter(vendor_login::Column::ConnectionId.in_subquery(connections_of(brand)));
    Ok(row.one(db).await?)
}

fn connections_of(brand: i64) -> SelectStatement {
    Query::select()
        .column(connection::Column::Id)
        .from(connection::Entity)
        .and_where(connection::Column::BrandId.eq(brand))
        .to_owned()
}
