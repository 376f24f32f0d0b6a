//! One error for all that waited for a batch.

use std::sync::Arc;

use crate::error::Error;

/// The error of a batch, which all its fields share.
#[derive(Clone, Debug)]
pub struct BatchError(Arc<Error>);

impl From<Error> for BatchError {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl From<BatchError> for Error {
    fn from(error: BatchError) -> Self {
        match &*error.0 {
            Self::Unauthenticated => Self::Unauthenticated,
            Self::Forbidden(permission) => Self::Forbidden(*permission),
            Self::NotFound { kind } => Self::NotFound { kind },
            Self::Invalid(violations) => Self::Invalid(violations.clone()),
            Self::Conflict(message) => Self::Conflict(message.clone()),
            Self::Limited { message, retry_after } => {
                Self::Limited { message: message.clone(), retry_after: *retry_after }
            }
            Self::Unavailable(source) => Self::Unavailable(source.clone()),
            Self::Upstream { fault, message, retry_after } => {
                Self::Upstream { fault: *fault, message: message.clone(), retry_after: *retry_after }
            }
            Self::Internal(_) => Self::Internal(Box::new(error)),
        }
    }
}

impl std::fmt::Display for BatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a batch failed: {}", self.0)
    }
}

impl std::error::Error for BatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
