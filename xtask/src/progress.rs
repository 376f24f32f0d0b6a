//! Lines on standard error that say what is going on and how long it took.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Runs one long step between a line that names it and a line with its time.
pub(crate) fn step<T>(name: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {name}");
    let start = Instant::now();
    let result = run();
    let outcome = if result.is_ok() { "✓" } else { "✗" };
    eprintln!("{outcome} {name} ({})", seconds(start.elapsed()));
    result
}

/// Says that a step had nothing to do.
pub(crate) fn fresh(name: &str) {
    eprintln!("✓ {name} (unchanged)");
}

/// Stages that all run, even after one has failed, with a summary at the end.
#[derive(Default)]
pub(crate) struct Stages(Vec<Outcome>);

struct Outcome {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Stages {
    /// Runs a stage; a failure is shown and kept for the summary.
    pub(crate) fn run(&mut self, name: &'static str, run: impl FnOnce() -> Result<()>) {
        let start = Instant::now();
        let result = step(name, run);
        if let Err(error) = &result {
            eprintln!("{error:#}");
        }
        self.0.push(Outcome { name, took: start.elapsed(), passed: result.is_ok() });
    }

    /// Whether no stage has failed yet.
    pub(crate) fn passed(&self) -> bool {
        self.0.iter().all(|stage| stage.passed)
    }

    /// Prints the time of each stage.
    ///
    /// # Errors
    /// Names the stages that failed.
    pub(crate) fn finish(self) -> Result<()> {
        eprintln!();
        for Outcome { name, took, passed } in &self.0 {
            eprintln!("{} {name:<28} {:>9}", if *passed { "✓" } else { "✗" }, seconds(*took));
        }
        let failed: Vec<_> = self.0.iter().filter(|stage| !stage.passed).map(|stage| stage.name).collect();
        if !failed.is_empty() {
            bail!("failed: {}", failed.join(", "));
        }
        Ok(())
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
