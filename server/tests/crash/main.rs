//! Servers that are killed while they deliver: what was acknowledged reaches the vendor, and nothing twice that can be told.
//!
//! Real processes, Onefold's and the sandbox's, real HTTP, SIGKILL at moments that follow from a seed. `ONEFOLD_CRASH_WRITES` sets how many
//! writes there are, `ONEFOLD_CRASH_SEED` other moments. On the PostgreSQL at `ONEFOLD_TEST_DATABASE_URL` when that is set, else on SQLite.

mod place;
mod servers;
mod story;
mod verdict;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use self::place::Place;
use self::servers::Servers;
use self::story::{Client, Write};

/// Longer than all of it takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(900);
const CLIENTS: usize = 6;
const KILLS: usize = 12;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_server_that_is_killed_again_and_again_loses_nothing() {
    run(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_of_which_one_is_killed_lose_nothing() {
    // The file of SQLite belongs to one server.
    if Place::is_on_postgres() {
        run(2).await;
    }
}

async fn run(servers: usize) {
    let began = Instant::now();
    let writes = usize::try_from(number("ONEFOLD_CRASH_WRITES", 300)).expect("a number");
    let mut dice = StdRng::seed_from_u64(number("ONEFOLD_CRASH_SEED", 7));
    let mut place = Place::prepare().await;
    let servers = Arc::new(Servers::start(&place, servers));
    let told = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|at| {
            let share = writes / CLIENTS + usize::from(at < writes % CLIENTS);
            let client = Client::new(at, &place, Arc::clone(&servers), Arc::clone(&told));
            tokio::spawn(client.tell(share))
        })
        .collect();
    for kill in 0..KILLS {
        let from = writes * kill / KILLS;
        let moment = dice.random_range(from..=(from + writes / KILLS).min(writes.saturating_sub(1)));
        while told.load(Ordering::Relaxed) < moment {
            assert!(began.elapsed() < PATIENCE, "the clients do not get on: {}", place.log());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..60))).await;
        let victim = dice.random_range(0..servers.count());
        servers.kill(victim);
        servers.revive(&place, victim).await;
    }
    let mut done: Vec<Write> = Vec::new();
    for client in clients {
        done.extend(client.await.expect("a client"));
    }
    let written = began.elapsed();
    place.until_delivered(began + PATIENCE).await;
    let delivered = began.elapsed();
    servers.end();
    place.end_sandbox();
    let found = verdict::judge(&place, &done, KILLS).await;
    eprintln!(
        "{} writes, {KILLS} kills, {} server(s), {}: written after {written:?}, delivered after {delivered:?}; {found}",
        done.len(),
        servers.count(),
        if Place::is_on_postgres() { "PostgreSQL" } else { "SQLite" },
    );
}
