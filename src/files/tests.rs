//! What the door lets through.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;

use super::*;

fn pipe(path: &Path) {
    let status = std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo");
    assert!(status.success());
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn only_regular_files_beneath_the_root_are_read() {
    let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("d")).expect("made");
    fs::write(at("d/plain"), "12345").expect("written");
    fs::write(outside.path().join("secret"), "secret").expect("written");
    symlink("d/plain", at("inside")).expect("linked");
    symlink("d", at("folder")).expect("linked");
    let real = folder.path().canonicalize().expect("a folder");
    symlink(real.join("d"), at("from-the-top")).expect("linked");
    symlink(outside.path().join("secret"), at("out")).expect("linked");
    symlink(outside.path(), at("way-out")).expect("linked");
    symlink("../../../../../../etc/passwd", at("up")).expect("linked");
    symlink("/proc/self/cwd", at("magic")).expect("linked");
    symlink("nowhere", at("dangling")).expect("linked");
    symlink("circle", at("circle")).expect("linked");
    pipe(&at("pipe"));
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("a socket");
    let root = Root::open(folder.path()).expect("a root");
    let whole = root.path().join("d/plain");
    let whole = whole.to_str().expect("text");
    for (path, read) in [
        ("d/plain", Ok("12345")),
        ("d/../d/plain", Ok("12345")),
        ("inside", Ok("12345")),
        ("folder/plain", Ok("12345")),
        ("from-the-top/plain", Ok("12345")),
        (whole, Ok("12345")),
        ("out", Err(Problem::Outside)),
        ("way-out/secret", Err(Problem::Outside)),
        ("up", Err(Problem::Outside)),
        ("../x", Err(Problem::Outside)),
        ("/etc/passwd", Err(Problem::Outside)),
        ("/etc/no-such-file", Err(Problem::Outside)),
        ("magic/x", Err(Problem::Outside)),
        ("dangling", Err(Problem::Missing)),
        ("none", Err(Problem::Missing)),
        ("d/plain/x", Err(Problem::NotFolder)),
        ("circle", Err(Problem::Link)),
        ("pipe", Err(Problem::NotRegular)),
        ("socket", Err(Problem::NotRegular)),
        ("d", Err(Problem::NotRegular)),
        (".", Err(Problem::NotRegular)),
        ("", Err(Problem::NotRegular)),
    ] {
        let text = root.text(Path::new(path), 5);
        assert_eq!(text.as_deref().map_err(|error| error.problem), read, "{path}");
    }
    assert_eq!(root.read(Path::new("d/plain"), 4).expect_err("too large").problem, Problem::TooLarge(4));
    assert_eq!(root.file_itself(Path::new("inside")).expect_err("a link").problem, Problem::Link);
    fs::write(at("bytes"), [0xff]).expect("written");
    assert_eq!(root.text(Path::new("bytes"), 4).expect_err("no text").problem, Problem::NotText);
    let below = root.folder(Path::new("folder")).expect("a folder");
    assert_eq!(below.path(), root.path().join("d"));
    assert_eq!(below.text(Path::new("../bytes"), 9).expect_err("outside").problem, Problem::Outside);
    assert_eq!(root.folder(Path::new("way-out")).expect_err("outside").problem, Problem::Outside);
    assert_eq!(root.folder(Path::new("pipe")).expect_err("no folder").problem, Problem::NotFolder);
    assert_eq!(root.look(Path::new("out")).expect("there").kind, Kind::Link);
    assert_eq!(root.look(Path::new("pipe")).expect("there").kind, Kind::Other);
    assert_eq!(root.link(Path::new("inside")).expect("a link"), Path::new("d/plain"));
    assert_eq!(root.resolve(Path::new("folder/plain")).expect("there"), Path::new("d/plain"));
    assert_eq!(root.names(Path::new("folder")).expect("names"), ["plain"]);
}

#[test]
fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
    let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let root = Root::open(folder.path()).expect("a root");
    fs::write(outside.path().join("file"), "kept").expect("written");
    symlink(outside.path().join("file"), folder.path().join("link")).expect("linked");
    symlink(outside.path(), folder.path().join("way-out")).expect("linked");
    root.replace(Path::new("file"), b"one", Access::Private).expect("written");
    root.replace(Path::new("file"), b"two", Access::Private).expect("written");
    root.replace(Path::new("link"), b"three", Access::Usual).expect("written");
    let outside_of = root.replace(Path::new("way-out/file"), b"x", Access::Usual).expect_err("outside");
    assert_eq!(outside_of.problem, Problem::Outside);
    assert_eq!(fs::read_to_string(outside.path().join("file")).expect("text"), "kept");
    assert_eq!(fs::read_to_string(folder.path().join("link")).expect("text"), "three");
    let metadata = fs::symlink_metadata(folder.path().join("file")).expect("there");
    assert_eq!((metadata.mode() & 0o777, metadata.size()), (0o600, 3));
    assert_eq!(names(folder.path()), ["file", "link", "way-out"]);
    fs::create_dir(folder.path().join("taken")).expect("made");
    root.replace(Path::new("taken"), b"x", Access::Usual).expect_err("a folder is in the way");
    drop(root.draft(Path::new("never"), Access::Usual).expect("begun"));
    assert_eq!(names(folder.path()), ["file", "link", "taken", "way-out"]);
}

