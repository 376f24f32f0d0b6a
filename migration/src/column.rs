//! The forms a column may take, so that a table reads as a list.

use sea_orm_migration::prelude::*;

/// The primary key: issued by the database, 64 bits.
pub(crate) fn id() -> ColumnDef {
    ColumnDef::new("id").big_integer().not_null().auto_increment().primary_key().take()
}

/// The id of a row in another table.
pub(crate) fn reference(name: &'static str) -> ColumnDef {
    big_integer(name)
}

/// `entity::Amount`: ten-thousandths.
pub(crate) fn amount(name: &'static str) -> ColumnDef {
    big_integer(name)
}

/// `entity::Timestamp`: microseconds since 1970 UTC.
pub(crate) fn instant(name: &'static str) -> ColumnDef {
    big_integer(name)
}

/// A day without time.
pub(crate) fn date(name: &'static str) -> ColumnDef {
    required(name, ColumnType::Date)
}

/// Text of any length, also for enumerations.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    required(name, ColumnType::Text)
}

/// JSON: `jsonb` in PostgreSQL, text in SQLite.
pub(crate) fn json(name: &'static str) -> ColumnDef {
    required(name, ColumnType::JsonBinary)
}

/// Bytes of any length.
pub(crate) fn bytes(name: &'static str) -> ColumnDef {
    required(name, ColumnType::Blob)
}

/// True or false.
pub(crate) fn boolean(name: &'static str) -> ColumnDef {
    required(name, ColumnType::Boolean)
}

/// 16 bits.
pub(crate) fn small_integer(name: &'static str) -> ColumnDef {
    required(name, ColumnType::SmallInteger)
}

/// 32 bits.
pub(crate) fn integer(name: &'static str) -> ColumnDef {
    required(name, ColumnType::Integer)
}

/// 64 bits, for ids that are not a foreign key.
pub(crate) fn big_integer(name: &'static str) -> ColumnDef {
    required(name, ColumnType::BigInteger)
}

/// The same column, allowed to be null.
pub(crate) fn optional(mut column: ColumnDef) -> ColumnDef {
    column.null().take()
}

fn required(name: &'static str, form: ColumnType) -> ColumnDef {
    ColumnDef::new_with_type(name, form).not_null().take()
}
