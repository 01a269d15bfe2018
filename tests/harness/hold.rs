//! Requests that are held until no further one comes: what is let go together is one round trip, however many
//! requests it has.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// After this time without a further request those that wait are let go.
const QUIET: Duration = Duration::from_millis(30);
/// How often that is looked at.
const LOOK: Duration = Duration::from_millis(3);

#[derive(Debug, Default)]
struct Waiting {
    requests: usize,
    last: Option<Instant>,
}

/// The round trips so far.
#[derive(Clone, Debug)]
pub(crate) struct Hold {
    is_on: Arc<AtomicBool>,
    waiting: Arc<Mutex<Waiting>>,
    rounds: watch::Sender<u64>,
}

impl Hold {
    /// Lets everything through until [`Hold::begin`].
    pub(crate) fn start() -> Self {
        let hold = Self { is_on: Arc::default(), waiting: Arc::default(), rounds: watch::Sender::new(0) };
        let own = hold.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK).await;
                own.release();
            }
        });
        hold
    }

    /// Begins to hold and to count.
    pub(crate) fn begin(&self) {
        self.is_on.store(true, Ordering::Relaxed);
    }

    fn release(&self) {
        let mut waiting = self.waiting.lock().expect("lock");
        if waiting.requests > 0 && waiting.last.is_some_and(|last| last.elapsed() >= QUIET) {
            *waiting = Waiting::default();
            self.rounds.send_modify(|rounds| *rounds += 1);
        }
    }

    /// Waits for the end of the round that a request belongs to.
    pub(crate) async fn wait(&self) {
        if !self.is_on.load(Ordering::Relaxed) {
            return;
        }
        let mut rounds = {
            let mut waiting = self.waiting.lock().expect("lock");
            waiting.requests += 1;
            waiting.last = Some(Instant::now());
            self.rounds.subscribe()
        };
        rounds.changed().await.expect("the count lasts");
    }

    /// How many there were.
    pub(crate) fn rounds(&self) -> u64 {
        *self.rounds.borrow()
    }
}
