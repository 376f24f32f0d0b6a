//! Delivering what the outbox holds. Any server may do it: each takes deliveries for itself for a while, and what a killed one was at is
//! taken by another when that while is over.
//!
//! ```text
//!  office: which connections have something due? ─► a desk for each ─► a courier for each delivery ─► its calls, one after the other
//!          every few seconds, and when rung           so many at a time      a lease, kept while it lasts
//! ```
//!
//! A connection is served by itself: its desk takes only its own deliveries, and waits only for its own vendor. A vendor that hangs keeps
//! its own desk busy and no other.
//!
//! | file | holds |
//! |---|---|
//! | [`office`] | [`round`], and the same for as long as the server lives: which connections are served |
//! | `desk` | the deliveries of one connection that are under way |
//! | `lease` | that nobody else is at a delivery |
//! | `courier` | the steps of one delivery, and what is written down after each |
//! | `call` | making one call: in doubt, the vendor is asked first |
//! | `asking` | asking the vendor: what is there, what a change is laid over, which id it gave |
//! | `turns` | how few calls are under way of which nobody could tell a repeat |
//! | `verdict` | what an answer means for the delivery |

mod asking;
mod call;
mod courier;
mod desk;
mod lease;
pub mod office;
mod turns;
mod verdict;

pub use office::round;
pub(super) use office::run;
