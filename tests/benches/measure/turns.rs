//! Measuring two ways by turns, so that whatever else the machine does falls on both.

use std::time::{Duration, Instant};

/// What one subject came to.
pub(crate) struct Row {
    name: &'static str,
    bare: Duration,
    ours: Duration,
    rounds: usize,
}

/// Times of the rounds so far.
pub(crate) struct Turns {
    name: &'static str,
    bare: Vec<Duration>,
    ours: Vec<Duration>,
}

impl Turns {
    /// None yet.
    pub(crate) fn of(name: &'static str) -> Self {
        Self { name, bare: Vec::new(), ours: Vec::new() }
    }

    /// The database or the vendor alone.
    pub(crate) async fn bare<T>(&mut self, work: impl Future<Output = T>) -> T {
        timed(&mut self.bare, work).await
    }

    /// Onefold.
    pub(crate) async fn ours<T>(&mut self, work: impl Future<Output = T>) -> T {
        timed(&mut self.ours, work).await
    }

    /// The medians. The first round warmed up and is left out.
    pub(crate) fn end(mut self) -> Row {
        let rounds = self.ours.len() - 1;
        Row { name: self.name, bare: median(self.bare.split_off(1)), ours: median(self.ours.split_off(1)), rounds }
    }
}

async fn timed<T>(times: &mut Vec<Duration>, work: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let result = work.await;
    times.push(start.elapsed());
    result
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The rows as a table for people, and for whoever pastes it somewhere.
pub(crate) fn table(database: &str, rows: &[Row]) -> String {
    let mut table = format!(
        "\n| {database:<28} | {:>10} | {:>10} | {:>10} | {:>6} | {:>6} |\n|{:-<30}|{:->11}:|{:->11}:|{:->11}:|{:->7}:|{:->7}:|\n",
        "bare ms", "onefold ms", "beyond ms", "ratio", "rounds", "", "", "", "", "", ""
    );
    for Row { name, bare, ours, rounds } in rows {
        let milliseconds = |time: &Duration| time.as_secs_f64() * 1_000.0;
        let ratio = ours.as_secs_f64() / bare.as_secs_f64();
        table += &format!(
            "| {name:<28} | {:>10.2} | {:>10.2} | {:>10.2} | {ratio:>6.2} | {rounds:>6} |\n",
            milliseconds(bare),
            milliseconds(ours),
            milliseconds(ours) - milliseconds(bare)
        );
    }
    table
}
