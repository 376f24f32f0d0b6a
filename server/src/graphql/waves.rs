//! Batches in waves: a query runs as far as it gets, then all that it asked for is loaded together, then it goes on.
//!
//! Were a batch a task of its own, another thread could begin it while the query still asks for the rest, and the number of statements
//! would be chance. A wave begins only when the query can do nothing more, and its results are all there before the next begins, so the
//! number follows from the query's shape alone. Nothing changes threads, and a query that is dropped takes its batches with it.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::future::{BoxFuture, FutureExt, join_all};
use futures_util::task::AtomicWaker;

type Batch = BoxFuture<'static, ()>;

/// The batches that a query has asked for and that have not begun.
#[derive(Clone, Default)]
pub struct Waves(Arc<Mutex<Vec<Batch>>>);

impl std::fmt::Debug for Waves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waves")
    }
}

impl Waves {
    /// Takes a batch along in the next wave.
    pub fn add(&self, batch: Batch) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(batch);
    }

    fn take(&self) -> Vec<Batch> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs `query`, and in its pauses the batches that it adds.
    pub async fn run<T>(&self, query: impl Future<Output = T>) -> T {
        let mut query = pin!(query);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut wave = None;
        poll_fn(|cx| {
            woken.outer.register(cx.waker());
            loop {
                if let Poll::Ready(done) = turn(query.as_mut(), &waker, &woken.again) {
                    return Poll::Ready(done);
                }
                let loading = match wave.take() {
                    Some(loading) => loading,
                    None => match self.take() {
                        // It waits for something that is no batch.
                        batches if batches.is_empty() => return Poll::Pending,
                        batches => join_all(batches),
                    },
                };
                let loading = wave.insert(loading);
                if loading.poll_unpin(cx).is_pending() {
                    return Poll::Pending;
                }
                wave = None;
            }
        })
        .await
    }
}

/// Lets the query go on until it can do nothing more. A list of many futures gives way in between and wakes itself; that is no end.
fn turn<T>(mut query: Pin<&mut impl Future<Output = T>>, waker: &Waker, again: &AtomicBool) -> Poll<T> {
    loop {
        again.store(false, Ordering::Release);
        let polled = query.as_mut().poll(&mut Context::from_waker(waker));
        if polled.is_ready() || !again.load(Ordering::Acquire) {
            return polled;
        }
    }
}

/// Wakes the task, and notes that the query was woken.
#[derive(Default)]
struct Woken {
    again: AtomicBool,
    outer: AtomicWaker,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.again.store(true, Ordering::Release);
        self.outer.wake();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::try_join_all;
    use tokio::sync::oneshot;

    use super::*;

    /// Asks for something in a batch of its own.
    async fn ask(
        waves: &Waves,
        order: &Arc<Mutex<Vec<String>>>,
        name: String,
    ) -> Result<(), oneshot::error::RecvError> {
        let (done, answer) = oneshot::channel();
        let order = Arc::clone(order);
        order.lock().unwrap().push(format!("ask {name}"));
        waves.add(Box::pin(async move {
            tokio::task::yield_now().await;
            order.lock().unwrap().push(format!("load {name}"));
            let _ = done.send(());
        }));
        answer.await
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn everything_is_asked_for_before_anything_is_loaded() {
        let (waves, order) = (Waves::default(), Arc::default());
        let query = try_join_all((0..500).map(|n| {
            let (waves, order) = (&waves, &order);
            async move {
                ask(waves, order, format!("{n}")).await?;
                ask(waves, order, format!("{n} again")).await
            }
        }));
        waves.run(query).await.expect("every answer");
        let order = order.lock().unwrap();
        let turns = order.chunk_by(|one, next| one.split(' ').next() == next.split(' ').next());
        assert_eq!(turns.map(<[String]>::len).collect::<Vec<_>>(), [500, 500, 500, 500]);
    }

    #[tokio::test]
    async fn waits_for_what_is_no_batch() {
        let slow = async {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            7
        };
        assert_eq!(Waves::default().run(slow).await, 7);
    }
}
