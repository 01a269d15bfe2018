//! Repositories that somebody else prepared. Listing them runs nothing, asks nobody, waits for
//! nobody, and leads nowhere else.

use std::os::unix::fs::PermissionsExt;

use super::*;

/// A repository with a script that leaves a mark, and the mark.
struct Trap {
    folder: tempfile::TempDir,
    script: PathBuf,
    mark: PathBuf,
}

impl Trap {
    fn set() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("project");
        fs::create_dir(&root).expect("a folder");
        let (script, mark) = (folder.path().join("script"), folder.path().join("mark"));
        fs::write(&script, format!("#!/bin/sh\nenv > {}\nexit 1\n", mark.display())).expect("written");
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("executable");
        git(&root, &["init", "-q"]);
        for path in ["a", "d/b", "d/e/c"] {
            write(&root, path, path);
        }
        git(&root, &["add", "-A"]);
        git(&root, &["commit", "-qm", "one"]);
        Self { folder, script, mark }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn script(&self) -> &str {
        self.script.to_str().expect("text")
    }

    fn config(&self, key: &str, value: &str) {
        git(&self.root(), &["config", key, value]);
    }

    /// Lists it, also as the programs that write a `.env` look at it.
    async fn listed(&self) -> Vec<String> {
        let root = self.root();
        let listing = tokio::time::timeout(Duration::from_mins(1), paths(&root)).await.expect("it waits for nobody");
        if let Some(repository) = git::Repository::of(&root) {
            let _ = (repository.tracks(&root.join(".env")), repository.ignores(&root.join(".env")));
        }
        assert!(!self.mark.exists(), "something ran: {}", fs::read_to_string(&self.mark).unwrap_or_default());
        // Every folder is listed too.
        listing.into_iter().filter(|path| !path.ends_with('/')).collect()
    }
}

fn fifo(path: &Path) {
    let _ = fs::remove_file(path);
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
    assert!(made.success());
}

#[tokio::test]
async fn a_tree_that_is_missing_is_fetched_from_nowhere() {
    if !need(GIT) {
        return;
    }
    for how in ["uploadpack", "ssh", "ext"] {
        let trap = Trap::set();
        let root = trap.root();
        git(&root, &["sparse-checkout", "set", "--cone", "--sparse-index", "none"]);
        trap.config("extensions.partialClone", "origin");
        trap.config("remote.origin.promisor", "true");
        trap.config("protocol.allow", "always");
        match how {
            "uploadpack" => {
                trap.config("remote.origin.url", &trap.folder.path().display().to_string());
                trap.config("remote.origin.uploadpack", trap.script());
            }
            "ssh" => {
                trap.config("remote.origin.url", "ssh://nowhere.invalid/x");
                trap.config("core.sshCommand", trap.script());
            }
            _ => trap.config("remote.origin.url", &format!("ext::{}", trap.script())),
        }
        // The tree of `d`, which the index keeps as one entry.
        let trees = fs::read_dir(root.join(".git/objects")).expect("objects");
        for folder in trees.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()) {
            for object in fs::read_dir(folder).expect("a folder") {
                fs::remove_file(object.expect("an entry").path()).expect("removed");
            }
        }
        assert_eq!(trap.listed().await, ["a"], "{how}");
        // The trap is one: git itself steps into it.
        if how == "uploadpack" {
            let _ = Command::new(GIT).arg("-C").arg(&root).args(["-c", "safe.directory=*", "ls-files"]).output();
            assert!(trap.mark.exists(), "git ran nothing either");
        }
    }
}

#[tokio::test]
async fn no_program_of_a_configuration_is_run() {
    if !need(GIT) {
        return;
    }
    let trap = Trap::set();
    let root = trap.root();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "diff.external",
        "credential.helper",
        "gpg.program",
        "alias.ls-files",
        "filter.f.clean",
        "filter.f.smudge",
        "filter.f.process",
        "uploadpack.packObjectsHook",
    ] {
        trap.config(key, trap.script());
    }
    trap.config("filter.f.required", "true");
    trap.config("core.hooksPath", trap.folder.path().to_str().expect("text"));
    trap.config("extensions.worktreeConfig", "true");
    fs::write(root.join(".git/config.worktree"), format!("[core]\n\tfsmonitor = {}\n", trap.script()))
        .expect("written");
    for hook in ["fsmonitor-watchman", "post-index-change", "post-checkout"] {
        let path = root.join(".git/hooks").join(hook);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::copy(&trap.script, path).expect("copied");
    }
    write(&root, ".gitattributes", "* filter=f diff=f\n");
    write(&root, "a", "changed");
    let mine = [".gitattributes", "a", "d/b", "d/e/c"];
    assert_eq!(trap.listed().await, mine);
    // What includes lead to is not read.
    let other = trap.folder.path().join("included");
    fs::write(&other, format!("[core]\n\tfsmonitor = {}\n", trap.script())).expect("written");
    trap.config("include.path", other.to_str().expect("text"));
    trap.config("includeIf.gitdir:/.path", other.to_str().expect("text"));
    trap.config("core.attributesFile", other.to_str().expect("text"));
    assert_eq!(trap.listed().await, mine);
}

