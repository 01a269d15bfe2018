//! Which commit the sources are, for `zcp --version`.
//!
//! What is written for the program is an expression that the compiler evaluates. In a checkout it
//! includes git's log of HEAD, which grows by a line with every commit: a commit then compiles the
//! program's own two files again and neither the library nor its tests. The date is asked of git,
//! so it is known for the commit of the last run of this alone; a release build therefore runs
//! this after every commit. A packaged source has the commit in a file of cargo's.
//! Deliberately absent: whether the checkout has changes, which no build could keep true.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What cargo puts into a package.
const PACKAGED: &str = ".cargo_vcs_info.json";

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Commit {
    /// A Rust expression: the log of HEAD as bytes, or none.
    log: Option<PathBuf>,
    /// The hash, and the date where it is known.
    known: Option<(String, Option<String>)>,
    /// Files whose change makes another answer.
    pub watched: Vec<PathBuf>,
}

impl Commit {
    /// The commit of the sources in `root`, if they are a checkout or a package of one.
    #[must_use]
    pub fn find(root: &Path, release: bool) -> Self {
        let Some(git) = git_folder(root) else { return Self::packaged(root) };
        let head = git.join("HEAD");
        let known = shown(root);
        let log = git.join("logs/HEAD");
        if !log.is_file() {
            // Rare: a repository that logs nothing. Its references say when there is a commit.
            return Self { log: None, known, watched: [head].into_iter().chain(references(&git)).collect() };
        }
        let watched = if release { vec![head, log.clone()] } else { vec![head] };
        Self { log: Some(log), known, watched }
    }

    fn packaged(root: &Path) -> Self {
        let file = root.join(PACKAGED);
        let Ok(text) = fs::read_to_string(&file) else { return Self { log: None, known: None, watched: Vec::new() } };
        let info: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let hash = info["git"]["sha1"].as_str().filter(|hash| is_hash(hash) && info["git"]["dirty"] != true);
        Self { log: None, known: hash.map(|hash| (hash.to_owned(), None)), watched: vec![file] }
    }

    /// The Rust source that `src/commit.rs` includes.
    #[must_use]
    pub fn source(&self) -> String {
        let log = match &self.log {
            Some(path) => format!("Some(include_bytes!({:?}))", path.display().to_string()),
            None => "None".to_owned(),
        };
        format!(
            "/// The log of HEAD.\nconst LOG: Option<&[u8]> = {log};\n\
             /// The hash and the date of the commit that was built last.\n\
             const KNOWN: Option<(&str, Option<&str>)> = {:?};\n",
            self.known
        )
    }
}

/// The folder of git's own files for this checkout: `.git`, or what the file `.git` of a worktree names.
/// The one of a folder further up is another project's.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(git).ok()?;
    let folder = text.lines().next()?.strip_prefix("gitdir:")?.trim();
    Some(root.join(folder))
}

/// The commit as git shows it; nothing where there is no git.
fn shown(root: &Path) -> Option<(String, Option<String>)> {
    let output = Command::new("git").current_dir(root).args(["log", "-1", "--format=%H %cs"]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (hash, date) = text.trim().split_once(' ')?;
    is_hash(hash).then(|| (hash.to_owned(), Some(date.to_owned())))
}

/// The files that hold references, as far as there are any.
fn references(git: &Path) -> Vec<PathBuf> {
    let common = fs::read_to_string(git.join("commondir")).map_or_else(|_| git.to_owned(), |to| git.join(to.trim()));
    ["refs/heads", "packed-refs"].iter().map(|name| common.join(name)).filter(|path| path.exists()).collect()
}

fn is_hash(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
