//! What became of the files, and the lines that say so.

use std::collections::BTreeMap;

use super::target::Target;
use crate::cli::output::{self, BAD, DIM, GOOD, NAME, painted};

const UNCHANGED: &str = "unchanged";

/// What became of a file.
pub(super) enum Done {
    /// It was changed so.
    To(&'static str),
    /// It would be changed so.
    Would(String),
    /// It was as it should be.
    Unchanged(&'static str),
    /// It could not be changed.
    LeftAlone(String),
}

/// A line for a file.
pub(super) fn line(target: &Target, done: &Done) -> String {
    let name = painted(NAME, &target.shown);
    match done {
        Done::Would(diff) => output::printable(diff),
        Done::To(how) => format!("{name}  {}", painted(GOOD, how)),
        Done::Unchanged("") => format!("{name}  {}", painted(DIM, "unchanged")),
        Done::Unchanged(why) => format!("{name}  {}", painted(DIM, format!("unchanged: {why}"))),
        Done::LeftAlone(why) => format!("{name}  {}", painted(BAD, format!("left alone: {}", output::printable(why)))),
    }
}

/// What becomes of a file of which all is ours.
pub(super) fn outcome(before: Option<&str>, after: Option<&str>) -> &'static str {
    match (before, after) {
        (None, _) => "created",
        (_, None) => "deleted",
        _ => "updated",
    }
}

/// What became of the files of each folder. They are many and come to the same, so they share a line.
#[derive(Default)]
pub(super) struct Folded(BTreeMap<(String, String), usize>);

impl Folded {
    /// Counts a file that was not left alone.
    pub(super) fn add(&mut self, shown: &str, done: &Done) {
        let folder = shown.split_once("/skills/").map_or(shown, |(folder, _)| folder);
        let how = match done {
            Done::Would(how) => format!("would be {how}"),
            Done::To(how) => (*how).to_owned(),
            Done::Unchanged(_) | Done::LeftAlone(_) => UNCHANGED.to_owned(),
        };
        *self.0.entry((format!("{folder}/skills"), how)).or_default() += 1;
    }

    /// A line for each; not for what stays while everything is taken out.
    pub(super) fn lines(&self, removes: bool) -> Vec<String> {
        let shown = self.0.iter().filter(|((_, how), _)| !(removes && how == UNCHANGED));
        let line = |((folder, how), count): (&(String, String), &usize)| {
            let files = if *count == 1 { "file" } else { "files" };
            let style = if how == UNCHANGED { DIM } else { GOOD };
            format!("{}  {}", painted(NAME, folder), painted(style, format!("{count} {files} {how}")))
        };
        shown.map(line).collect()
    }
}
