//! The list of all entities, and what each says about its table.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, IdenStatic, Iterable};

/// Column names, with whether the column may be null.
pub(crate) type Columns = BTreeMap<String, bool>;

/// By table name.
pub(crate) type Tables = BTreeMap<String, Columns>;

macro_rules! every_entity {
    ($($table:ident),* $(,)?) => {
        /// What the entities expect of the schema.
        pub(crate) fn expected() -> Tables {
            [$(columns_of(entity::$table::Entity)),*].into()
        }

        /// Selects a row of every table, with all its columns.
        pub(crate) async fn read_all(db: &DatabaseConnection) -> Result<(), (&'static str, DbErr)> {
            $(entity::$table::Entity::find().one(db).await.map_err(|error| (stringify!($table), error))?;)*
            Ok(())
        }
    };
}

every_entity![
    brand,
    connection,
    customer,
    source_record,
    channel,
    consent,
    merge,
    staff_user,
    staff_brand,
    refresh_token,
    signing_key,
    api_key,
    vendor_login,
    login_failure,
    delivery,
    delivery_attempt,
    freshness,
    drift,
    oauth_client,
    vendor_token,
    customer_credentials,
    social_login,
    auth_token,
    lookup,
    source_membership,
    segment,
    segment_membership,
    status_tier,
    status_record,
    property_definition,
    property_value,
    interest,
    interest_record,
    purchase,
    purchase_item,
    ledger_account,
    ledger_lot,
    ledger_debit,
    ledger_allocation,
    reward,
    voucher,
    card,
    recommendation,
    pipeline_type,
    pipeline_stage,
    pipeline,
    note,
    task,
    calendar_event,
    score_definition,
    attribute_value,
    metric_value,
    score,
    import_configuration,
    survey_response,
    timeline_entry,
    quarantine,
    audit_entry,
    idempotency,
    notification,
    notification_read,
];

fn columns_of<E: EntityTrait>(entity: E) -> (String, Columns) {
    let columns = E::Column::iter().map(|column| (column.as_str().to_owned(), column.def().is_null())).collect();
    (entity.table_name().to_owned(), columns)
}
