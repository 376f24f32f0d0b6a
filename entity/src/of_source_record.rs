//! What hangs on a source record, for loaders that serve all such tables alike.

use sea_orm::EntityTrait;

/// A table whose every row belongs to one source record.
///
/// Tables where the source record is optional (`vendor_token`, `quarantine`) are not among them.
pub trait OfSourceRecord: EntityTrait {
    /// The column that holds the source record's id.
    fn source_record_column() -> Self::Column;
}

macro_rules! of_source_record {
    ($($table:ident),* $(,)?) => {
        /// Names of the tables that implement [`OfSourceRecord`].
        pub const TABLES_OF_SOURCE_RECORD: &[&str] = &[$(stringify!($table)),*];

        $(impl OfSourceRecord for crate::$table::Entity {
            fn source_record_column() -> Self::Column {
                crate::$table::Column::SourceRecordId
            }
        })*
    };
}

// To add a table, add its name; the migration test compares this list with the schema.
of_source_record![
    channel,
    consent,
    customer_credentials,
    social_login,
    auth_token,
    source_membership,
    segment_membership,
    status_record,
    property_value,
    interest_record,
    purchase,
    ledger_account,
    ledger_lot,
    ledger_debit,
    voucher,
    card,
    recommendation,
    pipeline,
    note,
    task,
    calendar_event,
    attribute_value,
    metric_value,
    score,
    survey_response,
    timeline_entry,
    freshness,
];
