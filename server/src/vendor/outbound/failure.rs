//! Why a call to a vendor brought no answer.

use crate::error::{Error, UpstreamFault};
use crate::net::{Answer, NetError};

/// Why a call to a vendor brought no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Too many calls failed lately.
    #[error("the vendor is left alone for a while because its latest calls failed")]
    Resting {
        /// Seconds until it is tried again.
        seconds: u64,
    },
    /// Too many calls are under way, or too many were made this minute.
    #[error("too many calls to the vendor are under way")]
    Busy,
    /// The connection says not where, or not who.
    #[error("the connection is not complete: {0} is missing")]
    Incomplete(&'static str),
    /// The vendor does not take the connection's credentials.
    #[error("the vendor refuses the connection's credentials")]
    Credentials,
    /// The credentials or the token cannot be read.
    #[error("the connection's credentials cannot be used: {0}")]
    Unusable(String),
    /// The call could not be made, or brought nothing.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The vendor says that it cannot now.
    #[error("the vendor answers {}", .0.status.as_u16())]
    Told(Box<Answer>),
}

impl Failure {
    /// Whether the vendor may have got the call, and acted on it.
    pub fn may_have_arrived(&self) -> bool {
        match self {
            Self::Net(error) => error.may_have_arrived(),
            // It asks for another try; a gateway of its own may have said so for it.
            Self::Told(answer) => !matches!(answer.status.as_u16(), 429 | 503),
            Self::Resting { .. } | Self::Busy | Self::Incomplete(_) | Self::Credentials | Self::Unusable(_) => false,
        }
    }

    /// Whether another try may go better.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Net(error) => {
                matches!(error, NetError::TimedOut | NetError::Unreachable(_))
            }
            Self::Told(_) => true,
            Self::Resting { .. } | Self::Busy => true,
            Self::Incomplete(_) | Self::Credentials | Self::Unusable(_) => false,
        }
    }

    /// Whether it speaks against the vendor's health. That we may not call or log in says nothing about it, nor that it limits us.
    pub fn is_ill(&self) -> bool {
        match self {
            Self::Net(error) => {
                matches!(error, NetError::TimedOut | NetError::Unreachable(_) | NetError::TooLarge(_))
            }
            Self::Told(answer) => answer.status.is_server_error(),
            _ => false,
        }
    }

    /// What it is counted as.
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Told(answer) if answer.status.as_u16() == 429 => "limited",
            Self::Told(_) | Self::Net(NetError::TooLarge(_)) => "failed",
            Self::Net(NetError::TimedOut) => "timed_out",
            Self::Net(NetError::Unreachable(_)) => "unreachable",
            _ => "not_made",
        }
    }

    /// Seconds after which the vendor wants to be asked again.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Resting { seconds } => Some(*seconds),
            Self::Told(answer) => {
                answer.headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim().parse::<u64>().ok()
            }
            _ => None,
        }
    }

    fn fault(&self) -> UpstreamFault {
        match self {
            Self::Resting { .. } | Self::Busy => UpstreamFault::Unavailable,
            Self::Net(NetError::TimedOut) => UpstreamFault::TimedOut,
            _ => UpstreamFault::Broken,
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Upstream { fault: failure.fault(), retry_after: failure.retry_after(), message: failure.to_string() }
    }
}
