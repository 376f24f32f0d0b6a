//! Domain errors as GraphQL errors: a message for people, a code for programs, nothing of the inside.

use async_graphql::{Error as GraphqlError, ErrorExtensions, SimpleObject};

use crate::error::{Error, Rule, Violation};

impl Rule {
    /// The rule as a program reads it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::Empty => "EMPTY",
            Self::Format => "INVALID_FORMAT",
            Self::NotAllowed => "NOT_ALLOWED",
            Self::NotFound => "NOT_FOUND",
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::RelationExists => "RELATION_EXISTS",
            Self::TooLong => "TOO_LONG",
        }
    }
}

/// One rule that an input broke. A mutation answers with these instead of failing.
#[derive(Clone, Debug, SimpleObject)]
pub struct Problem {
    /// Where in the input: `email`, `items[2].price`.
    pub path: String,
    /// Which rule: `REQUIRED`, `EMPTY`, `INVALID_FORMAT`, `NOT_ALLOWED`, `NOT_FOUND`, `ALREADY_EXISTS`, `RELATION_EXISTS`, `TOO_LONG`, `CONFLICT`.
    pub code: String,
    /// For people.
    pub message: String,
}

impl From<Violation> for Problem {
    fn from(violation: Violation) -> Self {
        Self { path: violation.path, code: violation.rule.code().to_owned(), message: violation.message }
    }
}

/// The code of a fault.
pub fn code(error: &Error) -> &'static str {
    match error {
        Error::Unauthenticated => "UNAUTHENTICATED",
        Error::Forbidden(_) => "FORBIDDEN",
        Error::NotFound { .. } => "NOT_FOUND",
        Error::Invalid(_) => "BAD_USER_INPUT",
        Error::Conflict(_) => "CONFLICT",
        Error::Limited { .. } => "LIMITED",
        Error::Unavailable(_) => "UNAVAILABLE",
        Error::Upstream { fault, .. } => fault.code(),
        Error::Internal(_) => "INTERNAL",
    }
}

/// A domain error as it leaves through GraphQL. Internal text goes to the log.
pub fn fault(error: Error) -> GraphqlError {
    if let Error::Internal(source) = &error {
        tracing::error!(error = source.as_ref() as &dyn std::error::Error, "a GraphQL field failed");
    }
    if let Error::Unavailable(source) = &error {
        tracing::warn!(error = source as &dyn std::error::Error, "the store is not available");
    }
    GraphqlError::new(error.to_string()).extend_with(|_, extensions| {
        extensions.set("code", code(&error));
        if let Error::Invalid(violations) = &error {
            let problems: Vec<async_graphql::Value> = violations.iter().map(problem).collect();
            extensions.set("problems", async_graphql::Value::List(problems));
        }
        if let Error::Forbidden(permission) = &error {
            extensions.set("permission", permission.name());
        }
        if let Error::Upstream { retry_after: Some(seconds), .. } = &error {
            extensions.set("retryAfter", *seconds);
        }
    })
}

fn problem(violation: &Violation) -> async_graphql::Value {
    async_graphql::value!({
        "path": violation.path.clone(),
        "code": violation.rule.code(),
        "message": violation.message.clone(),
    })
}
