//! Values as people read them.

mod instant;
mod json;
mod number;
mod word;

pub(crate) use instant::{ago, date, date_of, exact, instant};
pub(crate) use json::json_text;
pub(crate) use number::{money, number};
pub(crate) use word::{initials, plural, sentence};
