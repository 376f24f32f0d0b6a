//! Deterministic demo data.

use std::time::Duration;

use entity::brand;

use crate::app::App;

/// How much, and which.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many customers.
    pub customers: u64,
    /// The same number gives the same data.
    pub seed: u64,
}

/// How far the filling is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Customers written.
    pub customers: u64,
    /// Of so many.
    pub of: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// Customers.
    pub customers: u64,
    /// Rows in all tables.
    pub rows: u64,
    /// How long it took.
    pub elapsed: Duration,
}

/// What the brand's systems define; existing definitions stay.
///
/// # Errors
/// The store failed.
pub async fn definitions(_app: &App, _brand: &brand::Model) -> anyhow::Result<()> {
    Ok(())
}

/// Fills the brand with customers.
///
/// # Errors
/// The store failed.
pub async fn fill(
    _app: &App,
    _brand: &brand::Model,
    _options: Options,
    _progress: impl FnMut(Progress),
) -> anyhow::Result<Report> {
    Ok(Report { customers: 0, rows: 0, elapsed: Duration::ZERO })
}
