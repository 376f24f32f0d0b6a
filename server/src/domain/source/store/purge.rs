//! Removing a record with everything that hangs on it.

use entity::{TABLES_OF_SOURCE_RECORD, audit_entry, source_record, timeline_entry};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::error::Result;

/// Where a merge wrote the names of both customers, on the record of one of them.
const MERGED: &str = "customer.merged";

/// Removes the record; what hangs on it goes with it, by the tables' foreign keys. What the audit had noted of values goes too.
///
/// # Errors
/// The store failed.
pub async fn forget(db: &impl ConnectionTrait, record: &source_record::Model) -> Result<()> {
    let itself = Query::select().expr(Expr::value(record.id)).to_owned();
    clear_audit(db, "source_record", itself).await?;
    for table in TABLES_OF_SOURCE_RECORD {
        let rows = Query::select()
            .column(Alias::new("id"))
            .from(Alias::new(*table))
            .and_where(Expr::col(Alias::new("source_record_id")).eq(record.id))
            .to_owned();
        clear_audit(db, table, rows).await?;
    }
    clear_names(db, record.customer_id).await?;
    source_record::Entity::delete_by_id(record.id).exec(db).await?;
    Ok(())
}

async fn clear_audit(db: &impl ConnectionTrait, table: &str, rows: SelectStatement) -> Result<()> {
    audit_entry::Entity::update_many()
        .col_expr(audit_entry::Column::Data, Expr::value(json!({})))
        .filter(audit_entry::Column::SubjectKind.eq(table))
        .filter(audit_entry::Column::SubjectId.in_subquery(rows))
        .exec(db)
        .await?;
    Ok(())
}

async fn clear_names(db: &impl ConnectionTrait, customer: i64) -> Result<()> {
    use timeline_entry::Column;
    let records = Query::select()
        .column(source_record::Column::Id)
        .from(source_record::Entity)
        .and_where(source_record::Column::CustomerId.eq(customer))
        .to_owned();
    timeline_entry::Entity::update_many()
        .col_expr(Column::Title, Expr::value("Two customers merged"))
        .filter(Column::Kind.eq(MERGED))
        .filter(Column::SourceRecordId.in_subquery(records))
        .exec(db)
        .await?;
    Ok(())
}
