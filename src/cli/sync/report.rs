//! What came of a run, a line each, and how a change to a file is shown.

use std::path::Path;

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// What was done, a line each.
    pub(super) lines: Vec<String>,
    /// Whether something is left to a person.
    pub(super) is_unfinished: bool,
}

impl Report {
    pub(super) fn add(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    pub(super) fn left(&mut self, line: impl Into<String>) {
        self.is_unfinished = true;
        self.lines.push(line.into());
    }
}

/// A file as it would be changed, as a difference.
pub(super) fn difference(path: &Path, before: &str, after: &str) -> String {
    similar::TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(2)
        .header(&format!("a/{}", path.display()), &format!("b/{}", path.display()))
        .to_string()
}
