//! How lines hang together.

use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};

/// The hash before the first line.
pub(super) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The field with the hash of the line before.
pub(super) const PREVIOUS: &str = "previous";
/// What stands between the rest of a line and its own hash.
const BEFORE_HASH: &str = ",\"hash\":\"";
const END: &str = "\"}";

/// The line of a record, and its hash.
pub(super) fn line(mut record: Map<String, Value>, previous: &str) -> (String, String) {
    record.insert(PREVIOUS.to_owned(), previous.into());
    let mut line = Value::Object(record).to_string();
    line.pop();
    let hash = hash(&line);
    line.push_str(BEFORE_HASH);
    line.push_str(&hash);
    line.push_str(END);
    (line, hash)
}

/// The hash that a line says and the one that it has.
pub(super) fn hashes(line: &str) -> Option<(&str, String)> {
    let body = line.strip_suffix(END)?;
    let at = body.len().checked_sub(START.len())?;
    let (rest, said) = (body.get(..at)?, body.get(at..)?);
    Some((said, hash(rest.strip_suffix(BEFORE_HASH)?)))
}

fn hash(text: &str) -> String {
    digest(&SHA256, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
