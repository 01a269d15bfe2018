//! What of a git work tree is in no commit.
//!
//! Git is asked, in an empty repository of zcp's own that borrows the objects and has a copy of the index: neither a hook
//! nor a setting of the user's repository runs anything. It knows no configuration at all, so no filter runs either, and
//! it does not look into repositories within, where it would run with theirs.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::commit::Checkout;
use super::files::paths::{bytes_of, path_of};
use super::files::{Kind, Listing, is_bounded};
use super::zcli::Scratch;
use crate::files::{Access, Root, bounded};
use crate::programs::{Command, Limits, Needs, RunError, capture, command};

/// The most that a look at the repository may take.
pub(crate) const LOOK: Limits = Limits { bytes: 64 * 1024 * 1024, time: Duration::from_secs(30) };
/// The list of what git tracks.
const INDEX: &str = "index";
/// A larger index is not copied.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
/// The most that git may want at a time.
const MOST_MEMORY: &str = "256m";
/// What git is told besides: nothing of a work tree names a program or a remote.
const SETTINGS: [&str; 4] =
    ["protocol.allow=never", "core.fsmonitor=false", "core.hooksPath=/dev/null", "submodule.recurse=false"];
/// What is asked of the work tree and of what is staged.
const QUESTIONS: [&[&str]; 2] = [&["diff-files"], &["diff-index", "--cached"]];

/// An empty repository with the objects and the index of another.
///
/// # Errors
/// It cannot be made; in words.
pub(crate) async fn borrowed(program: &Path, checkout: &Checkout) -> Result<Scratch, String> {
    let folder = Scratch::new("git").map_err(|error| error.to_string())?;
    let mut init = plain(program, folder.path());
    init.args(["init", "--quiet", "--bare", "--template=", "."]);
    capture(init, LOOK).await.map_err(|error| error.to_string())?;
    let root = Root::open(folder.path()).map_err(|error| error.to_string())?;
    let line = format!("{}\n", checkout.objects.display());
    root.replace(Path::new("objects/info/alternates"), line.as_bytes(), Access::Private)
        .map_err(|error| error.to_string())?;
    let index = Root::open(&checkout.own).and_then(|own| own.file_itself(Path::new(INDEX)));
    let written = index.as_ref().ok().and_then(|file| file.metadata().ok()?.modified().ok());
    if let Ok(bytes) = index.and_then(|file| bounded(file, MOST_BYTES)) {
        // Git makes all of its paths at once.
        if !is_bounded(&bytes) {
            return Err("the index of the repository has more paths than a project".to_owned());
        }
        root.replace(Path::new(INDEX), &bytes, Access::Private).map_err(|error| error.to_string())?;
        // What was changed in the second in which the index was written git tells from what was not by that time alone.
        let copy = root.file_itself(Path::new(INDEX)).map_err(|error| error.to_string())?;
        if let Some(written) = written {
            copy.set_modified(written).map_err(|error| error.to_string())?;
        }
    }
    Ok(folder)
}

/// The tracked files that differ from the commit, in the work tree or staged; nothing where that cannot be seen.
pub(crate) async fn tracked(program: &Path, repository: &Path, checkout: &Checkout) -> Option<BTreeSet<Vec<u8>>> {
    let ask = |words: &[&str]| {
        let mut git = plain(program, repository);
        git.arg("--git-dir=.").arg(format!("--work-tree={}", checkout.tree.display())).args(words);
        git
    };
    // It fails where a file differs, which is asked next. Only the copy of the index is refreshed.
    let refresh = ask(&["update-index", "-q", "--ignore-submodules", "--refresh"]);
    if matches!(capture(refresh, LOOK).await, Err(RunError::Late(_))) {
        return None;
    }
    let mut changed = BTreeSet::new();
    for question in QUESTIONS {
        let words = [question, &["--ignore-submodules=all", "--name-only", "-z", checkout.commit.as_str()]].concat();
        let words = if question.len() == 1 { &words[..words.len() - 1] } else { &words[..] };
        changed.extend(names(&capture(ask(words), LOOK).await.ok()?.bytes));
    }
    Some(changed)
}

/// Whether what is deployed of a folder differs from the commit that is checked out there: a file is changed, new or
/// gone. Nothing where that cannot be seen.
pub(crate) async fn is_dirty(program: &Path, checkout: &Checkout, listing: &Listing) -> Option<bool> {
    let folder = listing.root.path();
    let below = folder.strip_prefix(&checkout.tree).ok()?;
    let repository = borrowed(program, checkout).await.ok()?;
    let changed = tracked(program, repository.path(), checkout).await?;
    let mut list = plain(program, repository.path());
    list.args(["--git-dir=.", "ls-files", "--cached", "-z"]);
    let known: BTreeSet<Vec<u8>> = names(&capture(list, LOOK).await.ok()?.bytes).collect();
    let deployed = listing.entries.iter().filter(|entry| entry.kind != Kind::Folder);
    let deployed: BTreeSet<Vec<u8>> = deployed.map(|entry| bytes_of(&below.join(&entry.path))).collect();
    // What is below a repository within is known by its folder alone.
    let is_new = |path: &Vec<u8>| !known.contains(path) && !above(path).any(|folder| known.contains(folder));
    let mut prefix = bytes_of(below);
    if !prefix.is_empty() {
        prefix.push(b'/');
    }
    // What is still there and not deployed was left out.
    let is_gone = |path: &Vec<u8>| {
        let rest = path.strip_prefix(prefix.as_slice()).map(path_of);
        rest.is_some_and(|rest| folder.join(rest).symlink_metadata().is_err())
    };
    Some(deployed.iter().any(is_new) || changed.iter().any(|path| deployed.contains(path) || is_gone(path)))
}

fn above(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &path[..at])
}

fn names(list: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    list.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(<[u8]>::to_vec)
}

/// Git without any configuration.
fn plain(program: &Path, folder: &Path) -> Command {
    let mut git = command(program, Needs::Nothing);
    git.current_dir(folder);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_ATTR_NOSYSTEM", "1");
    // An object says itself how large it is.
    git.env("GIT_ALLOC_LIMIT", MOST_MEMORY);
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").env("GIT_LITERAL_PATHSPECS", "1");
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git
}

#[cfg(all(test, unix))]
mod tests;
