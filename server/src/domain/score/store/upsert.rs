//! Writing values over what is there: an import brings more of them than anything else writes.
//!
//! SQLite gets rows of parameters, some hundreds in a statement. PostgreSQL reads a column that comes as one array in a fraction of the
//! time that as many parameters take, so it gets an array a column. On both, a statement is put together while the database works on
//! the one before it.

use futures_util::future::join;
use sea_orm::sea_query::{OnConflict, Query, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IdenStatic, Statement, Value};

use crate::error::{Error, Result};
use crate::store::batch;

/// Rows of arrays in one statement: enough that its fixed cost does not matter, few enough that the next is put together meanwhile.
const ROWS_OF_ARRAYS: usize = 20_000;

/// Rows of values in one statement: a connection keeps those that it has prepared, one for each number of rows.
const ROWS_OF_VALUES: usize = 512;

/// Where rows are written.
pub(super) struct Upsert<C: 'static> {
    /// The columns of the unique key.
    pub(super) key: &'static [C],
    /// The columns that are replaced in a row that is there.
    pub(super) said: &'static [C],
}

impl<C: ColumnTrait> Upsert<C> {
    /// Writes the rows, each of which has a value for every column, those of the key first; no key may come twice.
    ///
    /// # Errors
    /// The store failed.
    pub(super) async fn write<E, const N: usize>(
        &self,
        db: &impl ConnectionTrait,
        mut rows: impl Iterator<Item = [Value; N]> + Send,
    ) -> Result<()>
    where
        E: EntityTrait<Column = C>,
    {
        let backend = db.get_database_backend();
        let mut next = self.statement::<E, N>(backend, &mut rows)?;
        while let Some(present) = next {
            let following = async { self.statement::<E, N>(backend, &mut rows) };
            let (done, following) = join(db.execute_raw(present), following).await;
            done?;
            next = following?;
        }
        Ok(())
    }

    /// A statement for the next rows; none when there are none.
    fn statement<E, const N: usize>(
        &self,
        backend: DbBackend,
        rows: impl Iterator<Item = [Value; N]>,
    ) -> Result<Option<Statement>>
    where
        E: EntityTrait<Column = C>,
    {
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return Ok(None);
        }
        match backend {
            DbBackend::Postgres => self.of_arrays::<E, N>(rows.take(ROWS_OF_ARRAYS)).map(Some),
            _ => self.of_rows::<E, N>(backend, rows.take(batch::rows(N).min(ROWS_OF_VALUES))).map(Some),
        }
    }

    fn of_rows<E, const N: usize>(
        &self,
        backend: DbBackend,
        rows: impl Iterator<Item = [Value; N]>,
    ) -> Result<Statement>
    where
        E: EntityTrait<Column = C>,
    {
        let over = OnConflict::columns(self.key.iter().copied()).update_columns(self.said.iter().copied()).to_owned();
        let mut insert = Query::insert();
        insert.into_table(E::default()).columns(self.columns()).on_conflict(over);
        for row in rows {
            insert.values(row.map(SimpleExpr::from)).map_err(Error::internal)?;
        }
        Ok(backend.build(&insert))
    }

    fn of_arrays<E, const N: usize>(&self, rows: impl Iterator<Item = [Value; N]>) -> Result<Statement>
    where
        E: EntityTrait<Column = C>,
    {
        let mut arrays: Vec<String> = vec![String::from("{"); N];
        for row in rows {
            for (array, value) in arrays.iter_mut().zip(row) {
                if array.len() > 1 {
                    array.push(',');
                }
                element(array, value)?;
            }
        }
        let arrays = arrays.into_iter().map(|array| Value::from(array + "}"));
        let mut types = Vec::with_capacity(N);
        for (at, column) in (1..).zip(self.columns()) {
            types.push(format!("CAST(${at} AS {}[])", type_of(column)?));
        }
        let names = |columns: &[C]| columns.iter().map(IdenStatic::as_str).collect::<Vec<_>>().join(", ");
        let said: Vec<String> = self.said.iter().map(|column| format!("{0} = excluded.{0}", column.as_str())).collect();
        let sql = format!(
            "INSERT INTO {} ({}, {}) SELECT * FROM UNNEST({}) ON CONFLICT ({}) DO UPDATE SET {}",
            E::default().as_str(),
            names(self.key),
            names(self.said),
            types.join(", "),
            names(self.key),
            said.join(", "),
        );
        Ok(Statement::from_sql_and_values(DbBackend::Postgres, sql, arrays))
    }

    fn columns(&self) -> impl Iterator<Item = C> {
        self.key.iter().chain(self.said).copied()
    }
}

/// The type of a column that values are written to.
fn type_of<C: ColumnTrait>(column: C) -> Result<&'static str> {
    use sea_orm::ColumnType;
    match column.def().get_column_type() {
        ColumnType::BigInteger => Ok("bigint"),
        ColumnType::Date => Ok("date"),
        ColumnType::JsonBinary => Ok("jsonb"),
        _ => Err(Error::internal("values have no column of this type")),
    }
}

/// Adds a value to the text of an array.
fn element(array: &mut String, value: Value) -> Result<()> {
    use std::fmt::Write;
    match value {
        Value::BigInt(Some(number)) => write!(array, "{number}").map_err(Error::internal),
        Value::ChronoDate(Some(date)) => write!(array, "{date}").map_err(Error::internal),
        Value::Json(Some(json)) => {
            quote(array, &json.to_string());
            Ok(())
        }
        Value::BigInt(None) | Value::ChronoDate(None) | Value::Json(None) => {
            array.push_str("NULL");
            Ok(())
        }
        _ => Err(Error::internal("values have no column of this type")),
    }
}

/// As a text stands in an array whatever is in it.
fn quote(array: &mut String, text: &str) {
    array.push('"');
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            array.push('\\');
        }
        array.push(letter);
    }
    array.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_element_means_the_same_whatever_it_holds() {
        let text = |value: Value| {
            let mut array = String::new();
            element(&mut array, value).expect("an element");
            array
        };
        assert_eq!(text(7_i64.into()), "7");
        assert_eq!(text(None::<i64>.into()), "NULL");
        assert_eq!(text(chrono::NaiveDate::from_ymd_opt(2024, 5, 25).into()), "2024-05-25");
        assert_eq!(text(json!(1.5).into()), r#""1.5""#);
        assert_eq!(text(json!("NULL").into()), r#""\"NULL\"""#);
        assert_eq!(text(json!("a,b}\\\"ž\n").into()), r#""\"a,b}\\\\\\\"ž\\n\"""#);
        assert!(element(&mut String::new(), true.into()).is_err());
    }
}
