//! The requests that were read and not answered yet. Past a bound nothing more is read, so that a
//! client which sends faster than it is answered does not fill the memory.
//!
//! To the library each request has an id of our own. A client may use the id of a cancelled request again at
//! once, while the cancelled call still ends: its result must not be taken for that of the new one.

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
    /// The requests of the client: our number for each, and the bytes it came in.
    requests: HashMap<RequestId, (i64, usize)>,
    /// The ids of the client by our numbers.
    ids: HashMap<i64, RequestId>,
    last: i64,
    bytes: usize,
    /// The requests of the server that the client has not answered.
    asked: HashSet<RequestId>,
}

impl State {
    /// While the server waits for an answer itself, as much again is read: the answer is behind it.
    fn has_room(&self) -> bool {
        let times = if self.asked.is_empty() { 1 } else { 2 };
        self.requests.len() < times * MAX_REQUESTS && self.bytes < times * MAX_BYTES
    }
}

impl InFlight {
    /// Notes a request of the client and gives it an id of our own; none when its id belongs to one that is
    /// still in flight.
    pub(super) fn begin(&self, id: &RequestId, bytes: usize) -> Option<RequestId> {
        let mut state = self.lock();
        if state.requests.contains_key(id) {
            return None;
        }
        state.last += 1;
        let number = state.last;
        state.requests.insert(id.clone(), (number, bytes));
        state.ids.insert(number, id.clone());
        state.bytes += bytes;
        Some(RequestId::Number(number))
    }

    /// The client's id of a request that is in flight by ours.
    pub(super) fn id_of(&self, ours: &RequestId) -> Option<RequestId> {
        let RequestId::Number(number) = ours else { return None };
        self.lock().ids.get(number).cloned()
    }

    /// Notes that a request was answered.
    pub(super) fn finish(&self, ours: &RequestId) {
        let RequestId::Number(number) = ours else { return };
        let mut state = self.lock();
        let Some(id) = state.ids.remove(number) else { return };
        let bytes = state.requests.remove(&id).map_or(0, |(_, bytes)| bytes);
        state.bytes -= bytes;
        drop(state);
        self.changed.notify_waiters();
    }

    /// Notes that the client cancelled a request, after which no answer is sent; it was known by this id.
    pub(super) fn cancel(&self, id: &RequestId) -> Option<RequestId> {
        let mut state = self.lock();
        let (number, bytes) = state.requests.remove(id)?;
        state.ids.remove(&number);
        state.bytes -= bytes;
        drop(state);
        self.changed.notify_waiters();
        Some(RequestId::Number(number))
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

    /// Waits until every request of the client was answered or cancelled.
    pub(super) async fn idle(&self) {
        self.wait_for(|state| state.requests.is_empty()).await;
    }

    /// Waits until another message may be read.
    pub(super) async fn room(&self) {
        self.wait_for(State::has_room).await;
    }

    async fn wait_for(&self, is_so: impl Fn(&State) -> bool) {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if is_so(&self.lock()) {
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
            assert!(in_flight.begin(&id(number), 10).is_some());
        }
        assert!(in_flight.room().now_or_never().is_none());
        in_flight.ask(&id(0));
        in_flight.answered(&id(1));
        assert!(in_flight.room().now_or_never().is_some(), "nobody had asked that");
        in_flight.answered(&id(0));
        assert!(in_flight.room().now_or_never().is_none());
        let mut waiting = std::pin::pin!(in_flight.room());
        assert!((&mut waiting).now_or_never().is_none());
        in_flight.ask(&id(0));
        for number in MAX_REQUESTS..2 * MAX_REQUESTS {
            assert!(in_flight.begin(&id(number), 10).is_some());
        }
        assert!((&mut waiting).now_or_never().is_none(), "a question lifts the bound, but not for ever");
        in_flight.answered(&id(0));
        for number in MAX_REQUESTS..2 * MAX_REQUESTS {
            in_flight.cancel(&id(number));
        }
        in_flight.cancel(&id(7));
        assert!(waiting.now_or_never().is_some());
    }

    #[tokio::test]
    async fn large_requests_count_by_their_bytes_and_ids_are_used_once() {
        let in_flight = InFlight::default();
        let ours = in_flight.begin(&RequestId::Number(7), MAX_BYTES).expect("the first");
        assert_eq!(in_flight.begin(&RequestId::Number(7), 1), None);
        assert!(in_flight.room().now_or_never().is_none());
        assert_eq!(in_flight.id_of(&ours), Some(RequestId::Number(7)));
        in_flight.finish(&ours);
        let again = in_flight.begin(&RequestId::Number(7), 1).expect("it is free");
        assert_ne!(again, ours, "an answer to the first is none to the second");
        assert_eq!(in_flight.id_of(&ours), None);
        assert!(in_flight.room().now_or_never().is_some());
    }
}
