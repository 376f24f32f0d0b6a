//! The tables that are filled, parents first, and the rows and ids made for them.
//!
//! Rows are the entities' own models, so a column that is added, removed or retyped shows when this module is compiled.

use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait, Value};

/// Rows of one table, flattened.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) table: &'static str,
    pub(super) columns: Vec<&'static str>,
    /// As many for each row as there are columns.
    pub(super) values: Vec<Value>,
}

impl Rows {
    fn of<E>(models: Vec<E::Model>) -> Self
    where
        E: EntityTrait,
        E::Model: ModelTrait<Entity = E>,
    {
        let columns = E::Column::iter().map(|column| column.as_str()).collect();
        let values = models.iter().flat_map(|model| E::Column::iter().map(|column| model.get(column))).collect();
        Self { table: E::default().as_str(), columns, values }
    }
}

/// Ids kept free for rows to come.
#[derive(Debug)]
pub(super) struct Series {
    next: i64,
    end: i64,
}

impl Series {
    /// The next free id. Ids behind the end are given out too, and found by [`Ids::overdrawn`] before anything is written.
    pub(super) fn take(&mut self) -> i64 {
        self.next += 1;
        self.next - 1
    }
}

macro_rules! tables {
    ($($table:ident: $most:literal,)*) => {
        /// Each table and the most rows that one customer has in it.
        pub(super) const TABLES: &[(&str, i64)] = &[$((stringify!($table), $most)),*];

        /// The rows of some customers.
        #[derive(Debug, Default)]
        pub(super) struct Batch {
            $(pub(super) $table: Vec<entity::$table::Model>,)*
        }

        impl Batch {
            /// The rows of each table, parents before children.
            pub(super) fn into_tables(self) -> Vec<Rows> {
                vec![$(Rows::of::<entity::$table::Entity>(self.$table)),*]
            }
        }

        /// The free ids of each table.
        #[derive(Debug)]
        pub(super) struct Ids {
            $(pub(super) $table: Series,)*
        }

        impl Ids {
            /// For so many customers, from the first free id of each of [`TABLES`] on.
            pub(super) fn starting(firsts: &[i64], customers: i64) -> Self {
                let mut firsts = firsts.iter().copied();
                $(let $table = firsts.next().unwrap_or(1);)*
                Self { $($table: Series { next: $table, end: $table + customers * $most }),* }
            }

            /// A table of which more ids were taken than were kept free.
            pub(super) fn overdrawn(&self) -> Option<&'static str> {
                $(if self.$table.next > self.$table.end {
                    return Some(stringify!($table));
                })*
                None
            }
        }
    };
}

tables! {
    customer: 1,
    source_record: 4,
    channel: 12,
    consent: 4,
    source_membership: 2,
    segment_membership: 4,
    status_record: 2,
    property_value: 9,
    interest_record: 4,
    purchase: 10,
    purchase_item: 40,
    ledger_account: 2,
    ledger_lot: 14,
    ledger_debit: 24,
    ledger_allocation: 40,
    voucher: 12,
    card: 2,
    recommendation: 3,
    pipeline: 3,
    note: 6,
    task: 6,
    calendar_event: 3,
    attribute_value: 8,
    metric_value: 40,
    score: 2,
    survey_response: 3,
    timeline_entry: 50,
}
