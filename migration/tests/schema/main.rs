//! The migrations and the entities describe the same tables, on SQLite and, where `ONEFOLD_TEST_POSTGRES` holds the
//! URL of a database, on PostgreSQL (each test in a schema of its own).

mod entities;
mod kit;
mod rows;
mod tables;
