//! Ids that the vendors gave rows.

use entity::{
    calendar_event, channel, interest_record, note, pipeline, property_value, source_membership, source_record, task,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::domain::outbox::bind::is_pending;
use crate::error::{Error, Result};

macro_rules! tables {
    ($($name:literal => $table:ident),* $(,)?) => {
        /// The vendor's id of a row; nothing while it has none.
        ///
        /// # Errors
        /// The store failed.
        pub async fn vendor_id(db: &impl ConnectionTrait, table: &str, row: i64) -> Result<Option<String>> {
            let found = match table {
                $($name => $table::Entity::find()
                    .select_only()
                    .column($table::Column::VendorId)
                    .filter($table::Column::Id.eq(row))
                    .into_tuple::<Option<String>>()
                    .one(db)
                    .await?,)*
                _ => None,
            };
            Ok(found.flatten().filter(|id| !is_pending(id)))
        }

        /// Writes down the id that the vendor gave a row.
        ///
        /// # Errors
        /// The store failed, or another row of the account has the id.
        pub async fn given(db: &impl ConnectionTrait, table: &str, row: i64, id: &str) -> Result<()> {
            match table {
                $($name => {
                    $table::Entity::update_many()
                        .col_expr($table::Column::VendorId, Expr::value(id))
                        .filter($table::Column::Id.eq(row))
                        .exec(db)
                        .await?;
                })*
                other => return Err(Error::internal(format!("no row of {other} has a vendor's id"))),
            }
            Ok(())
        }
    };
}

tables! {
    "source_record" => source_record,
    "channel" => channel,
    "note" => note,
    "task" => task,
    "calendar_event" => calendar_event,
    "pipeline" => pipeline,
    "property_value" => property_value,
    "interest_record" => interest_record,
    "source_membership" => source_membership,
}

/// Whether an id of the vendor belongs to another row, so that it cannot be this one's.
///
/// # Errors
/// The store failed.
pub async fn is_anothers(db: &impl ConnectionTrait, table: &str, row: i64, id: &str) -> Result<bool> {
    // The ids of what hangs on a record are told apart by the record, which the calls name.
    if table != "source_record" {
        return Ok(false);
    }
    let Some(own) = source_record::Entity::find_by_id(row).one(db).await? else { return Ok(false) };
    let other = source_record::Entity::find()
        .filter(source_record::Column::ConnectionId.eq(own.connection_id))
        .filter(source_record::Column::VendorId.eq(id))
        .filter(source_record::Column::Id.ne(row));
    Ok(other.one(db).await?.is_some())
}
