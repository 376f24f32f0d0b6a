//! Writing a row that may be there already.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::error::Result;

/// Writes `row` unless one of the table's unique keys is taken, then `None`. No key is named, so that partial ones count too; and
/// unlike a failed insert it leaves a PostgreSQL transaction usable.
///
/// # Errors
/// The store failed.
pub async fn unless_taken<A>(db: &impl ConnectionTrait, row: A) -> Result<Option<<A::Entity as EntityTrait>::Model>>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let insert = A::Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned());
    // Asked for the one row, it takes none for a fault.
    Ok(insert.exec_with_returning_many(db).await?.into_iter().next())
}
