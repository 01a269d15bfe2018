//! The log of the calls that reached the API.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::tokens::TokenKind;
use crate::generated::operations::Operation;

/// How many calls the log keeps.
const CAPACITY: usize = 10_000;

/// One call. It never holds the token, only its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedRequest {
    /// The declared operation it is; none for a call that no tool of this project makes.
    pub operation: Option<Operation>,
    /// The name by which faults know it; none for a path that leads nowhere.
    pub name: Option<&'static str>,
    /// The HTTP method.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The HTTP status of the answer; none when none was sent, or not yet.
    pub status: Option<u16>,
    /// What the token was for; none when it was absent or unknown.
    pub token_kind: Option<TokenKind>,
    /// The JSON body.
    pub body: Option<Value>,
}

impl LoggedRequest {
    /// The call as the control endpoint answers it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "operation": self.operation.map(|operation| operation.info().name),
            "name": self.name,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "token": self.token_kind.map(TokenKind::name),
            "body": self.body,
        })
    }
}

/// The newest calls in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<LoggedRequest>,
    /// How many entries were dropped from the front, so that a number stays that of its call.
    dropped: usize,
}

impl RequestLog {
    /// Adds a call and answers its number.
    pub(crate) fn push(&mut self, entry: LoggedRequest) -> usize {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(entry);
        self.dropped + self.entries.len() - 1
    }

    /// Notes the answer of a call.
    pub(crate) fn answered(&mut self, number: usize, status: u16) {
        let entry = number.checked_sub(self.dropped).and_then(|index| self.entries.get_mut(index));
        if let Some(entry) = entry {
            entry.status = Some(status);
        }
    }

    /// Every call that is kept.
    pub(crate) fn entries(&self) -> Vec<LoggedRequest> {
        self.entries.iter().cloned().collect()
    }

    /// Forgets every call.
    pub(crate) fn clear(&mut self) {
        self.dropped += self.entries.len();
        self.entries.clear();
    }
}
