//! Rewards, vouchers and cards.

mod cards;
mod kit;
mod offers;
mod seeded;
mod vouchers;
