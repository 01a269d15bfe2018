use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::Command;

use super::effort::Effort;
use super::mounted::Mounts;
use super::*;
use crate::deploy::testing::need;

mod agreement;
mod hostile;
mod ignored;
mod plain;

const GIT: &str = "git";

fn git(folder: &Path, words: &[&str]) {
    let mut command = Command::new(GIT);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", folder);
    for setting in ["user.name=t", "user.email=t@example.org", "protocol.file.allow=always", "init.defaultBranch=main"]
    {
        command.args(["-c", setting]);
    }
    let output = command.arg("-C").arg(folder).args(words).output().expect("git runs");
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn write(root: &Path, path: &str, text: &str) {
    let whole = root.join(path);
    fs::create_dir_all(whole.parent().expect("a parent")).expect("folders");
    fs::write(whole, text).expect("written");
}

const MOUNTS: &str = "/proc/self/mountinfo";

fn opened(root: &Path) -> Arc<Root> {
    Arc::new(Root::open(root).expect("a folder"))
}

async fn listing(root: &Path, include_git: bool) -> Result<Listing, FilesError> {
    list(&opened(root), Wanted { mounts: Path::new(MOUNTS), include_git, deployignore: true }).await
}

/// The paths of a listing; folders end in a slash and links in an at sign.
async fn paths(root: &Path) -> Vec<String> {
    let listing = listing(root, false).await.expect("a listing");
    let shown = |entry: &Entry| {
        let mark = match entry.kind {
            Kind::File => "",
            Kind::Folder => "/",
            Kind::Link => "@",
        };
        format!("{}{mark}", entry.path.display())
    };
    listing.entries.iter().map(shown).collect()
}

#[tokio::test]
async fn elsewhere_everything_is_taken_but_git_and_what_is_ignored() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for path in
        ["b", "a/x", "a/x.log", "logs/1", "node_modules/m/i.js", ".env", "sub/.git/HEAD", "sub/f", "-rf", "sp ace"]
    {
        write(root, path, path);
    }
    write(root, ".zcp/state/services/api.json", "the notebook of zcp");
    fs::create_dir(root.join("empty")).expect("a folder");
    symlink("../b", root.join("a/l")).expect("a link");
    write(root, ".deployignore", "*.log\n/logs\nnode_modules/\n");
    let expected = ["-rf", ".deployignore", ".env", "a/", "a/l@", "a/x", "b", "empty/", "sp ace", "sub/", "sub/f"];
    assert_eq!(paths(root).await, expected);
}

#[tokio::test]
async fn in_a_work_tree_git_says_what_is_there() {
    if !need(GIT) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    git(root, &["init", "-q"]);
    for path in ["kept", "gone", "app/code", "app/secret.env", "lib/a", "tracked.log"] {
        write(root, path, path);
    }
    write(root, ".gitignore", "*.env\n*.log\nbuilt/\n");
    git(root, &["add", "-A"]);
    git(root, &["add", "-f", "tracked.log"]);
    git(root, &["commit", "-qm", "one"]);
    fs::remove_file(root.join("gone")).expect("removed");
    for path in ["new", "built/x", "app/new $(id)\nline", "nested/inner", "nested/.gitignore"] {
        write(root, path, "inner\n");
    }
    git(&root.join("nested"), &["init", "-q"]);
    write(root, "nested/kept", "x");
    let before = fs::read(root.join(".git/index")).expect("an index");
    let all = paths(root).await;
    let expected = [
        ".gitignore",
        "app/",
        "app/code",
        "app/new $(id)\nline",
        "kept",
        "lib/",
        "lib/a",
        "nested/",
        "nested/.gitignore",
        "nested/kept",
        "new",
        "tracked.log",
    ];
    assert_eq!(all, expected);
    assert_eq!(fs::read(root.join(".git/index")).expect("an index"), before);
    // A folder within a repository is asked for what is in it alone.
    assert_eq!(paths(&root.join("app")).await, ["code", "new $(id)\nline"]);
    // One that is ignored as a whole is deployed as a whole.
    let built = listing(&root.join("built"), false).await.expect("a listing");
    assert_eq!((built.entries.len(), built.notes.len()), (1, 1));
}

