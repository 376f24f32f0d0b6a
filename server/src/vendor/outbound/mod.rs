//! Calls to the real vendors: the operations and dialects of the mirrors, the other way round.
//!
//! ```text
//!  Unsigned ─► line: how many at a time, how often, is the vendor left alone? ─► dialect: sign ─► net ─► Answer
//! ```
//!
//! | file | holds |
//! |---|---|
//! | [`unsigned`] | a call before it shows who is calling, and which calls may be repeated |
//! | [`line`] | what is known of the way to one connection: breaker, pace, token, outcomes |
//! | [`send`] | one call with its repeats, within a budget of time |
//! | [`failure`] | why a call brought no answer |
//! | [`carry`] | an operation that is named by data, such as a call of a plan |
//! | `documented` | whether a reply is as it is documented |
//! | [`reading`] | reading at the vendor what is stored here |
//! | [`overlay`] | laying a change over what a vendor has, where it replaces wholes |
//!
//! A line is this server's own view: a second server learns for itself that a vendor is down, as it would have to anyway.

pub mod carry;
mod documented;
pub mod failure;
pub mod line;
pub mod observed;
pub mod overlay;
pub mod reading;
pub mod send;
pub mod unsigned;

pub use failure::Failure;
pub use line::{Line, Lines};
pub use send::{Shown, send};
pub use unsigned::{Repeat, Token, Unsigned};
