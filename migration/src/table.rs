//! A table with its foreign keys and indexes in one expression.

use sea_orm_migration::prelude::*;

type Name = &'static str;

/// What one migration creates, and drops again.
pub(crate) struct NewTable {
    name: Name,
    create: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

impl NewTable {
    /// A table without columns yet.
    pub(crate) fn named(name: Name) -> Self {
        Self { name, create: Table::create().table(name).take(), indexes: Vec::new() }
    }

    /// All columns, in order.
    pub(crate) fn columns<const N: usize>(mut self, columns: [ColumnDef; N]) -> Self {
        for column in columns {
            self.create.col(column);
        }
        self
    }

    /// A parent that cannot be deleted while this row exists.
    pub(crate) fn restrict(self, column: Name, parent: Name) -> Self {
        self.references(column, parent, ForeignKeyAction::Restrict)
    }

    /// A parent without which this row has no meaning.
    pub(crate) fn cascade(self, column: Name, parent: Name) -> Self {
        self.references(column, parent, ForeignKeyAction::Cascade)
    }

    /// A row that this one can do without.
    pub(crate) fn set_null(self, column: Name, parent: Name) -> Self {
        self.references(column, parent, ForeignKeyAction::SetNull)
    }

    fn references(mut self, column: Name, parent: Name, on_delete: ForeignKeyAction) -> Self {
        let name = format!("fk_{}_{}", self.name, short(column));
        self.create
            .foreign_key(ForeignKey::create().name(name).from(self.name, column).to(parent, "id").on_delete(on_delete));
        self
    }

    /// An index for reading.
    pub(crate) fn index<const N: usize>(mut self, columns: [Name; N]) -> Self {
        let index = self.index_over("ix", &columns);
        self.indexes.push(index);
        self
    }

    /// At most one row for these values; as everywhere in SQL, rows with a null among them are not compared.
    pub(crate) fn unique<const N: usize>(mut self, columns: [Name; N]) -> Self {
        let index = self.index_over("ux", &columns).unique().take();
        self.indexes.push(index);
        self
    }

    /// At most one row for these values among those where `null` is null: the other half of a unique index with `null`.
    pub(crate) fn unique_where_null<const N: usize>(mut self, null: Name, columns: [Name; N]) -> Self {
        let index = self.index_over("ux", &columns).unique().and_where(Expr::col(null).is_null()).take();
        self.indexes.push(index);
        self
    }

    fn index_over(&self, prefix: &str, columns: &[Name]) -> IndexCreateStatement {
        let described = columns.iter().map(|column| short(column)).collect::<Vec<_>>().join("_");
        let mut index = Index::create();
        index.name(format!("{prefix}_{}_{described}", self.name)).table(self.name);
        for column in columns {
            index.col(*column);
        }
        index
    }
}

/// PostgreSQL cuts names at 63 bytes, so the `_id` of a reference is left out of them.
fn short(column: &str) -> &str {
    column.strip_suffix("_id").unwrap_or(column)
}

/// Creates the tables in the order given: parents first.
pub(crate) async fn create_all(manager: &SchemaManager<'_>, tables: Vec<NewTable>) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table.create).await?;
        for index in table.indexes {
            manager.create_index(index).await?;
        }
    }
    Ok(())
}

/// Drops them, children first; their indexes go with them.
pub(crate) async fn drop_all(manager: &SchemaManager<'_>, tables: Vec<NewTable>) -> Result<(), DbErr> {
    for table in tables.into_iter().rev() {
        manager.drop_table(Table::drop().table(table.name).take()).await?;
    }
    Ok(())
}
