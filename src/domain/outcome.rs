//! How an operation says that it worked.

use serde::Serialize;
use serde_json::Value;

/// The answer of an operation: finished, or accepted by the platform and still running.
#[derive(Clone, Debug)]
pub enum Outcome<T> {
    /// It is done; nothing is left to wait for.
    Done(T),
    /// The platform runs it as a process. It is awaited when the caller asked for that.
    Started(T),
}

impl<T> Outcome<T> {
    /// The same answer with another record.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(record) => Outcome::Done(change(record)),
            Self::Started(record) => Outcome::Started(change(record)),
        }
    }
}

/// A record with the lines that tell it to a reader: what the text block says and what the
/// structured content says are written apart, so that neither repeats the syntax of the other.
#[derive(Clone, Debug)]
pub struct Lines<T> {
    /// The record.
    pub record: T,
    /// The text block but for the calls to make next, which the server adds as it offers them.
    pub text: String,
}

/// How the text block of a result is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Render {
    /// Compact JSON of the whole record.
    Json,
    /// The record's `text` field alone: prose.
    Text,
    /// These lines, then the record's calls to make next.
    Lines(String),
}

/// A successful result, ready for the client.
#[derive(Clone, Debug)]
pub struct Success {
    /// The record; it matches the tool's output schema.
    pub value: Value,
    /// How its text block is written.
    pub render: Render,
}

impl Success {
    /// Serialises a record.
    ///
    /// # Errors
    /// When the record cannot be JSON, which no generated record can cause.
    pub fn new(record: &impl Serialize, render: Render) -> Result<Self, serde_json::Error> {
        Ok(Self { value: serde_json::to_value(record)?, render })
    }
}
