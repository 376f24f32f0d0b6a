//! An access token and how long it holds.

use serde::Deserialize;

/// Seconds before its end at which a token counts as expired, so that it does not expire under way.
const MARGIN_SECONDS: f64 = 15.0;

/// What logging in and refreshing answer.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Granted {
    access_token: String,
    expires_in: f64,
}

/// A token in this page's memory; no script of another page can see it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    /// What is sent.
    pub(crate) text: String,
    expires_at: f64,
}

impl Token {
    /// The token that was granted at `now`, in milliseconds.
    pub(crate) fn new(granted: Granted, now: f64) -> Self {
        Self { text: granted.access_token, expires_at: now + (granted.expires_in - MARGIN_SECONDS) * 1000.0 }
    }

    /// Whether it can still be sent at `now`, in milliseconds.
    pub(crate) fn holds(&self, now: f64) -> bool {
        now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_given_up_before_it_ends() {
        let granted = Granted { access_token: "t".to_owned(), expires_in: 60.0 };
        let token = Token::new(granted, 1_000.0);
        assert!(token.holds(45_999.0));
        assert!(!token.holds(46_000.0));
    }
}
