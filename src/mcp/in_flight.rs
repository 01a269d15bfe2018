//! The requests that were read and not answered yet. Past a bound nothing more is read, so that a
//! client which sends faster than it is answered does not fill the memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rmcp::model::RequestId;
use tokio::sync::Notify;

/// The most requests that wait for their answer.
const MAX_REQUESTS: usize = 1024;

/// The most bytes that requests which wait for their answer came in; one request always fits. What
/// is made of them takes many times as much.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Counts requests of both directions.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// The requests of the client and the bytes each came in.
    sizes: HashMap<RequestId, usize>,
    bytes: usize,
    /// The requests of the server that the client has not answered.
    asked: HashSet<RequestId>,
}

impl State {
    /// While the server waits for an answer itself, it must be read whatever is in flight.
    fn has_room(&self) -> bool {
        !self.asked.is_empty() || (self.sizes.len() < MAX_REQUESTS && self.bytes < MAX_BYTES)
    }
}

impl InFlight {
    /// Notes a request of the client; false when its id belongs to one that is still in flight.
    pub(super) fn begin(&self, id: &RequestId, bytes: usize) -> bool {
        let mut state = self.lock();
        if state.sizes.contains_key(id) {
            return false;
        }
        state.sizes.insert(id.clone(), bytes);
        state.bytes += bytes;
        true
    }

    /// Notes that a request was answered, or cancelled, after which no answer is sent.
    pub(super) fn finish(&self, id: &RequestId) {
        let mut state = self.lock();
        if let Some(bytes) = state.sizes.remove(id) {
            state.bytes -= bytes;
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Notes a request of the server.
    pub(super) fn ask(&self, id: &RequestId) {
        self.lock().asked.insert(id.clone());
        self.changed.notify_waiters();
    }

    /// Notes that a request of the server was answered or withdrawn.
    pub(super) fn answered(&self, id: &RequestId) {
        self.lock().asked.remove(id);
    }

    /// Waits until another message may be read.
    pub(super) async fn room(&self) {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if self.lock().has_room() {
                return;
            }
            changed.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn reading_stops_at_the_bound_and_goes_on_with_an_answer_or_a_question() {
        let in_flight = InFlight::default();
        let id = |number: usize| RequestId::Number(i64::try_from(number).expect("small"));
        for number in 0..MAX_REQUESTS {
            assert!(in_flight.room().now_or_never().is_some());
            assert!(in_flight.begin(&id(number), 10));
        }
        assert!(in_flight.room().now_or_never().is_none());
        in_flight.ask(&id(0));
        in_flight.answered(&id(1));
        assert!(in_flight.room().now_or_never().is_some(), "nobody had asked that");
        in_flight.answered(&id(0));
        assert!(in_flight.room().now_or_never().is_none());
        let mut waiting = std::pin::pin!(in_flight.room());
        assert!((&mut waiting).now_or_never().is_none());
        in_flight.finish(&id(7));
        assert!(waiting.now_or_never().is_some());
    }

    #[tokio::test]
    async fn large_requests_count_by_their_bytes_and_ids_are_used_once() {
        let in_flight = InFlight::default();
        assert!(in_flight.begin(&RequestId::Number(1), MAX_BYTES));
        assert!(!in_flight.begin(&RequestId::Number(1), 1));
        assert!(in_flight.room().now_or_never().is_none());
        in_flight.finish(&RequestId::Number(1));
        assert!(in_flight.room().now_or_never().is_some());
    }
}
