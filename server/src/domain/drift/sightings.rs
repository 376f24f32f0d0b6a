//! What was seen since it was last written down, on this server.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

use entity::Timestamp;
use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use super::{Difference, Replied, Seen};

/// Distinct differences that wait at the most. There are as many fields as a vendor documents; more is noise.
const MOST: usize = 10_000;

/// Counted differences, and the comparisons under way.
#[derive(Debug, Default)]
pub struct Sightings {
    waiting: Mutex<HashMap<(Replied, Difference), Seen>>,
    bell: Notify,
    comparing: TaskTracker,
}

impl Sightings {
    /// Runs a comparison in the background of the call whose reply it is about.
    pub fn compare(&self, comparison: impl Future<Output = ()> + Send + 'static) {
        self.comparing.spawn(comparison);
    }

    /// Counts differences of one reply.
    pub fn note(&self, replied: Replied, differences: impl IntoIterator<Item = Difference>, now: Timestamp) {
        let seen = Seen { first: now, last: now, count: 1 };
        self.add(differences.into_iter().map(|difference| ((replied, difference), seen)));
        self.bell.notify_one();
    }

    fn add(&self, seen: impl Iterator<Item = ((Replied, Difference), Seen)>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        for (what, seen) in seen {
            let is_full = waiting.len() >= MOST;
            match waiting.entry(what) {
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    known.first = known.first.min(seen.first);
                    known.last = known.last.max(seen.last);
                    known.count += seen.count;
                }
                Entry::Vacant(_) if is_full => {}
                Entry::Vacant(new) => {
                    new.insert(seen);
                }
            }
        }
    }

    /// Takes what waits.
    pub fn take(&self) -> Vec<(Replied, Difference, Seen)> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *waiting).into_iter().map(|((replied, what), seen)| (replied, what, seen)).collect()
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, seen: Vec<(Replied, Difference, Seen)>) {
        self.add(seen.into_iter().map(|(replied, what, seen)| ((replied, what), seen)));
    }

    /// Waits until there is something.
    pub async fn rung(&self) {
        self.bell.notified().await;
    }

    /// Waits until every reply that came so far is compared.
    pub async fn settled(&self) {
        self.comparing.close();
        self.comparing.wait().await;
        self.comparing.reopen();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sort;
    use super::*;

    #[test]
    fn a_million_replies_are_one_row() {
        let sightings = Sightings::default();
        let replied = Replied { brand: 1, connection: 2, operation: "getCustomers", status: 200 };
        let difference = Difference {
            kind: Sort::Unknown,
            path: "data.tier".to_owned(),
            expected: "nothing".to_owned(),
            found: "string".to_owned(),
        };
        for at in 0..1000 {
            sightings.note(replied, [difference.clone()], Timestamp::from_micros(at));
        }
        let seen = Seen { first: Timestamp::from_micros(0), last: Timestamp::from_micros(999), count: 1000 };
        let taken = sightings.take();
        assert_eq!(taken, [(replied, difference, seen)]);
        assert!(sightings.take().is_empty());
        sightings.put_back(taken.clone());
        assert_eq!(sightings.take(), taken);
    }
}
