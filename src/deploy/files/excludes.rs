//! The rules by which git ignores what it does not track: those of every `.gitignore` on the way, the
//! repository's own, and the user's. A file of rules is a regular file of bounded size; anything else
//! has no rules.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::files::Root;

/// The rules of a folder.
pub(super) const GITIGNORE: &str = ".gitignore";
/// A longer file of rules has none.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The rules that hold in a folder, the weakest first.
#[derive(Debug, Default)]
pub(super) struct Excludes {
    /// Each with the length of the folder's path that it is relative to.
    all: Vec<(usize, Gitignore)>,
}

/// Where the user's own rules are. The configuration that names them is read by the library, which would wait
/// for a pipe.
fn users_own() -> Option<PathBuf> {
    let home = std::env::home_dir()?;
    let configuration = std::env::var_os("XDG_CONFIG_HOME").map_or_else(|| home.join(".config"), PathBuf::from);
    let files = [home.join(".gitconfig"), configuration.join("git/config")];
    let odd = |file: &PathBuf| std::fs::metadata(file).is_ok_and(|found| !found.is_file());
    if files.iter().any(odd) { None } else { ignore::gitignore::gitconfig_excludes_path() }
}

impl Excludes {
    /// The user's own, and those of a repository.
    pub(super) fn of(repository: Option<&Root>) -> Self {
        let mut excludes = Self::default();
        let users = users_own();
        if let Some((folder, name)) = users.as_deref().and_then(|path| Some((path.parent()?, path.file_name()?)))
            && let Ok(folder) = Root::open(folder)
        {
            // The user's own file may be a link to wherever it is kept.
            let bytes = folder.read(Path::new(name), MOST_BYTES).ok().or_else(|| elsewhere(&folder, Path::new(name)));
            excludes.add(0, bytes);
        }
        if let Some(repository) = repository {
            excludes.add(0, repository.read(Path::new("info/exclude"), MOST_BYTES).ok());
        }
        excludes
    }

    /// Adds the rules of a folder of the work tree, if it has any; answers whether it has.
    pub(super) fn enter(&mut self, work: &Root, folder: &Path) -> bool {
        let length = folder.components().count();
        // Git follows no link to a file of rules either.
        let bytes = work.file_itself(&folder.join(GITIGNORE)).ok().and_then(|file| bounded(file, MOST_BYTES));
        self.add(length, bytes)
    }

    /// Forgets the rules that were added last.
    pub(super) fn leave(&mut self) {
        self.all.pop();
    }

    /// Whether a path of the work tree is ignored, by itself: those above it are known not to be.
    pub(super) fn ignore(&self, path: &Path, is_folder: bool) -> bool {
        for (length, rules) in self.all.iter().rev() {
            let relative: PathBuf = path.components().skip(*length).collect();
            match rules.matched(&relative, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    fn add(&mut self, length: usize, bytes: Option<Vec<u8>>) -> bool {
        let Some(bytes) = bytes else { return false };
        let rules = rules(&bytes);
        if rules.is_empty() {
            return false;
        }
        self.all.push((length, rules));
        true
    }
}

/// A file that a link of the user's own leads to.
fn elsewhere(folder: &Root, name: &Path) -> Option<Vec<u8>> {
    let real = folder.path().join(name).canonicalize().ok()?;
    Root::open(real.parent()?).ok()?.read(Path::new(real.file_name()?), MOST_BYTES).ok()
}

fn bounded(file: std::fs::File, most: u64) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

fn rules(bytes: &[u8]) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    // Where file names are the same in small and capital letters, git's rules are too.
    let _ = builder.case_insensitive(cfg!(any(windows, target_os = "macos")));
    let text = String::from_utf8_lossy(bytes);
    for line in text.strip_prefix('\u{feff}').unwrap_or(&text).lines() {
        // A line that is no pattern matches nothing, as for git.
        let _ = builder.add_line(None, &literal_braces(line));
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// For git a brace is a character like any other.
fn literal_braces(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let (mut escaped, mut class) = (false, false);
    for c in line.chars() {
        match c {
            '{' | '}' if !escaped && !class => out.push('\\'),
            '[' if !escaped => class = true,
            ']' => class = false,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}