#[tokio::test]
async fn what_git_has_elsewhere_is_said() {
    if !need(GIT) {
        return;
    }
    let (folder, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let root = folder.path();
    git(other.path(), &["init", "-q"]);
    write(other.path(), "code", "x");
    git(other.path(), &["add", "-A"]);
    git(other.path(), &["commit", "-qm", "one"]);
    git(root, &["init", "-q"]);
    write(root, "own", "x");
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n";
    write(root, "big.bin", pointer);
    write(root, "about.md", &format!("A pointer is:\n{pointer}"));
    let from = other.path().display().to_string();
    git(root, &["submodule", "--quiet", "add", "-f", &from, "lib"]);
    git(root, &["add", "-A"]);
    let search = credentials::Search::new(None);
    let notes = |mut listing: Listing| {
        listing.examine(&search, &Effort::default()).expect("examined");
        listing.notes.join("\n")
    };
    let all = notes(listing(root, false).await.expect("a listing"));
    assert!(all.contains("Git LFS") && all.contains("big.bin"), "{all}");
    assert!(!all.contains("about.md") && !all.contains("submodule"), "{all}");
    git(root, &["submodule", "--quiet", "deinit", "-f", "lib"]);
    let all = notes(listing(root, false).await.expect("a listing"));
    assert!(all.contains("submodules") && all.contains(": lib"), "{all}");
}

#[tokio::test]
async fn a_folder_that_became_a_link_is_not_followed() {
    if !need(GIT) {
        return;
    }
    let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let root = folder.path();
    git(root, &["init", "-q"]);
    write(root, "d/file", "mine");
    write(root, "e/file", "mine");
    git(root, &["add", "-A"]);
    fs::remove_dir_all(root.join("d")).expect("removed");
    write(outside.path(), "file", "not mine");
    symlink("e", root.join("d")).expect("a link");
    assert_eq!(paths(root).await, ["d@", "e/", "e/file"]);
    fs::remove_file(root.join("d")).expect("removed");
    symlink(outside.path(), root.join("d")).expect("a link");
    let error = listing(root, false).await.expect_err("it leaves");
    assert_eq!(error.paths[0].field, "d");
}

#[tokio::test]
async fn what_cannot_be_deployed_is_named_all_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    symlink("/etc/passwd", root.join("absolute")).expect("a link");
    symlink("../outside", root.join("up")).expect("a link");
    let _socket = UnixListener::bind(root.join("socket")).expect("a socket");
    for number in 0..30 {
        symlink("/", root.join(format!("z{number}"))).expect("a link");
    }
    let error = listing(root, false).await.expect_err("refused");
    assert_eq!(error.paths.len(), NAMED);
    assert!(error.message.contains("13 more"), "{}", error.message);
    let named: Vec<&str> = error.paths.iter().map(|path| path.field.as_str()).collect();
    assert!(named.contains(&"absolute") || named.contains(&"z0"), "{named:?}");
    write(root, ".deployignore", "z*\nabsolute\nup\nsocket\n");
    assert_eq!(paths(root).await, [".deployignore"]);
}

/// By its own names each of them stays inside.
#[tokio::test]
async fn links_that_leave_by_way_of_others_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir_all(root.join("x/y")).expect("folders");
    symlink("../..", root.join("x/y/up")).expect("a link");
    symlink("up/x", root.join("x/y/fine")).expect("a link");
    assert_eq!(paths(root).await, ["x/", "x/y/", "x/y/fine@", "x/y/up@"]);
    symlink("up/../outside", root.join("x/y/l")).expect("a link");
    let error = listing(root, false).await.expect_err("it leaves");
    let named: Vec<&str> = error.paths.iter().map(|path| path.field.as_str()).collect();
    assert_eq!(named, ["x/y/l"], "{error:?}");
}

