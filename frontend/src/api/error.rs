//! What can go wrong between this page and the server, in words for its reader.

use serde::Deserialize;

/// Why an operation brought no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ApiError {
    /// The request did not get through.
    #[error("The server cannot be reached. Check the connection and try again.")]
    Offline,
    /// Nobody is logged in, or no longer.
    #[error("You are not logged in any more.")]
    LoggedOut,
    /// The e-mail address or password was wrong.
    #[error("The e-mail address or the password is wrong.")]
    WrongPassword,
    /// The viewer may not do this.
    #[error("You do not have permission for this: {0}.")]
    Forbidden(String),
    /// Too much at once.
    #[error("Too many attempts. Wait a moment and try again.")]
    Limited,
    /// The server refused it and says why.
    #[error("{0}")]
    Refused(String),
    /// The server failed.
    #[error("The server could not answer (status {0}). Try again.")]
    Server(u16),
    /// The answer was not understood.
    #[error("The server's answer was not understood. Reload the page: it may have been updated.")]
    Garbled,
}

impl ApiError {
    /// An error that GraphQL answered with.
    pub(crate) fn of(error: &graphql_client::Error) -> Self {
        let code = error.extensions.as_ref().and_then(|all| all.get("code")).and_then(|code| code.as_str());
        match code {
            Some("UNAUTHENTICATED") => Self::LoggedOut,
            Some("FORBIDDEN") => Self::Forbidden(error.message.clone()),
            Some("LIMITED") => Self::Limited,
            Some("INTERNAL") => Self::Server(500),
            _ => Self::Refused(error.message.clone()),
        }
    }

    /// What an endpoint of ours answered with, when it was not what was asked for.
    pub(crate) fn of_status(status: u16, body: Option<Refusal>) -> Self {
        match (status, body) {
            (401, _) => Self::LoggedOut,
            (429, _) => Self::Limited,
            (400..=499, Some(body)) => Self::Refused(body.error.message),
            _ => Self::Server(status),
        }
    }
}

impl From<gloo_net::Error> for ApiError {
    fn from(error: gloo_net::Error) -> Self {
        match error {
            gloo_net::Error::SerdeError(_) => Self::Garbled,
            _ => Self::Offline,
        }
    }
}

/// The body of a refusal: `{"error":{"code","message"}}`.
#[derive(Debug, Deserialize)]
pub(crate) struct Refusal {
    error: Reason,
}

#[derive(Debug, Deserialize)]
struct Reason {
    message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal() -> Option<Refusal> {
        serde_json::from_str(r#"{"error":{"code":"BAD_USER_INPUT","message":"no"}}"#).ok()
    }

    #[test]
    fn a_refusal_says_why_and_a_failure_does_not() {
        assert_eq!(ApiError::of_status(400, refusal()), ApiError::Refused("no".to_owned()));
        assert_eq!(ApiError::of_status(500, refusal()), ApiError::Server(500));
        assert_eq!(ApiError::of_status(401, None), ApiError::LoggedOut);
    }

    #[test]
    fn a_graphql_error_is_told_by_its_code() {
        let error = serde_json::from_str(r#"{"message":"m","extensions":{"code":"UNAUTHENTICATED"}}"#).unwrap();
        assert_eq!(ApiError::of(&error), ApiError::LoggedOut);
    }
}
