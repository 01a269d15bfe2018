//! What of a git work tree is in no commit.
//!
//! Git is asked, in an empty repository of zcp's own that borrows the objects and has a copy of the index: neither a hook
//! nor a setting of the user's repository runs anything. It knows no configuration at all, so no filter runs either, and
//! it does not look into repositories within, where it would run with theirs.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::commit::Checkout;
use super::files::{Kind, Listing, bytes_of, path_of};
use super::zcli::Scratch;
use crate::files::{Access, Root, bounded};
use crate::programs::{Command, Limits, Needs, capture, command};

/// The most that a look at the repository may take.
pub(crate) const LOOK: Limits = Limits { bytes: 64 * 1024 * 1024, time: Duration::from_secs(30) };
/// A larger index is not copied.
const MOST_BYTES: u64 = 128 * 1024 * 1024;
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
    let index = Root::open(&checkout.own).and_then(|own| own.file_itself(Path::new("index")));
    if let Ok(bytes) = index.and_then(|file| bounded(file, MOST_BYTES)) {
        root.replace(Path::new("index"), &bytes, Access::Private).map_err(|error| error.to_string())?;
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
    capture(ask(&["update-index", "-q", "--ignore-submodules", "--refresh"]), LOOK).await.ok();
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
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").env("GIT_LITERAL_PATHSPECS", "1");
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::*;
    use crate::deploy::commit;
    use crate::deploy::files::{Wanted, list};
    use crate::deploy::testing::need;

    fn git(folder: &Path, words: &[&str]) {
        let author = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
        let done = std::process::Command::new("git").args(author).arg("-C").arg(folder).args(words).output();
        assert!(done.as_ref().is_ok_and(|done| done.status.success()), "{words:?}: {done:?}");
    }

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("written");
    }

    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        git(root, &["init", "-q"]);
        write(root, "app/main.js", "1");
        write(root, "app/other.js", "1");
        write(root, "docs/a.md", "1");
        write(root, ".gitignore", "*.log\n");
        write(root, ".deployignore", "notes\n");
        git(root, &["add", "-A"]);
        git(root, &["commit", "-qm", "one"]);
        folder
    }

    async fn dirty(folder: &Path) -> Option<bool> {
        let checkout = commit::checkout(folder).await.expect("a commit");
        let root = Arc::new(Root::open(folder).expect("a folder"));
        let wanted = Wanted { mounts: Path::new("/dev/null"), include_git: false, deployignore: true };
        let listing = list(&root, wanted).await.expect("a listing");
        is_dirty(Path::new("git"), &checkout, &listing).await
    }

    #[tokio::test]
    async fn a_version_is_dirty_when_what_is_deployed_is_not_the_commit() {
        if !need("git") {
            return;
        }
        let folder = repository();
        let root = folder.path();
        let app = root.join("app");
        assert_eq!(dirty(root).await, Some(false));
        // Touched, ignored and left out are not changed.
        write(root, "app/main.js", "1");
        write(root, "x.log", "1");
        write(root, "notes", "1");
        assert_eq!((dirty(root).await, dirty(&app).await), (Some(false), Some(false)));
        write(root, "docs/a.md", "2");
        assert_eq!((dirty(root).await, dirty(&app).await), (Some(true), Some(false)), "only what is deployed counts");
        git(root, &["add", "-A"]);
        assert_eq!(dirty(root).await, Some(true), "it is staged and in no commit");
        git(root, &["commit", "-qm", "two"]);
        assert_eq!(dirty(root).await, Some(false));
        write(root, "app/new.js", "1");
        assert_eq!((dirty(root).await, dirty(&app).await), (Some(true), Some(true)));
        fs::remove_file(root.join("app/new.js")).expect("removed");
        fs::remove_file(root.join("app/other.js")).expect("removed");
        assert_eq!((dirty(root).await, dirty(&app).await), (Some(true), Some(true)));
        git(root, &["checkout", "-q", "--", "."]);
        git(root, &["gc", "-q"]);
        assert_eq!(dirty(root).await, Some(false), "packed");
        fs::remove_dir_all(root.join(".git/objects/pack")).expect("removed");
        assert_eq!(dirty(root).await, None, "not known");
    }

    /// Git would ask a repository within with the configuration that it has, which names a program.
    #[tokio::test]
    async fn nothing_that_a_repository_configures_runs() {
        if !need("git") {
            return;
        }
        let folder = repository();
        let root = folder.path();
        let witness = root.join("ran.log");
        let program = root.join("evil.log");
        fs::write(&program, format!("#!/bin/sh\ntouch {}\n", witness.display())).expect("written");
        std::process::Command::new("chmod").arg("+x").arg(&program).status().expect("chmod");
        let program = program.display().to_string();
        git(root, &["init", "-q", "within"]);
        write(root, "within/file", "1");
        git(&root.join("within"), &["add", "-A"]);
        git(&root.join("within"), &["commit", "-qm", "one"]);
        write(root, ".gitattributes", "* filter=evil diff=evil\n");
        git(root, &["add", "-A"]);
        git(root, &["commit", "-qm", "two"]);
        for repository in [root.to_owned(), root.join("within")] {
            for key in
                ["core.fsmonitor", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv", "core.pager"]
            {
                git(&repository, &["config", key, &program]);
            }
        }
        write(root, ".gitmodules", "[submodule \"within\"]\n\tpath = within\n\turl = ./within\n\tignore = none\n");
        fs::remove_file(&witness).ok();
        write(root, "app/main.js", "changed");
        write(root, "within/file", "changed");
        let checkout = commit::checkout(root).await.expect("a commit");
        let repository = borrowed(Path::new("git"), &checkout).await.expect("a repository");
        let changed = tracked(Path::new("git"), repository.path(), &checkout).await.expect("known");
        assert!(changed.contains(&b"app/main.js"[..]), "{changed:?}");
        assert!(!witness.exists(), "a program of the repository ran");
    }
}
