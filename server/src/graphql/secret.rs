//! Secrets that a mutation makes: shown in its own payload, that once, and never again.

use std::sync::{Arc, OnceLock};

use super::mutation::Outcome;

/// Carries a secret out of the unit of work that made it.
///
/// A repeat under the same idempotency key makes none and so has none to show: only the first answer ever holds it.
#[derive(Clone, Default)]
pub struct Once(Arc<OnceLock<String>>);

impl Once {
    /// Keeps the secret for the payload.
    pub fn keep(&self, secret: String) {
        // A unit of work runs its step once.
        let _ = self.0.set(secret);
    }

    /// The secret, when the change that it belongs to was carried out.
    pub fn show(&self, outcome: &Outcome) -> Option<String> {
        outcome.row.filter(|_| !outcome.is_planned).and_then(|_| self.0.get().cloned())
    }
}

/// Declares the payload of a mutation that makes a secret: as [`payload!`](crate::payload), with the secret beside.
#[macro_export]
macro_rules! secret_payload {
    ($(#[$doc:meta])* $name:ident { $field:ident: $type:ty, $(#[$about:meta])* $secret:ident }) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            /// What was made or changed; null when the input broke a rule.
            pub $field: Option<$type>,
            $(#[$about])*
            ///
            /// Shown this once: it is not kept in a form that could be read again, and a repeat under the same idempotency key answers null.
            pub $secret: Option<String>,
            /// The rules that the input broke; empty when it was carried out.
            pub problems: Vec<$crate::graphql::error::Problem>,
        }
    };
}
