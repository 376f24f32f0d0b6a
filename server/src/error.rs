//! What can go wrong, in the domain's words.
//!
//! The domain knows neither HTTP nor GraphQL: [`Error`] is turned into a GraphQL error in [`crate::graphql::error`] and into a
//! vendor's own error body by that vendor's dialect. The text of an internal failure stays in the log.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::domain::account::Permission;

/// The result of a domain call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is logged in, or the credentials have ended.
    #[error("authentication is needed")]
    Unauthenticated,
    /// The caller is known and lacks a permission.
    #[error("the permission {0} is needed")]
    Forbidden(Permission),
    /// The thing named does not exist in the caller's brand.
    #[error("no such {kind}")]
    NotFound {
        /// What was looked for, in the words of the schema: `customer`, `purchase`.
        kind: &'static str,
    },
    /// The input breaks rules; every breach that was found, not only the first.
    #[error("{}", summary(.0))]
    Invalid(Vec<Violation>),
    /// The input is fine and the present state does not allow it.
    #[error("{0}")]
    Conflict(String),
    /// A limit was passed: page size, guessing, request rate.
    #[error("{message}")]
    Limited {
        /// For the caller.
        message: String,
        /// Seconds after which it is worth trying again.
        retry_after: Option<u64>,
    },
    /// The store is busy or away; the same call may go through later.
    #[error("the store is not available at the moment")]
    Unavailable(#[source] DbErr),
    /// A vendor behind a connection did not do its part. What is stored can be served all the same.
    #[error("{message}")]
    Upstream {
        /// What went wrong.
        fault: UpstreamFault,
        /// For the caller; nothing of the vendor's own words.
        message: String,
        /// Seconds after which it is worth trying again.
        retry_after: Option<u64>,
    },
    /// A fault of ours. Its text is for the log only.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What can go wrong between us and a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpstreamFault {
    /// It cannot be reached, answers nonsense, or refuses the connection's credentials.
    Broken,
    /// It is left alone for a while because it failed too often, or too many calls to it are under way.
    Unavailable,
    /// It did not answer in time.
    TimedOut,
}

impl UpstreamFault {
    /// The status that a gateway has for it.
    pub fn status(self) -> u16 {
        match self {
            Self::Broken => 502,
            Self::Unavailable => 503,
            Self::TimedOut => 504,
        }
    }

    /// Its name in the graph.
    pub fn code(self) -> &'static str {
        match self {
            Self::Broken => "UPSTREAM_BROKEN",
            Self::Unavailable => "UPSTREAM_UNAVAILABLE",
            Self::TimedOut => "UPSTREAM_TIMED_OUT",
        }
    }
}

/// One broken rule of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where: `email`, `items[2].price`.
    pub path: String,
    /// Which sort of rule.
    pub rule: Rule,
    /// For a person.
    pub message: String,
    /// The offending value as text, when it may be shown.
    pub value: Option<String>,
}

/// The sorts of rule an input can break; the finest division that a vendor's error body asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// It must be there.
    Required,
    /// It is there and must not be blank.
    Empty,
    /// It cannot be read as what it should be.
    Format,
    /// It can be read and is not among what is allowed.
    NotAllowed,
    /// It names something that does not exist.
    NotFound,
    /// It must be unique and is taken.
    AlreadyExists,
    /// These two are already related.
    RelationExists,
    /// It is longer, larger or more than allowed.
    TooLong,
}

impl Violation {
    /// A violation of `rule` at `path`.
    pub fn new(path: impl Into<String>, rule: Rule, message: impl Into<String>) -> Self {
        Self { path: path.into(), rule, message: message.into(), value: None }
    }

    /// The same, showing the offending value.
    #[must_use]
    pub fn with_value(mut self, value: impl fmt::Display) -> Self {
        self.value = Some(value.to_string());
        self
    }

    /// `path` is missing.
    pub fn required(path: impl Into<String>) -> Self {
        let path = path.into();
        let message = format!("{path} is required");
        Self::new(path, Rule::Required, message)
    }

    /// The same violation seen from outside: `address` and `zip` give `address.zip`.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        self.path = if self.path.is_empty() { parent.to_owned() } else { format!("{parent}.{}", self.path) };
        self
    }
}

impl From<Violation> for Error {
    fn from(violation: Violation) -> Self {
        Self::Invalid(vec![violation])
    }
}

impl Error {
    /// A fault of ours, to be logged where it leaves the server.
    pub fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    /// Whether the store refused a row because a unique key is taken.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Internal(source) if source
            .downcast_ref::<DbErr>()
            .is_some_and(|error| matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))))
    }
}

/// The one classification of database failures.
impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error),
            refused if is_about_the_text(&refused) => {
                Violation::new("", Rule::Format, "a text holds a character that cannot be stored").into()
            }
            other => Self::Internal(Box::new(other)),
        }
    }
}

/// PostgreSQL stores every character but one, U+0000, and says so only when it is sent (`character_not_in_repertoire`).
fn is_about_the_text(error: &DbErr) -> bool {
    let (DbErr::Exec(source) | DbErr::Query(source)) = error else { return false };
    let RuntimeErr::SqlxError(source) = source else { return false };
    source.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "22021" || code == "22P05")
}

fn summary(violations: &[Violation]) -> String {
    violations.iter().map(|violation| violation.message.as_str()).collect::<Vec<_>>().join("; ")
}
