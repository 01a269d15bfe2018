//! What `.deployignore` leaves out, and which links stay within a tree.

use std::path::{Component, Path};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::FilesError;
use crate::files::{Root, bounded};

/// The file that names what is not deployed, in the syntax of `.gitignore`.
const IGNORE_FILE: &str = ".deployignore";
/// A larger one is not read.
const MOST_BYTES: u64 = 256 * 1024;

/// The rules of a `.deployignore`.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    ignored: Gitignore,
    /// Lines that are no patterns.
    unread: Vec<usize>,
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
        Self::parse(IGNORE_FILE, &String::from_utf8_lossy(&text))
    }

    /// No rules.
    pub(crate) fn none() -> Self {
        Self { ignored: Gitignore::empty(), unread: Vec::new() }
    }

    /// The rules of a text, which came from the file of this name. Where not all of them can be applied none are:
    /// what they were to leave out would be deployed.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, FilesError> {
        if u64::try_from(text.len()).is_ok_and(|length| length > MOST_BYTES) {
            return Err(FilesError::new(format!("{name} has more than {MOST_BYTES} bytes.")));
        }
        let mut builder = GitignoreBuilder::new("");
        let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate();
        let unread = lines.filter_map(|(number, line)| builder.add_line(None, line).err().map(|_| number + 1));
        let unread = unread.collect();
        match builder.build() {
            Ok(ignored) => Ok(Self { ignored, unread }),
            Err(_) => Err(FilesError::new(format!("{name} has more patterns than zcp can apply."))),
        }
    }

    /// Whether a path below the root is left out, by its own name or by that of a parent.
    pub(crate) fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        !self.ignored.is_empty()
            && !path.has_root()
            && self.ignored.matched_path_or_any_parents(path, is_folder).is_ignore()
    }

    /// What to say of lines that have no effect.
    pub(crate) fn notes(&self) -> Vec<String> {
        let lines: Vec<String> = self.unread.iter().take(10).map(ToString::to_string).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        vec![format!(
            "{IGNORE_FILE} has patterns that cannot be read and are not applied, in line {}",
            lines.join(", ")
        )]
    }
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
        Rules::parse(IGNORE_FILE, text).expect("rules")
    }

    /// It is within the limit of its size, and no program can be made of it.
    #[test]
    fn patterns_that_cannot_all_be_applied_are_refused() {
        let mut text = String::new();
        let mut number = 0;
        while text.len() < 200_000 {
            text.push_str(&format!("*{number:06}*x*[a-z]?{number}*y*\n"));
            number += 1;
        }
        text.push_str("customers.csv\n");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(IGNORE_FILE), text).expect("written");
        let error = Rules::read(&Root::open(folder.path()).expect("a root")).expect_err("it would deploy all of it");
        assert_eq!(error.message, ".deployignore has more patterns than zcp can apply.");
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
        ] {
            assert_eq!(rules.leave_out(Path::new(path), folder), out, "{path}");
        }
        assert!(!Rules::none().leave_out(Path::new("a"), false));
        assert!(!rules.leave_out(Path::new("/build/a"), false), "no path of an archive has a root");
    }

    #[test]
    fn lines_that_are_no_patterns_are_said() {
        let rules = parsed("ok\n[a\n{x\n");
        assert_eq!(rules.notes().len(), 1);
        assert!(rules.notes()[0].contains("line 3"), "{:?}", rules.notes());
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
