//! Why a folder cannot be deployed, as a caller reads it.

use crate::domain::failure::FieldReason;

/// The most paths that an error names.
pub(crate) const NAMED: usize = 20;

/// Why a folder cannot be deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesError {
    /// What is wrong.
    pub message: String,
    /// Each path with what is wrong with it, not more than can be read.
    pub paths: Vec<FieldReason>,
}

impl FilesError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), paths: Vec::new() }
    }
}

/// Paths that cannot be deployed, all of them counted and the first ones named.
#[derive(Debug, Default)]
pub(crate) struct Refused {
    named: Vec<FieldReason>,
    count: usize,
}

impl Refused {
    pub(crate) fn add(&mut self, path: &[u8], reason: &str) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(FieldReason::new(shown(path), reason));
        }
    }

    /// Nothing, or all that was refused.
    pub(crate) fn into_result(self) -> Result<(), FilesError> {
        if self.count == 0 {
            return Ok(());
        }
        let more = self.count - self.named.len();
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let (count, plural) = (self.named.len(), if self.count == 1 { " path" } else { " paths" });
        let message = format!("{count}{plural} cannot be deployed{more}.");
        Err(FilesError { message, paths: self.named })
    }
}

/// A path as a message shows it: bounded, without characters that nobody sees.
pub(crate) fn shown(path: &[u8]) -> String {
    const MOST: usize = 200;
    let text = String::from_utf8_lossy(path);
    let mut clean: String =
        text.chars().take(MOST).map(|c| if crate::domain::unseen::is_unseen(c) { '\u{fffd}' } else { c }).collect();
    if text.chars().count() > MOST {
        clean.push('…');
    }
    clean
}
