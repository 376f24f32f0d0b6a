//! What demo data name: the brand's connections and everything that is looked up, configured or offered there.
//!
//! Where a vendor's documentation prints an id in an example, that id is defined, so that the example works as printed.

mod activity;
mod catalogue;
mod lookups;
mod loyalty;
mod rewards;
mod scoring;
mod survey;

use anyhow::Context;
use entity::connection::Vendor;
use entity::source_record::RecordState;
use entity::{Timestamp, brand};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter,
};

use super::calendar;
use super::dice::Dice;
use crate::app::App;
use crate::domain::connection::service::ensure as ensure_connection;
use crate::domain::identity::Policy;
use crate::domain::identity::service::policy_of;

pub(super) use activity::{CUSTOMER_FIELDS, PIPELINE_FIELDS};

pub(super) use activity::Activity;
pub(super) use catalogue::Profile;
pub(super) use loyalty::Loyalty;

/// What a brand defines, as demo data use it.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub(super) brand: i64,
    pub(super) policy: Policy,
    pub(super) connections: Connections,
    pub(super) loyalty: Loyalty,
    pub(super) profile: Profile,
    pub(super) activity: Activity,
    pub(super) signals: Vec<entity::score_definition::Model>,
    pub(super) touchpoints: Vec<entity::lookup::Model>,
}

/// One connection a vendor.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pub(super) onefold: i64,
    pub(super) carecloud: i64,
    pub(super) omnidesk: i64,
    pub(super) customer_database_app: i64,
    pub(super) customerscore: i64,
    pub(super) customergauge: i64,
}

impl Connections {
    /// Whose account a connection is.
    pub(super) fn vendor(&self, connection: i64) -> Vendor {
        match connection {
            at if at == self.carecloud => Vendor::Carecloud,
            at if at == self.omnidesk => Vendor::Omnidesk,
            at if at == self.customer_database_app => Vendor::CustomerDatabaseApp,
            at if at == self.customerscore => Vendor::Customerscore,
            at if at == self.customergauge => Vendor::Customergauge,
            _ => Vendor::Onefold,
        }
    }
}

/// Finds the brand's definitions, and makes those that are missing. What is there is left as it is.
///
/// # Errors
/// The store failed; nothing but connections was made.
pub async fn definitions(app: &App, brand: &brand::Model) -> anyhow::Result<Catalogue> {
    let connections = Connections {
        onefold: ensure_connection(app, brand, Vendor::Onefold).await?.id,
        carecloud: ensure_connection(app, brand, Vendor::Carecloud).await?.id,
        omnidesk: ensure_connection(app, brand, Vendor::Omnidesk).await?.id,
        customer_database_app: ensure_connection(app, brand, Vendor::CustomerDatabaseApp).await?.id,
        customerscore: ensure_connection(app, brand, Vendor::Customerscore).await?.id,
        customergauge: ensure_connection(app, brand, Vendor::Customergauge).await?.id,
    };
    let tx = app.store().begin().await?;
    let catalogue = define(&tx, brand, connections).await.context("defining what demo data name")?;
    tx.commit().await?;
    Ok(catalogue)
}

async fn define(db: &impl ConnectionTrait, brand: &brand::Model, connections: Connections) -> Result<Catalogue, DbErr> {
    let at = |connection| Scope { brand: brand.id, connection };
    Ok(Catalogue {
        brand: brand.id,
        policy: policy_of(&brand.settings),
        loyalty: loyalty::define(db, at(connections.carecloud)).await?,
        profile: catalogue::define(db, at(connections.carecloud)).await?,
        activity: activity::define(db, at(connections.customer_database_app)).await?,
        signals: scoring::define(db, at(connections.customerscore)).await?,
        touchpoints: survey::define(db, at(connections.customergauge)).await?,
        connections,
    })
}

/// Whose definitions they are.
#[derive(Clone, Copy, Debug)]
struct Scope {
    brand: i64,
    connection: i64,
}

/// Finds the rows that have the same `key` as one of `wanted` among those that `of` holds for, and writes those that are missing.
/// All of them, in the order wanted.
async fn ensure<E>(
    db: &impl ConnectionTrait,
    of: Condition,
    key: E::Column,
    wanted: Vec<E::Model>,
) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    let keys = wanted.iter().map(|row| row.get(key));
    let found = E::find().filter(of).filter(key.into_expr().is_in(keys)).all(db).await?;
    let mut rows = Vec::with_capacity(wanted.len());
    for row in wanted {
        if let Some(there) = found.iter().find(|there| there.get(key) == row.get(key)) {
            rows.push(there.clone());
            continue;
        }
        let mut new = row.into_active_model();
        for id in E::PrimaryKey::iter() {
            new.not_set(id.into_column());
        }
        rows.push(E::insert(new).exec_with_returning(db).await?);
    }
    Ok(rows)
}

/// When everything here was defined: well before the first customer.
fn long_ago() -> Timestamp {
    calendar::days(-2_000)
}

/// An id in the form CareCloud issues, always the same for the same name.
fn vendor_id(name: &str) -> String {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    Dice::of(hash, 0).hex()
}