#[test]
fn git_does_not_see_drafts_and_the_next_one_removes_what_was_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let git = |words: &[&str]| {
        let out = std::process::Command::new("git").args(words).current_dir(folder.path()).output().expect("git");
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    git(&["init", "--quiet"]);
    let root = Root::open(folder.path()).expect("a root");
    let mut draft = root.draft(Path::new("x"), Access::Private).expect("begun");
    draft.write(b"secret").expect("written");
    assert_eq!(git(&["status", "--porcelain", "--untracked-files=all"]), "");
    // As a kill leaves it: nobody holds the lock, and nothing was removed.
    fs::create_dir(folder.path().join(".zcp-draft-left")).expect("made");
    fs::write(folder.path().join(".zcp-draft-left/draft"), "secret").expect("written");
    fs::write(folder.path().join(".zcp-draft-left/.gitignore"), "*\n").expect("written");
    fs::create_dir(folder.path().join(".zcp-draft-full")).expect("made");
    fs::write(folder.path().join(".zcp-draft-full/other"), "kept").expect("written");
    symlink(".git", folder.path().join(".zcp-draft-link")).expect("linked");
    root.replace(Path::new("y"), b"y", Access::Usual).expect("written");
    draft.place().expect("the living one was left alone");
    let mut left = names(folder.path());
    left.retain(|name| name != ".git");
    assert_eq!(left, [".zcp-draft-full", ".zcp-draft-link", "x", "y"]);
    assert!(folder.path().join(".git/HEAD").exists());
    assert!(folder.path().join(".zcp-draft-full/other").exists());
}

#[test]
fn what_is_merged_replaces_nothing_and_leaves_by_no_link() {
    let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let at = |name: &str| folder.path().join(name);
    for path in ["from/a/b", "from/m", "to/m"] {
        fs::create_dir_all(at(path)).expect("made");
    }
    for (path, text) in [("from/a/b/x", "old"), ("from/m/both", "old"), ("from/m/only", "old"), ("to/m/both", "new")] {
        fs::write(at(path), text).expect("written");
    }
    symlink(outside.path(), at("to/a")).expect("linked");
    let (from, to) = (Root::open(&at("from")).expect("a root"), Root::open(&at("to")).expect("a root"));
    from.merge(Path::new("a/b"), &to, Path::new("a/b")).expect("left as it is");
    from.merge(Path::new(""), &to, Path::new("")).expect("merged");
    assert!(names(outside.path()).is_empty());
    assert_eq!(fs::read_to_string(at("to/m/both")).expect("text"), "new");
    assert_eq!(fs::read_to_string(at("to/m/only")).expect("text"), "old");
    assert_eq!(to.overwrite(Path::new("a"), b"x").expect_err("a link").problem, Problem::Link);
    assert_eq!(to.overwrite(Path::new("a/x"), b"x").expect_err("outside").problem, Problem::Outside);
    to.overwrite(Path::new("m/both"), b"again").expect("written");
    assert_eq!(fs::read_to_string(at("to/m/both")).expect("text"), "again");
}

#[test]
fn copies_follow_no_link_on_either_side() {
    let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let at = |name: &str| folder.path().join(name);
    for path in ["from/one", "from/two/deep", "to"] {
        fs::create_dir_all(at(path)).expect("made");
    }
    fs::write(outside.path().join("secret"), "secret").expect("written");
    symlink(outside.path().join("secret"), at("from/one/x")).expect("linked");
    symlink(outside.path(), at("from/one/deep")).expect("linked");
    symlink(outside.path(), at("from/l")).expect("linked");
    fs::write(at("from/two/x"), "new").expect("written");
    fs::write(at("from/two/deep/secret"), "new").expect("written");
    fs::set_permissions(at("from/two/deep"), fs::Permissions::from_mode(0o555)).expect("set");
    pipe(&at("from/two/pipe"));
    let (from, to) = (Root::open(&at("from")).expect("a root"), Root::open(&at("to")).expect("a root"));
    from.copy(Path::new("one"), &to, Path::new("")).expect("copied");
    assert_eq!(fs::read_link(at("to/x")).expect("a link"), outside.path().join("secret"));
    from.copy(Path::new("two"), &to, Path::new(".")).expect("copied");
    assert_eq!(fs::read_to_string(outside.path().join("secret")).expect("text"), "secret");
    assert_eq!(fs::read_to_string(at("to/x")).expect("text"), "new");
    assert_eq!(fs::read_to_string(at("to/deep/secret")).expect("text"), "new");
    assert_eq!(fs::metadata(at("to/deep")).expect("there").mode() & 0o777, 0o555);
    assert_eq!(names(&at("to")), ["deep", "x"]);
    let error = from.copy(Path::new("l/secret"), &to, Path::new("stolen")).expect_err("outside");
    assert_eq!(error.problem, Problem::Outside);
    from.copy(Path::new("one/x"), &to, Path::new("deeper/still/x")).expect("copied");
    assert!(fs::symlink_metadata(at("to/deeper/still/x")).expect("there").is_symlink());
    for path in ["from/two/deep", "to/deep"] {
        fs::set_permissions(at(path), fs::Permissions::from_mode(0o755)).expect("set");
    }
}