#[tokio::test]
async fn files_that_are_none_are_not_waited_for() {
    if !need(GIT) {
        return;
    }
    let trap = Trap::set();
    let (root, pipe) = (trap.root(), trap.folder.path().join("pipe"));
    fifo(&pipe);
    for key in ["core.excludesFile", "core.attributesFile", "include.path"] {
        trap.config(key, pipe.to_str().expect("text"));
    }
    fifo(&root.join(".git/info/exclude"));
    fifo(&root.join(".gitignore"));
    fs::create_dir_all(root.join(".git/objects/info")).expect("folders");
    fifo(&root.join(".git/objects/info/alternates"));
    assert_eq!(trap.listed().await, ["a", "d/b", "d/e/c"]);
    fifo(&root.join(".git/commondir"));
    assert_eq!(trap.listed().await, ["a", "d/b", "d/e/c"]);
    fs::remove_file(root.join(".git/commondir")).expect("removed");
    fifo(&root.join(".git/index"));
    let error = listing(&root, false).await.expect_err("no index");
    assert!(error.message.contains("regular file"), "{}", error.message);
    // A file that leads to a repository, and is none.
    fs::remove_dir_all(root.join(".git")).expect("removed");
    fifo(&root.join(".git"));
    fifo(&root.join(".deployignore"));
    assert!(tokio::time::timeout(Duration::from_mins(1), listing(&root, false)).await.expect("no wait").is_err());
}

#[tokio::test]
async fn a_repository_that_leads_elsewhere_names_no_more_than_what_is_here() {
    if !need(GIT) {
        return;
    }
    let trap = Trap::set();
    let root = trap.root();
    let elsewhere = Trap::set();
    elsewhere.config("core.fsmonitor", trap.script());
    elsewhere.config("core.worktree", "/etc");
    fs::remove_dir_all(root.join(".git")).expect("removed");
    write(&root, ".git", &format!("gitdir: {}\n", elsewhere.root().join(".git").display()));
    assert_eq!(trap.listed().await, ["a", "d/b", "d/e/c"]);
    // Nested ones, as a submodule and as they are.
    let outer = Trap::set();
    let nested = outer.root().join("nested");
    fs::create_dir(&nested).expect("a folder");
    git(&nested, &["init", "-q"]);
    git(&nested, &["config", "core.fsmonitor", outer.script()]);
    git(&nested, &["config", "remote.origin.uploadpack", outer.script()]);
    write(&nested, "inner", "x");
    assert_eq!(outer.listed().await, ["a", "d/b", "d/e/c", "nested/inner"]);
}

/// An index can name what git itself would never take.
#[tokio::test]
async fn an_index_names_neither_the_repository_nor_what_is_outside() {
    if !need(GIT) {
        return;
    }
    let trap = Trap::set();
    let root = trap.root();
    let index = root.join(".git/index");
    let before = fs::read(&index).expect("an index");
    for (from, to) in [(&b"d/e/c"[..], &b".git/"[..]), (b"d/e/c", b"../ab"), (b"d/e/c", b"/etc/"), (b"d/e/c", b"d//ec")]
    {
        let mut bytes = before.clone();
        let at = bytes.windows(from.len()).position(|window| window == from).expect("it is there");
        bytes[at..at + to.len()].copy_from_slice(to);
        fs::write(&index, bytes).expect("written");
        match listing(&root, false).await {
            Ok(listing) => {
                assert!(listing.entries.iter().all(|entry| !entry.path.starts_with(".git")), "{listing:?}");
                assert!(listing.entries.iter().all(|entry| root.join(&entry.path).starts_with(&root)), "{listing:?}");
            }
            Err(error) => assert!(error.message.contains("cannot be deployed"), "{}", error.message),
        }
    }
    assert!(!trap.mark.exists());
}

/// Only root can prepare what belongs to another user.
#[tokio::test]
async fn the_repository_of_another_user_is_not_asked() {
    if !need(GIT) || !rustix::process::geteuid().is_root() {
        return;
    }
    let trap = Trap::set();
    let root = trap.root();
    trap.config("core.fsmonitor", trap.script());
    write(&root, ".gitignore", "*.env\n");
    write(&root, "secret.env", "x");
    std::os::unix::fs::chown(root.join(".git"), Some(65534), None).expect("changed");
    let listed = listing(&root, false).await.expect("a listing");
    let files: Vec<_> = listed.entries.iter().filter(|entry| entry.kind == Kind::File).collect();
    assert_eq!(files.len(), 4, "{files:?}");
    assert!(listed.notes[0].contains("belongs to another user"), "{:?}", listed.notes);
    // One further up, as in a folder that all users share.
    let inner = root.join("d");
    write(&root, ".gitignore", "*\n");
    let listed = listing(&inner, false).await.expect("a listing");
    assert!(listed.entries.iter().any(|entry| entry.path == Path::new("b")), "{listed:?}");
    assert!(!trap.mark.exists());
}
