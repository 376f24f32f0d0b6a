//! Values as people read them.

mod instant;
mod json;
mod number;
mod word;

pub(crate) use instant::{ago, date, date_of, exact, instant, instant_of_input};
pub(crate) use json::{json_text, spoken};
pub(crate) use number::{money, number, rounded};
pub(crate) use word::{initials, plural, sentence};
