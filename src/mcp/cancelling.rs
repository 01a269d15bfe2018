//! Questions whether to cancel what a task is about, from the moment somebody wants to cancel it until the human answers
//! or nobody can answer any more.
//!
//! They are kept by the process that was asked, for nothing of a task is kept anywhere else: at another replica the task
//! goes on unasked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rmcp::model::{InputRequest, InputRequiredResult, InputResponses};
use serde_json::Value;

use super::consent::FIELD;

/// The most questions that are kept.
const MOST: usize = 1024;
/// Characters of a sealed question that tell it from others.
const TELLING: usize = 16;

/// Of whom a process is asked about.
type Whose = (String, String);

/// All questions that wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Cancelling(Arc<Mutex<BTreeMap<Whose, Waiting>>>);

/// A question that waits for its answer.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// What the client is asked.
    pub(super) request: InputRequest,
    /// The same, sealed.
    pub(super) state: String,
    /// Under which name it asks; no other question of the task has it.
    pub(super) key: String,
    until: Timestamp,
}

impl Waiting {
    /// The answer among those of a client, as the call that asked takes it.
    pub(super) fn answer(&self, responses: &BTreeMap<String, Value>) -> Option<InputResponses> {
        let answer = responses.get(&self.key)?;
        Some(InputResponses::from([(FIELD.to_owned(), answer.clone())]))
    }
}

impl Cancelling {
    /// Keeps a question of a caller about a process; whether there was room, and a question.
    pub(super) fn keep(&self, whose: Whose, asked: InputRequiredResult, now: Timestamp, until: Timestamp) -> bool {
        let request = asked.input_requests.and_then(|mut requests| requests.remove(FIELD));
        let (Some(request), Some(state)) = (request, asked.request_state) else { return false };
        let telling: Vec<char> = state.chars().rev().take(TELLING).collect();
        let key = format!("{FIELD}-{}", telling.into_iter().collect::<String>());
        let mut all = self.lock(now);
        let has_room = all.len() < MOST || all.contains_key(&whose);
        if has_room {
            all.insert(whose, Waiting { request, state, key, until });
        }
        has_room
    }

    /// The question of a caller about a process.
    pub(super) fn of(&self, whose: &Whose, now: Timestamp) -> Option<Waiting> {
        self.lock(now).get(whose).cloned()
    }

    /// Forgets the question of a caller about a process.
    pub(super) fn forget(&self, whose: &Whose, now: Timestamp) {
        self.lock(now).remove(whose);
    }

    fn lock(&self, now: Timestamp) -> MutexGuard<'_, BTreeMap<Whose, Waiting>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, waiting| now < waiting.until);
        all
    }
}
