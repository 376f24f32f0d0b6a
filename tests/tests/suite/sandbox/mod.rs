//! The sandbox over real HTTP.

mod control;
mod faults;
mod fields;
mod journal;
mod starting;
mod vendors;
