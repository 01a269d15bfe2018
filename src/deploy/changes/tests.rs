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
        for key in ["core.fsmonitor", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv", "core.pager"] {
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
