//! Relay connections over keyset pages.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_graphql::connection::{
    Connection as Relay, CursorType, DefaultConnectionName, DefaultEdgeName, Edge, EmptyFields,
};
use async_graphql::{Context, InputObject, Object, OutputType, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::fault;
use super::scalar::calendar_date;
use crate::app::App;
use crate::error::{Error, Rule, Violation};
use crate::store::keyset::{self, Cursor, Direction, Key, Page, PageArgs};

/// A connection of `N` with a lazily counted total.
pub type Connection<N> = Relay<OpaqueCursor, N, Totals, EmptyFields, DefaultConnectionName, DefaultEdgeName>;

/// Which part of a list: the Relay arguments of a field.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    /// How many from the start.
    pub first: Option<i32>,
    /// Behind this cursor.
    pub after: Option<String>,
    /// How many from the end.
    pub last: Option<i32>,
    /// Before this cursor.
    pub before: Option<String>,
}

impl Paging {
    /// The four arguments in Relay's order.
    pub fn new(first: Option<i32>, after: Option<String>, last: Option<i32>, before: Option<String>) -> Self {
        Self { first, after, last, before }
    }

    /// Checks the arguments against the configured limits.
    ///
    /// # Errors
    /// `first` with `last`, a number out of range, a cursor that is none.
    pub fn read(self, ctx: &Context<'_>) -> Result<PageArgs> {
        let limits = &ctx.data::<App>()?.config().graphql;
        self.check(limits.default_page, limits.max_page).map_err(fault)
    }

    fn check(self, default: u64, most: u64) -> Result<PageArgs, Error> {
        let (path, number) = match (self.first, self.last) {
            (Some(_), Some(_)) => {
                return Err(
                    Violation::new("last", Rule::NotAllowed, "`first` and `last` cannot be given together").into()
                );
            }
            (None, Some(last)) => ("last", Some(last)),
            (first, None) => ("first", first),
        };
        let limit = match number {
            None => default,
            Some(number) => u64::try_from(number).ok().filter(|number| *number <= most).ok_or_else(|| {
                Violation::new(path, Rule::NotAllowed, format!("`{path}` must lie between 0 and {most}"))
                    .with_value(number)
            })?,
        };
        Ok(PageArgs {
            limit,
            after: self.after.map(|text| cursor("after", &text)).transpose()?,
            before: self.before.map(|text| cursor("before", &text)).transpose()?,
            backward: path == "last",
        })
    }
}

fn cursor(path: &str, text: &str) -> Result<Cursor, Error> {
    OpaqueCursor::decode_cursor(text).map(|cursor| cursor.0).map_err(|_| keyset::bad_cursor(path))
}

/// A place in a list as opaque text.
#[derive(Clone, Debug)]
pub struct OpaqueCursor(pub Cursor);

/// The text is not a cursor.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

impl CursorType for OpaqueCursor {
    type Error = NotACursor;

    fn decode_cursor(text: &str) -> Result<Self, NotACursor> {
        place(text).map(Self).ok_or(NotACursor)
    }

    fn encode_cursor(&self) -> String {
        let id = self.0.id;
        let text = match &self.0.key {
            Key::Null => format!("{id}:n"),
            Key::Integer(number) => format!("{id}:i{number}"),
            Key::Text(text) => format!("{id}:t{text}"),
            Key::Date(date) => format!("{id}:d{date}"),
        };
        URL_SAFE_NO_PAD.encode(text)
    }
}

fn place(text: &str) -> Option<Cursor> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (id, rest) = text.split_once(':')?;
    let (kind, value) = rest.split_at_checked(1)?;
    let key = match kind {
        "n" => Key::Null,
        "i" => Key::Integer(value.parse().ok()?),
        "t" => Key::Text(value.to_owned()),
        "d" => Key::Date(calendar_date(value)?),
        _ => return None,
    };
    Some(Cursor { key, id: id.parse().ok()? })
}

type Count = Pin<Box<dyn Future<Output = Result<u64, Error>> + Send>>;

/// Counts a list, when somebody asks.
#[derive(Clone)]
pub struct Totals(Arc<dyn Fn() -> Count + Send + Sync>);

impl fmt::Debug for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Totals")
    }
}

impl Totals {
    /// Will count by `count`.
    pub fn new<F>(count: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<u64, Error>> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(count())))
    }
}

#[Object]
impl Totals {
    /// How many there are in all, beyond this page. Counted only when asked for.
    async fn total_count(&self) -> Result<u64> {
        (self.0)().await.map_err(fault)
    }
}

/// A page as a connection.
pub fn connection<T, N: OutputType>(page: Page<T>, totals: Totals, mut wrap: impl FnMut(T) -> N) -> Connection<N> {
    let mut connection = Connection::with_additional_fields(page.has_previous, page.has_next, totals);
    connection.edges.extend(page.rows.into_iter().map(|(cursor, row)| Edge::new(OpaqueCursor(cursor), wrap(row))));
    connection
}

/// A sort direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, async_graphql::Enum)]
pub enum SortDirection {
    /// Smallest, earliest, A first.
    Asc,
    /// Largest, latest, Z first.
    Desc,
}

impl From<SortDirection> for Direction {
    fn from(direction: SortDirection) -> Self {
        match direction {
            SortDirection::Asc => Self::Ascending,
            SortDirection::Desc => Self::Descending,
        }
    }
}

/// A span of instants; both ends may be open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct DateTimeRange {
    /// At this instant or later.
    pub from: Option<super::scalar::DateTime>,
    /// Before this instant.
    pub until: Option<super::scalar::DateTime>,
}

/// A span of days; both ends belong to it and may be open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct DateRange {
    /// On this day or later.
    pub from: Option<super::scalar::Date>,
    /// On this day or earlier.
    pub to: Option<super::scalar::Date>,
}