#[tokio::test]
async fn the_repository_comes_along_when_it_is_asked_for() {
    if !need(GIT) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let error = listing(root, true).await.expect_err("no repository");
    assert!(error.message.contains("no `.git`"), "{}", error.message);
    git(root, &["init", "-q"]);
    write(root, "a", "a");
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "one"]);
    write(root, ".git/index.lock", "");
    let listed = listing(root, true).await.expect("a listing");
    let names: Vec<String> = listed.entries.iter().map(|entry| entry.path.display().to_string()).collect();
    assert!(names.contains(&".git/HEAD".to_owned()) && names.contains(&"a".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| Path::new(name).extension().is_some_and(|ending| ending == "lock")));
    fs::remove_file(root.join(".git/index.lock")).expect("removed");
    git(root, &["worktree", "add", "-q", "other"]);
    let error = listing(&root.join("other"), true).await.expect_err("a linked work tree");
    assert!(error.message.contains("linked work tree"), "{}", error.message);
    assert_eq!(paths(&root.join("other")).await, ["a"]);
}

#[tokio::test]
async fn a_service_that_is_mounted_in_the_folder_is_left_out() {
    for in_git in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("project");
        for path in ["a", "api/server.js", "apis/b"] {
            write(&root, path, "x");
        }
        if in_git {
            git(&root, &["init", "-q"]);
        }
        let table = folder.path().join("mounts");
        let real = root.canonicalize().expect("a path");
        let line = format!("90 22 0:60 / {}/api rw - fuse.sshfs zerops@api.zerops:/var/www rw\n", real.display());
        fs::write(&table, line).expect("written");
        let wanted = Wanted { mounts: &table, include_git: false, deployignore: true };
        let listed = list(&opened(&root), wanted).await.expect("a listing");
        let files = listed.entries.iter().filter(|entry| entry.kind == Kind::File);
        let files: Vec<_> = files.map(|entry| entry.path.to_string_lossy().into_owned()).collect();
        assert_eq!(files, ["a", "apis/b"], "{in_git}");
        assert_eq!(listed.notes, ["api: a service is mounted there, so it was left out"]);
    }
}

#[tokio::test]
async fn a_backup_that_zcp_downloaded_is_left_out() {
    const BACKUP: &str = "db-2026-01-02T03-04-05Z.zip";
    for (in_git, size) in [(false, 1), (true, 1), (false, 2_000_000)] {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        write(root, "index.html", "x");
        write(root, BACKUP, &"x".repeat(size));
        if in_git {
            git(root, &["init", "-q"]);
        }
        let listed = listing(root, false).await.expect("a listing");
        let (listed, own) = listed.examined(credentials::Search::new(None)).await.expect("examined");
        let files: Vec<_> = listed.entries.iter().map(|entry| entry.path.to_string_lossy().into_owned()).collect();
        assert_eq!(files, ["index.html"], "{in_git} {size}");
        assert_eq!(own[0].field, BACKUP);
        assert!(listed.notes.iter().any(|note| note.contains(BACKUP)), "{:?}", listed.notes);
    }
}

#[tokio::test]
async fn names_that_are_no_text_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = std::ffi::OsStr::from_bytes(b"b\xff\xfe");
    fs::write(folder.path().join(name), "x").expect("written");
    let listed = listing(folder.path(), false).await.expect("a listing");
    assert_eq!(listed.entries[0].path.as_os_str(), name);
    assert_eq!(shown(b"a\nb\xff"), "a\u{fffd}b\u{fffd}");
}

#[tokio::test]
async fn a_bad_ignore_file_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".deployignore")).expect("a folder");
    assert!(listing(folder.path(), false).await.is_err());
    fs::remove_dir(folder.path().join(".deployignore")).expect("removed");
    symlink("/dev/zero", folder.path().join(".deployignore")).expect("a link");
    assert!(listing(folder.path(), false).await.is_err());
}

/// The thread that lists asks whether anybody waits.
#[tokio::test]
async fn work_that_nobody_waits_for_ends() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let work = in_time(Some(Duration::from_millis(1)), move |effort| {
        let ended = loop {
            if let Err(error) = effort.step() {
                break error;
            }
            std::thread::yield_now();
        };
        sender.send(ended.message.clone()).ok();
        Err::<(), _>(ended)
    });
    assert!(work.await.expect_err("it never ends by itself").message.contains("took longer"));
    assert_eq!(receiver.recv().expect("it ends"), "Nobody waits for this listing.");
}
