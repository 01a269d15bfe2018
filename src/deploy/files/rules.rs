//! What `.deployignore` leaves out, and which links stay within a tree.

use std::path::{Component, Path};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::error::FilesError;
use super::excludes::MOST_STEPS;
use super::paths::bytes_of;
use super::pattern::Pattern;
use crate::files::{Root, bounded};

/// The file that names what is not deployed, in the syntax of `.gitignore` and with the meaning that it has for git.
const IGNORE_FILE: &str = ".deployignore";
/// A larger one is not read.
const MOST_BYTES: u64 = 256 * 1024;
/// More rules than anybody writes.
const MOST_RULES: usize = 10_000;

/// The rules of a `.deployignore`.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    all: Arc<Vec<Pattern>>,
    /// Lines that nothing can fit.
    unread: Vec<usize>,
    /// The work that may still be done, by all who hold the rules.
    steps: Arc<AtomicU64>,
}

impl Rules {
    /// The rules of a folder; none where there is no such file.
    pub(crate) fn read(root: &Root) -> Result<Self, FilesError> {
        let read = root.file_itself(Path::new(IGNORE_FILE)).and_then(|file| bounded(file, MOST_BYTES));
        let text = match read {
            Ok(text) => text,
            Err(error) if error.is_missing() => return Ok(Self::none()),
            Err(error) => return Err(FilesError::new(format!("{IGNORE_FILE} {error}."))),
        };
        Self::parse(IGNORE_FILE, &text)
    }

    /// No rules.
    pub(crate) fn none() -> Self {
        Self { all: Arc::default(), unread: Vec::new(), steps: Arc::new(AtomicU64::new(MOST_STEPS)) }
    }

    /// The rules of a text, which came from the file of this name. Where not all of them can be applied none are:
    /// what they were to leave out would be deployed.
    pub(crate) fn parse(name: &str, text: &[u8]) -> Result<Self, FilesError> {
        if u64::try_from(text.len()).is_ok_and(|length| length > MOST_BYTES) {
            return Err(FilesError::new(format!("{name} has more than {MOST_BYTES} bytes.")));
        }
        let mut rules = Self::none();
        let mut all = Vec::new();
        let lines = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).split(|byte| *byte == b'\n');
        for (number, line) in lines.enumerate() {
            match Pattern::parse(line, false) {
                Some(rule) if rule.is_void() => rules.unread.push(number + 1),
                Some(rule) => all.push(rule),
                None => {}
            }
        }
        if all.len() > MOST_RULES {
            return Err(too_many(name));
        }
        rules.all = Arc::new(all);
        Ok(rules)
    }

    /// Whether a path below the root is left out, by its own name or by that of a folder above it: nothing in a folder
    /// that is left out comes back. Where the rules take too long everything is, and [`Self::were_applied`] says so.
    pub(crate) fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        if self.all.is_empty() || path.has_root() {
            return false;
        }
        let bytes = bytes_of(path);
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| (at, true));
        ends.chain([(bytes.len(), is_folder)]).any(|(end, is_folder)| self.fit(&bytes[..end], is_folder))
    }

    /// Whether the last rule that fits leaves this path out.
    fn fit(&self, path: &[u8], is_folder: bool) -> bool {
        let mut steps = 0;
        let rule = self.all.iter().rev().find(|rule| rule.fits(path, is_folder, &mut steps));
        let left = self.steps.load(Ordering::Relaxed).saturating_sub(steps);
        self.steps.store(left, Ordering::Relaxed);
        left == 0 || rule.is_some_and(|rule| !rule.is_negated)
    }

    /// Whether there was time for all of the rules.
    ///
    /// # Errors
    /// There was not.
    pub(crate) fn were_applied(&self) -> Result<(), FilesError> {
        let is_spent = self.steps.load(Ordering::Relaxed) == 0;
        if is_spent { Err(too_many(IGNORE_FILE)) } else { Ok(()) }
    }

    /// What to say of lines that have no effect.
    pub(crate) fn notes(&self) -> Vec<String> {
        let lines: Vec<String> = self.unread.iter().take(10).map(ToString::to_string).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        vec![format!("{IGNORE_FILE} has patterns that nothing can fit, in line {}", lines.join(", "))]
    }
}

fn too_many(name: &str) -> FilesError {
    FilesError::new(format!("{name} has more patterns than zcp can apply."))
}

/// Whether a link at `path` that points to `target` stays below the root, by the names alone.
pub(crate) fn stays_inside(path: &Path, target: &Path) -> bool {
    let mut depth = path.components().count().saturating_sub(1);
    for component in target.components() {
        match component {
            Component::Prefix(_) | Component::RootDir => return false,
            Component::CurDir => {}
            Component::Normal(_) => depth += 1,
            Component::ParentDir if depth == 0 => return false,
            Component::ParentDir => depth -= 1,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Rules {
        Rules::parse(IGNORE_FILE, text.as_bytes()).expect("rules")
    }

    /// It is within the limit of its size, and more than can be held against every file.
    #[test]
    fn patterns_that_cannot_all_be_applied_are_refused() {
        let mut text = String::new();
        let mut number = 0;
        while text.len() < 200_000 {
            text.push_str(&format!("*{number:06}*x*[a-z]?*y*\n"));
            number += 1;
        }
        let rules = parsed(&text);
        rules.steps.store(1_000_000, Ordering::Relaxed);
        assert!(rules.leave_out(Path::new(&"0".repeat(250)), true), "it is not known");
        let error = rules.were_applied().expect_err("it would deploy all of it");
        assert_eq!(error.message, ".deployignore has more patterns than zcp can apply.");
        assert!(Rules::parse(IGNORE_FILE, "a\n".repeat(MOST_RULES + 1).as_bytes()).is_err());
        assert!(parsed("a\n*b*\n").were_applied().is_ok());
    }

    #[test]
    fn patterns_have_the_meaning_they_have_for_git() {
        let rules = parsed("*.log\n/build/\n!keep.log\nnode_modules\n# comment\n\\#odd\ndocs/**/draft\n");
        for (path, folder, out) in [
            ("a.log", false, true),
            ("x/a.log", false, true),
            ("keep.log", false, false),
            ("build", true, true),
            ("build/a", false, true),
            ("build", false, false),
            ("x/build/a", false, false),
            ("x/node_modules/a/b", false, true),
            ("#odd", false, true),
            ("docs/a/b/draft", false, true),
            ("docs/x", false, false),
            ("build/keep.log", false, true),
            ("node_modules/keep.log", false, true),
        ] {
            assert_eq!(rules.leave_out(Path::new(path), folder), out, "{path}");
        }
        assert!(!Rules::none().leave_out(Path::new("a"), false));
        assert!(!rules.leave_out(Path::new("/build/a"), false), "no path of an archive has a root");
    }

    #[test]
    fn lines_that_are_no_patterns_are_said() {
        let rules = parsed("ok\n[a\n{x\na\\\n");
        assert_eq!(rules.notes(), [".deployignore has patterns that nothing can fit, in line 2, 4"]);
    }

    #[test]
    fn links_that_leave_are_told_by_their_names() {
        for (path, target, inside) in [
            ("a", "b", true),
            ("a", "../b", false),
            ("x/a", "../b", true),
            ("x/a", "../../b", false),
            ("x/a", "./../x/../b", true),
            ("a", "/etc/passwd", false),
            ("a", "x/../../b", false),
            ("a", "..", false),
            ("x/a", "..", true),
            ("a", ".", true),
        ] {
            assert_eq!(stays_inside(Path::new(path), Path::new(target)), inside, "{path} -> {target}");
        }
    }
}
