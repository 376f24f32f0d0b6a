//! CareCloud's lists of what a customer has in the loyalty programme.

mod access;
mod kit;
mod ledger;
mod profile;
mod purchases;
mod rewards;
mod seeded;
