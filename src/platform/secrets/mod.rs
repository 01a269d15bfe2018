//! Values that must not come back: what this process sent to the platform as the value of a variable, and the secrets
//! that it read there. Whatever is read afterwards is searched for them.
//!
//! What is looked for, and where:
//! - A value of six characters and more is found anywhere, however its characters are escaped ([`escapes`]), as a whole in
//!   hexadecimal digits and base64, each line of it by itself, and in words also parts of it: of 16 bytes, also where they
//!   are encoded so, and of 8 where they are of its first 512 and do not look like a word.
//! - A value in the form of a name (`production`, `database1`, `postgresql@16`, a domain, a number, an id) is found only
//!   as a whole that stands alone, and only in words: else no hostname, type or status could be read any more.
//! - So are values of four and five characters, if they are neither a word nor a number. Shorter ones are not looked
//!   for, nor are `true`, `null`, `info` and references such as `${db_password}`: text would be taken to pieces, and
//!   nobody can keep such a value secret.

mod encoded;
mod entities;
mod escapes;
mod forms;
mod index;
mod names;
mod sent;
mod walk;

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

pub(super) use index::Index;
pub(crate) use names::is_name;
pub(super) use sent::values as sent;

/// What stands in the place of a value.
const HIDDEN: &str = "[hidden]";
/// Bytes of values that are remembered; the oldest are forgotten first.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Values that are remembered.
const MOST_VALUES: usize = 20_000;
/// Bytes of a line that are looked at.
const LINE: usize = 256 * 1024;

/// What kind of text is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words for people: also parts of values are found, and values that look like names.
    Words,
    /// A name, a status, a type: only whole values are, so that nothing falls out by chance.
    Name,
}

/// The values that are known.
#[derive(Default)]
pub(crate) struct Secrets(RwLock<Known>);

#[derive(Default)]
struct Known {
    /// The oldest first.
    values: VecDeque<Arc<str>>,
    all: HashSet<Arc<str>>,
    bytes: usize,
    index: Index,
}

impl Secrets {
    /// Remembers values, each line of them by itself too.
    pub(crate) fn learn<'a>(&self, values: impl IntoIterator<Item = &'a str>) {
        let values = values.into_iter().flat_map(parts);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for value in values {
            known.add(value);
        }
        known.index.settle();
    }

    /// The text without them.
    pub(crate) fn hidden(&self, text: &str, kind: Kind) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).index.replaced(text, kind, HIDDEN)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Known {
    fn add(&mut self, value: String) {
        if !names::is_worth_hiding(&value) || self.all.contains(value.as_str()) {
            return;
        }
        self.index.add_value(&value);
        self.bytes += value.len();
        let value: Arc<str> = value.into();
        self.all.insert(Arc::clone(&value));
        self.values.push_back(value);
        if self.bytes > MOST_BYTES || self.values.len() > MOST_VALUES {
            // Half of them at once: building the index anew is the work.
            while self.bytes > MOST_BYTES / 2 || self.values.len() > MOST_VALUES / 2 {
                let Some(oldest) = self.values.pop_front() else { break };
                self.bytes -= oldest.len();
                self.all.remove(&oldest);
            }
            self.index = Index::default();
            for value in &self.values {
                self.index.add_value(value);
            }
        }
    }
}

/// A value as it would stand in one line, and its lines.
fn parts(value: &str) -> Vec<String> {
    let line = |text: &str| {
        let text: String = text.chars().filter_map(crate::domain::unseen::in_one_line).collect();
        let text = text.trim();
        text.get(..text.floor_char_boundary(LINE)).unwrap_or_default().to_owned()
    };
    let mut parts = vec![line(value)];
    if value.contains('\n') {
        parts.extend(value.lines().map(line));
    }
    // Who writes a document may have pasted another one into a value: its quotes are not part of the secret.
    let bare: Vec<String> = parts.iter().map(|part| part.trim_matches(['"', '\'', ',']).to_owned()).collect();
    parts.extend(bare);
    parts
}

#[cfg(test)]
mod tests;
