//! Batches in waves: a query runs as far as it gets, then all that it asked for is loaded together, then it goes on.
//!
//! Were a batch a task of its own, another thread could begin it while the query still asks for the rest, or hand its rows over while a
//! neighbour is still loading, and the number of statements would be chance. A wave begins only when the query can do nothing more, and
//! hands everything over at once, so the number follows from the query's shape. Nothing changes threads, and a query that is dropped
//! takes its batches with it.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::future::BoxFuture;
use futures_util::task::AtomicWaker;
use tokio::task::unconstrained;

type Batch = BoxFuture<'static, ()>;

/// The waves of one query.
#[derive(Clone, Default)]
pub struct Waves(Arc<State>);

#[derive(Default)]
struct State {
    /// Asked for and not begun.
    asked: Mutex<Vec<Batch>>,
    /// Batches of this wave that have loaded and wait for the others.
    waiting: AtomicUsize,
    /// Whether they may hand over.
    open: AtomicBool,
}

impl std::fmt::Debug for Waves {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waves")
    }
}

impl Waves {
    /// Takes a batch along in the next wave.
    pub fn add(&self, batch: Batch) {
        self.0.asked.lock().unwrap_or_else(PoisonError::into_inner).push(batch);
    }

    /// What a batch awaits when it has loaded and before it hands over: the end of the wave. Only a batch that was added may.
    pub async fn end(&self) {
        self.0.waiting.fetch_add(1, Ordering::AcqRel);
        // Without a waker: at the end of a wave all of its batches are polled.
        poll_fn(|_| if self.0.open.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    /// Runs `query`, and in its pauses the batches that it adds.
    pub async fn run<T>(&self, query: impl Future<Output = T>) -> T {
        // Out of the runtime's budget a query would seem to have come to rest; it rests often enough by itself.
        let mut query = pin!(unconstrained(query));
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut wave = Vec::new();
        poll_fn(|cx| {
            woken.outer.register(cx.waker());
            loop {
                woken.again.store(false, Ordering::Release);
                if let Poll::Ready(done) = query.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return Poll::Ready(done);
                }
                if woken.again.load(Ordering::Acquire) {
                    // It only gave way, as a list of many futures does in between, and has woken this task.
                    return Poll::Pending;
                }
                if wave.is_empty() {
                    wave = self.take();
                }
                // Without a wave it waits for something that is no batch.
                if wave.is_empty() || self.load(&mut wave, cx).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }

    fn take(&self) -> Vec<Batch> {
        std::mem::take(&mut *self.0.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Drives the batches of a wave; ready when they have all handed over.
    fn load(&self, wave: &mut Vec<Batch>, cx: &mut Context<'_>) -> Poll<()> {
        poll_all(wave, cx);
        if self.0.waiting.load(Ordering::Acquire) == wave.len() {
            self.0.open.store(true, Ordering::Release);
            poll_all(wave, cx);
            self.0.open.store(false, Ordering::Release);
            self.0.waiting.store(0, Ordering::Release);
        }
        if wave.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn poll_all(wave: &mut Vec<Batch>, cx: &mut Context<'_>) {
    wave.retain_mut(|batch| Pin::as_mut(batch).poll(cx).is_pending());
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
    use std::time::Duration;

    use futures_util::future::try_join_all;
    use tokio::sync::oneshot;

    use super::*;

    type Told = Arc<Mutex<Vec<String>>>;

    /// Asks for something in a batch of its own, which takes `steps` to load.
    async fn ask(waves: &Waves, told: &Told, name: &str, steps: usize) -> Result<(), oneshot::error::RecvError> {
        let (done, answer) = oneshot::channel();
        let (inside, noted, loaded) = (waves.clone(), Arc::clone(told), format!("load {name}"));
        told.lock().unwrap().push(format!("ask {name}"));
        waves.add(Box::pin(async move {
            for _ in 0..steps {
                tokio::task::yield_now().await;
            }
            noted.lock().unwrap().push(loaded);
            inside.end().await;
            let _ = done.send(());
        }));
        answer.await
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn everything_is_asked_for_before_anything_is_loaded_and_loaded_before_anything_goes_on() {
        let (waves, told) = (Waves::default(), Told::default());
        let query = try_join_all((0..500).map(|n| {
            let (waves, told) = (&waves, &told);
            async move {
                ask(waves, told, &n.to_string(), n % 7).await?;
                ask(waves, told, &format!("{n} again"), n % 5).await
            }
        }));
        let ran = tokio::time::timeout(Duration::from_secs(20), waves.run(query)).await;
        ran.expect("it ends").expect("every answer");
        let told = told.lock().unwrap();
        let turns = told.chunk_by(|one, next| one.split(' ').next() == next.split(' ').next());
        assert_eq!(turns.map(<[String]>::len).collect::<Vec<_>>(), [500, 500, 500, 500]);
    }

    #[tokio::test]
    async fn a_batch_that_has_nothing_to_load_holds_nobody_up() {
        let (waves, told) = (Waves::default(), Told::default());
        let query = async {
            waves.add(Box::pin(async {}));
            ask(&waves, &told, "one", 3).await
        };
        let ran = tokio::time::timeout(Duration::from_secs(20), waves.run(query)).await;
        ran.expect("it ends").expect("an answer");
    }

    #[tokio::test]
    async fn waits_for_what_is_no_batch() {
        let slow = async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            7
        };
        assert_eq!(Waves::default().run(slow).await, 7);
    }
}
