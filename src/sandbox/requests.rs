//! The log of the calls that reached the API.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::tokens::TokenKind;
use crate::generated::operations::Operation;

/// How many calls the log keeps.
const CAPACITY: usize = 10_000;
/// How many bytes of bodies and paths it keeps.
const MOST_BYTES: usize = 32 * 1024 * 1024;

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
    bytes: usize,
    /// How many entries were dropped from the front, so that a number stays that of its call.
    dropped: usize,
}

impl RequestLog {
    /// Adds a call and answers its number.
    pub(crate) fn push(&mut self, entry: LoggedRequest) -> usize {
        self.bytes += size(&entry);
        self.entries.push_back(entry);
        // The newest stays, whatever its size.
        while self.entries.len() > CAPACITY || self.bytes > MOST_BYTES && self.entries.len() > 1 {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= size(&oldest);
            self.dropped += 1;
        }
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
        self.bytes = 0;
    }
}

/// About the memory of an entry.
fn size(entry: &LoggedRequest) -> usize {
    fn of(value: &Value) -> usize {
        const EACH: usize = 32;
        EACH + match value {
            Value::String(text) => text.len(),
            Value::Array(items) => items.iter().map(of).sum(),
            Value::Object(members) => members.iter().map(|(key, value)| key.len() + of(value)).sum(),
            _ => 0,
        }
    }
    entry.path.len() + entry.body.as_ref().map_or(0, of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_in_bytes_and_the_numbers_stay() {
        let mut log = RequestLog::default();
        let entry = |body: &str| LoggedRequest {
            operation: None,
            name: None,
            method: "POST".to_owned(),
            path: "/x".to_owned(),
            status: None,
            token_kind: None,
            body: Some(json!({ "text": body })),
        };
        let large = "x".repeat(MOST_BYTES / 4);
        let mut last = 0;
        for _ in 0..20 {
            last = log.push(entry(&large));
        }
        assert_eq!((log.entries().len(), last), (3, 19));
        log.answered(last, 200);
        assert_eq!(log.entries()[2].status, Some(200));
        log.push(entry(&"x".repeat(2 * MOST_BYTES)));
        assert_eq!(log.entries().len(), 1);
        log.clear();
        assert_eq!((log.bytes, log.push(entry("small"))), (0, 21));
    }
}
