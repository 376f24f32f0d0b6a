//! How the server tells of itself and of the vendors behind it.

mod connections;
mod dead;
mod numbers;
mod traces;
