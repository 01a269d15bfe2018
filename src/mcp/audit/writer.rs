//! Writing the log: one file for each process, to which only lines are added.

use std::fmt;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::chain::{START, line};
use crate::files;

/// The log of this process. Cloning it is cheap.
#[derive(Clone)]
pub struct Audit(Arc<Mutex<State>>);

struct State {
    file: File,
    path: PathBuf,
    number: u64,
    previous: String,
}

/// A line in the making.
#[derive(Debug)]
pub(in crate::mcp) struct Entry(Map<String, Value>);

impl Entry {
    /// A line about this.
    pub(in crate::mcp) fn new(event: &str) -> Self {
        Self(Map::from_iter([("event".to_owned(), event.into())]))
    }

    /// With one more field; nothing is written of an empty one.
    pub(in crate::mcp) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !matches!(&value, Value::Null) && value != json!("") {
            self.0.insert(name.to_owned(), value);
        }
        self
    }
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit").finish_non_exhaustive()
    }
}

impl Audit {
    /// Begins a log: in a folder a new file, else the file of this path, which has nothing in it yet.
    ///
    /// # Errors
    /// When there is no such folder, or the file cannot be written.
    pub fn open(path: &Path, now: Timestamp) -> io::Result<Self> {
        let process = std::process::id();
        let opened = if path.is_dir() {
            let path = path.join(format!("zcp-{}-{process}.jsonl", now.strftime("%Y%m%dT%H%M%SZ")));
            files::create_named(&path).map(|file| (path, file))
        } else {
            files::append_named(path).map(|file| (path.to_owned(), file))
        };
        let (path, file) = opened.map_err(|error| io::Error::other(error.to_string()))?;
        let found = file.metadata()?;
        if found.len() > 0 {
            return Err(io::Error::other("the file has something in it already: name a folder, or a new file"));
        }
        if found.is_file() && !files::is_private(&found) {
            return Err(io::Error::other("others can read or write the file: name a folder, or a new file"));
        }
        let audit = Self(Arc::new(Mutex::new(State { file, path, number: 0, previous: START.to_owned() })));
        let begin = Entry::new("begin").with("version", env!("CARGO_PKG_VERSION")).with("process", process);
        // Where this cannot be written, no change can, and each says so.
        if let Err(error) = audit.append(begin, now) {
            tracing::error!(kind = %error.kind(), "the audit log cannot be written, so nothing can be changed");
        }
        Ok(audit)
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).path.clone()
    }

    /// Adds a line, and returns once the disk has it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(in crate::mcp) async fn write(&self, entry: Entry, now: Timestamp) -> io::Result<()> {
        let audit = self.clone();
        match files::apart(move || audit.append(entry, now)).await {
            Ok(written) => written,
            Err(error) => Err(io::Error::other(error.to_string())),
        }
    }

    /// A line is whole or not at all: one that a full disk cut is taken back, where that can be done.
    fn append(&self, entry: Entry, now: Timestamp) -> io::Result<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut record =
            Map::from_iter([("number".to_owned(), state.number.into()), ("time".to_owned(), now.to_string().into())]);
        record.extend(entry.0);
        let (line, hash) = line(record, &state.previous);
        let before = state.file.metadata()?.len();
        let written =
            state.file.write_all(format!("{line}\n").as_bytes()).and_then(|()| match state.file.sync_data() {
                // What is no file on a disk cannot do that.
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
                synced => synced,
            });
        if let Err(error) = written {
            if state.file.set_len(before).is_err() {
                tracing::debug!("what was written of a line stays");
            }
            return Err(error);
        }
        state.number += 1;
        state.previous = hash;
        Ok(())
    }
}
