//! Processes that are killed and started again at the same address.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::place::Place;

const PATIENCE: Duration = Duration::from_secs(120);

/// The servers over one database.
pub(crate) struct Servers {
    addresses: Vec<SocketAddr>,
    processes: Mutex<Vec<Child>>,
}

impl Servers {
    /// Starts so many.
    pub(crate) fn start(place: &Place, count: usize) -> Self {
        let held: Vec<TcpListener> =
            (0..count).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port")).collect();
        let addresses: Vec<SocketAddr> =
            held.iter().map(|listener| listener.local_addr().expect("an address")).collect();
        drop(held);
        let (began, mut processes) = (Instant::now(), Vec::new());
        for address in &addresses {
            processes.push(place.server(&address.to_string()).spawn().expect("the server starts"));
            // One after the other: the first makes what an empty store needs.
            while TcpStream::connect(address).is_err() {
                assert!(began.elapsed() < PATIENCE, "the server does not listen: {}", place.log());
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        Self { addresses, processes: Mutex::new(processes) }
    }

    pub(crate) fn count(&self) -> usize {
        self.addresses.len()
    }

    pub(crate) fn address(&self, at: usize) -> SocketAddr {
        self.addresses[at % self.addresses.len()]
    }

    fn processes(&self) -> MutexGuard<'_, Vec<Child>> {
        self.processes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Kills one, which can do nothing about it.
    pub(crate) fn kill(&self, at: usize) {
        let mut processes = self.processes();
        processes[at].kill().expect("a process to kill");
        processes[at].wait().expect("a status");
    }

    /// Starts one again and waits until it listens.
    pub(crate) async fn revive(&self, place: &Place, at: usize) {
        let began = Instant::now();
        let start = || place.server(&self.addresses[at].to_string()).spawn().expect("the server starts");
        self.processes()[at] = start();
        while TcpStream::connect(self.addresses[at]).is_err() {
            assert!(began.elapsed() < PATIENCE, "the server does not listen: {}", place.log());
            // A client's own port may for a moment be the server's.
            let has_ended = self.processes()[at].try_wait().expect("a process").is_some();
            if has_ended {
                self.processes()[at] = start();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends all.
    pub(crate) fn end(&self) {
        for process in self.processes().iter_mut() {
            if process.kill().is_ok() {
                let _ = process.wait();
            }
        }
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.end();
    }
}
