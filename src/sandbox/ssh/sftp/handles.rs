//! What a client has open.

use std::collections::HashMap;
use std::fs::{File, ReadDir};

use russh_sftp::protocol::StatusCode;

use super::answers::Outcome;

/// So many at a time.
const MOST: usize = 1024;

/// What is open.
pub(super) enum Open {
    File(File),
    Folder(ReadDir),
}

/// Everything that is open, by the name that the client knows it by.
#[derive(Default)]
pub(super) struct Handles {
    open: HashMap<String, Open>,
    made: u64,
}

impl Handles {
    /// Whether one more can be opened.
    pub(super) fn check(&self) -> Outcome<()> {
        if self.open.len() < MOST { Ok(()) } else { Err(StatusCode::Failure.with_message("too many open files")) }
    }

    pub(super) fn add(&mut self, open: Open) -> String {
        self.made += 1;
        let name = self.made.to_string();
        self.open.insert(name.clone(), open);
        name
    }

    pub(super) fn file(&self, name: &str) -> Outcome<&File> {
        match self.open.get(name) {
            Some(Open::File(file)) => Ok(file),
            _ => Err(unknown()),
        }
    }

    pub(super) fn folder(&mut self, name: &str) -> Outcome<&mut ReadDir> {
        match self.open.get_mut(name) {
            Some(Open::Folder(entries)) => Ok(entries),
            _ => Err(unknown()),
        }
    }

    pub(super) fn close(&mut self, name: &str) -> Outcome<()> {
        self.open.remove(name).map(drop).ok_or_else(unknown)
    }
}

fn unknown() -> russh_sftp::server::StatusReply {
    StatusCode::Failure.with_message("nothing is open under this handle")
}
