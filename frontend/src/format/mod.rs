//! Values as people read them.

mod instant;
mod json;
mod number;
mod word;

pub(crate) use instant::{ago, date, date_of, days_ago, exact, instant, instant_of_input, today, took};
pub(crate) use json::{json_lines, json_text, spoken};
pub(crate) use number::{millis, money, number, percent, rounded};
pub(crate) use word::{initials, plural, sentence};
