use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use tar::{Builder, EntryType, Header};

use super::stream::restreamed;
use super::*;
use crate::deploy::archive::{PackError, Packing, Totals};
use crate::deploy::files::credentials::Search;
use crate::deploy::programs::Programs;
use crate::deploy::testing::need;
use crate::platform::token::Token;
use crate::platform::wire::Service;

/// An ssh that goes no further than this computer: what sshd would do with the command.
fn programs(folder: &Path) -> Programs {
    let ssh = folder.join("ssh");
    fs::write(&ssh, "#!/bin/sh\nfor last; do :; done\nexec /bin/sh -c \"$last\"\n").expect("written");
    fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).expect("executable");
    Programs { ssh, ..Programs::default() }
}

fn appdev() -> Destination {
    let service: Service = serde_json::from_value(serde_json::json!({ "name": "appdev" })).expect("a service");
    Destination::of(&service).expect("a hostname")
}

async fn whole(mut packing: Packing) -> (Option<Vec<u8>>, Result<Totals, PackError>) {
    let mut bytes = Some(Vec::new());
    while let Some(piece) = packing.pieces.next().await {
        match (piece, &mut bytes) {
            (Ok(piece), Some(bytes)) => bytes.extend_from_slice(&piece),
            (Err(_), bytes) => *bytes = None,
            _ => {}
        }
    }
    (bytes, packing.outcome.await.expect("it does not panic"))
}

/// The paths in an archive with their contents.
fn read(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    let entries = archive.entries().expect("entries").map(|entry| {
        let mut entry = entry.expect("an entry");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).expect("text");
        (String::from_utf8_lossy(&entry.path_bytes()).into_owned(), text)
    });
    entries.collect()
}

fn write(root: &Path, path: &str, text: &str) {
    let whole = root.join(path);
    fs::create_dir_all(whole.parent().expect("a parent")).expect("folders");
    fs::write(whole, text).expect("written");
}

const HOSTILE: [&str; 12] =
    ["plain", "-rf", "--checkpoint-action=exec=sh", "a b", "$(id)", "`id`", "'", "\"", "a\nb", "*", "ž🦀", "\\"];

#[tokio::test]
async fn a_folder_there_is_listed_and_streamed_by_the_same_rules() {
    let (stubs, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let programs = programs(stubs.path());
    // The folder's own name is hostile too.
    let root = folder.path().join("-x $(touch canary) 'y'\n");
    fs::create_dir(&root).expect("a folder");
    for name in HOSTILE {
        write(&root, name, name);
    }
    write(&root, "zerops.yml", "zerops: []\n");
    write(&root, "skipped.log", "x");
    write(&root, ".deployignore", "*.log\n");
    write(&root, ".git-not/x", "x");
    fs::create_dir(root.join("empty")).expect("a folder");
    symlink("plain", root.join("link")).expect("a link");
    fs::hard_link(root.join("plain"), root.join("twin")).expect("a link");
    let ssh = Ssh::new(&programs);
    let listing = list(ssh, &appdev(), root.to_str().expect("text"), false).await.expect("a listing");
    assert_eq!(listing.zerops_yaml, Some(("zerops.yml", "zerops: []\n".to_owned())));
    let (bytes, totals) = whole(pack(ssh, &appdev(), listing, Search::new(None)).expect("it starts")).await;
    let found = read(&bytes.expect("a whole archive"));
    let mut expected: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).collect();
    let others = ["zerops.yml", ".deployignore", ".git-not/", ".git-not/x", "empty/", "link", "twin"];
    expected.extend(others.map(str::to_owned));
    expected.sort_unstable();
    let mut names: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
    names.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(totals.expect("totals").entries, expected.len() as u64);
    assert!(found.iter().filter(|(name, _)| HOSTILE.contains(&name.as_str())).all(|(name, text)| name == text));
    assert!(!Path::new("canary").exists());
}

#[tokio::test]
async fn a_repository_there_says_what_is_in_it() {
    if !need("git") {
        return;
    }
    let (stubs, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (programs, root) = (programs(stubs.path()), folder.path());
    let git = |at: &Path, words: &[&str]| {
        let ran = Command::new("git").arg("-C").arg(at).args(words).output().expect("git runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    };
    git(root, &["init", "-q"]);
    for path in ["kept", "gone", ".gitignore", "skipped.env"] {
        write(root, path, "*.env\n");
    }
    git(root, &["add", "-A"]);
    fs::remove_file(root.join("gone")).expect("removed");
    write(root, "zerops.yaml", "zerops: []\n");
    write(root, "nested/in", "x");
    git(&root.join("nested"), &["init", "-q"]);
    let ssh = Ssh::new(&programs);
    let folder = root.to_str().expect("text");
    let listing = list(ssh, &appdev(), folder, false).await.expect("a listing");
    let names: Vec<String> = listing.paths.iter().map(|path| String::from_utf8_lossy(path).into_owned()).collect();
    assert_eq!(names, [".gitignore", "kept", "nested", "nested/in", "zerops.yaml"]);
    let listing = list(ssh, &appdev(), folder, true).await.expect("a listing");
    assert!(listing.paths.contains(&b".git/HEAD".to_vec()));
}

#[tokio::test]
async fn what_is_wrong_there_is_said() {
    let (stubs, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (programs, root) = (programs(stubs.path()), folder.path());
    let ssh = Ssh::new(&programs);
    let error = list(ssh, &appdev(), "/no/such folder", false).await.expect_err("no folder");
    assert!(
        matches!(&error, RemoteError::Ssh(error) if error.message.contains("no folder /no/such folder")),
        "{error:?}"
    );
    write(root, "a", "a");
    let error = list(ssh, &appdev(), root.to_str().expect("text"), true).await.expect_err("no repository");
    assert!(matches!(&error, RemoteError::Ssh(error) if error.message.contains("without includeGit")), "{error:?}");
    let _socket = std::os::unix::net::UnixListener::bind(root.join("socket")).expect("a socket");
    let error = list(ssh, &appdev(), root.to_str().expect("text"), false).await.expect_err("a socket");
    assert!(matches!(&error, RemoteError::Files(error) if error.paths[0].field == "socket"), "{error:?}");
    // A file that vanishes between list and archive is left out; a folder that does is an error.
    fs::remove_file(root.join("socket")).expect("removed");
    write(root, "b", "b");
    let listing = list(ssh, &appdev(), root.to_str().expect("text"), false).await.expect("a listing");
    fs::remove_dir_all(root).expect("removed");
    let (bytes, outcome) = whole(pack(ssh, &appdev(), listing, Search::new(None)).expect("it starts")).await;
    assert!(bytes.is_none() && matches!(outcome, Err(PackError::Lost(_))), "{outcome:?}");
}

#[tokio::test]
async fn the_tar_of_busybox_works_too() {
    if !need("busybox") {
        return;
    }
    let (stubs, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let root = folder.path();
    let tools = stubs.path().join("bin");
    fs::create_dir(&tools).expect("a folder");
    let busybox =
        String::from_utf8(Command::new("which").arg("busybox").output().expect("which").stdout).expect("text");
    for tool in ["sh", "tar", "find", "head", "cat", "xargs"] {
        symlink(busybox.trim(), tools.join(tool)).expect("a link");
    }
    let ssh = stubs.path().join("ssh");
    let script = format!("#!/bin/sh\nfor last; do :; done\nPATH={} exec sh -c \"$last\"\n", tools.display());
    fs::write(&ssh, script).expect("written");
    fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).expect("executable");
    let programs = Programs { ssh, ..Programs::default() };
    for name in HOSTILE {
        write(root, name, name);
    }
    write(root, "deep/er/x", "x");
    write(root, "zerops.yaml", "zerops: []\n");
    let ssh = Ssh::new(&programs);
    let listing = list(ssh, &appdev(), root.to_str().expect("text"), false).await.expect("a listing");
    assert_eq!(listing.tar, Tar::Busybox);
    let count = listing.paths.len();
    let (bytes, outcome) = whole(pack(ssh, &appdev(), listing, Search::new(None)).expect("it starts")).await;
    assert_eq!(outcome.expect("totals").entries, count as u64);
    let found = read(&bytes.expect("a whole archive"));
    assert!(HOSTILE.iter().all(|name| found.contains(&((*name).to_owned(), (*name).to_owned()))));
}

fn hostile_archive(add: impl FnOnce(&mut Builder<Vec<u8>>)) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    add(&mut builder);
    builder.into_inner().expect("an archive")
}

fn raw(builder: &mut Builder<Vec<u8>>, path: &[u8], kind: EntryType, target: &[u8], content: &[u8]) {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    let gnu = header.as_gnu_mut().expect("GNU");
    gnu.name[..path.len()].copy_from_slice(path);
    gnu.linkname[..target.len()].copy_from_slice(target);
    header.set_cksum();
    builder.append(&header, content).expect("appended");
}

#[tokio::test]
async fn what_leaves_the_tree_is_refused_whoever_sent_it() {
    for (path, kind, target) in [
        (&b"../out"[..], EntryType::Regular, &b""[..]),
        (b"/etc/cron.d/x", EntryType::Regular, b""),
        (b"a/../../b", EntryType::Regular, b""),
        (b"a//b", EntryType::Regular, b""),
        (b"l", EntryType::Symlink, b"/etc"),
        (b"l", EntryType::Symlink, b"../x"),
        (b"h", EntryType::Link, b"/etc/passwd"),
        (b"h", EntryType::Link, b"../x"),
        (b"p", EntryType::Fifo, b""),
        (b"d", EntryType::Block, b""),
        (b"x", EntryType::XHeader, b""),
        (b"s", EntryType::GNUSparse, b""),
    ] {
        let bytes = hostile_archive(|builder| {
            raw(builder, b"./fine", EntryType::Regular, b"", b"x");
            raw(builder, path, kind, target, b"");
        });
        let (whole, outcome) = whole(restreamed(bytes, Search::new(None))).await;
        let name = String::from_utf8_lossy(path);
        assert!(whole.is_none(), "{name}");
        assert!(matches!(&outcome, Err(PackError::Source(why)) if why.contains(&*name)), "{name}: {outcome:?}");
    }
}

#[tokio::test]
async fn folders_that_a_container_leaves_out_are_put_in() {
    let bytes = hostile_archive(|builder| {
        raw(builder, b"./a/b/c", EntryType::Regular, b"", b"x");
        raw(builder, b"./a/", EntryType::Directory, b"", b"");
    });
    let (bytes, outcome) = whole(restreamed(bytes, Search::new(None))).await;
    assert_eq!(outcome.expect("totals").entries, 3);
    let names: Vec<String> = read(&bytes.expect("an archive")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["a/", "a/b/", "a/b/c"]);
}

#[tokio::test]
async fn archives_that_are_broken_or_empty_are_not_deployed() {
    let good = hostile_archive(|builder| raw(builder, b"./a", EntryType::Regular, b"", &[1; 2000]));
    for bytes in [good[..700].to_vec(), Vec::new(), vec![0; 1024], vec![7; 3000]] {
        let (whole, outcome) = whole(restreamed(bytes, Search::new(None))).await;
        assert!(whole.is_none() && outcome.is_err());
    }
    let long =
        hostile_archive(|builder| raw(builder, b"././@LongLink", EntryType::GNULongName, b"", &vec![b'n'; 100_000]));
    assert!(
        matches!(whole(restreamed(long, Search::new(None))).await.1, Err(PackError::Source(why)) if why.contains("too long"))
    );
    let (bytes, outcome) = whole(restreamed([good.clone(), good].concat(), Search::new(None))).await;
    assert!(outcome.is_ok());
    assert_eq!(read(&bytes.expect("an archive")).len(), 2, "archives one after the other are one");
}

/// An answer as the script gives it.
fn answered(files: &[String]) -> Answer {
    let list: String = files.iter().map(|file| format!("{file}\0")).collect();
    answer::read(format!("tar tar (GNU tar) 1.34\0list files\0{list}\0").as_bytes()).expect("an answer")
}

#[test]
fn paths_are_bounded_in_length_and_all_together() {
    let sort = |files: &[String], ignored: &str| {
        sorted(vec![(Vec::new(), answered(files))], &[(".deployignore", ignored.to_owned())], &Effort::default())
    };
    let deep = "a/".repeat(LONGEST_PATH / 2 - 1);
    let (paths, _) = sort(&[format!("{deep}x"), format!("{deep}y")], "").expect("paths");
    // Each folder once, however many paths are in it.
    assert_eq!(paths.len(), LONGEST_PATH / 2 - 1 + 2);
    let error = sort(&["a/".repeat(25_000) + "x"], "").expect_err("a path that is none");
    assert_eq!(error.paths[0].reasons, ["is longer than a path can be"]);
    // 300 kB of paths, and their folders more than a hundred times that.
    let many: Vec<String> =
        (0..75).map(|number| format!("{number}/{deep}")).map(|path| path[..4090].to_owned() + "z").collect();
    assert_eq!(sort(&many, "").expect_err("too many").message, too_many_names().message);
    assert!(sort(&["a".to_owned()], &"#\n".repeat(200_000)).is_err(), "a text that is too long");
}

/// Both are as many as the answer has; they were compared each with each.
#[test]
fn submodules_that_are_gone_are_found_at_once() {
    let mut bytes = b"list staged\0".to_vec();
    for number in 0..200_000 {
        bytes.extend(format!("160000 abc 0\ts{number}\0").bytes());
    }
    bytes.extend(b"\0list deleted\0");
    for number in 1..200_000 {
        bytes.extend(format!("s{number}\0").bytes());
    }
    bytes.push(0);
    let answer = answer::read(&bytes).expect("an answer");
    assert_eq!(answer.nested(), [b"s0".to_vec()]);
}

#[tokio::test]
async fn what_holds_the_token_or_was_written_by_zcp_stays_there() {
    let mut builder = Builder::new(Vec::new());
    let mut add = |path: &str, kind: EntryType, target: &str, content: &str| {
        let mut header = Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(0o644);
        header.set_size(content.len() as u64);
        if !target.is_empty() {
            header.set_link_name(target).expect("a target");
        }
        builder.append_data(&mut header, path, content.as_bytes()).expect("appended");
    };
    add("./app.js", EntryType::Regular, "", "console.log(1)");
    add("./config.json", EntryType::Regular, "", r#"{"key":"a-token-of-zcp-1234567"}"#);
    add("./.env", EntryType::Regular, "", "# Written by zcp\nPASSWORD=x\n");
    add("./second", EntryType::Link, "./config.json", "");
    add("./third", EntryType::Link, "./second", "");
    let bytes = builder.into_inner().expect("an archive");
    let search = Search::new(Token::new("a-token-of-zcp-1234567").as_ref());
    let (bytes, totals) = whole(restreamed(bytes, search)).await;
    let totals = totals.expect("packed");
    let names: Vec<String> = read(&bytes.expect("whole")).into_iter().map(|(path, _)| path).collect();
    assert_eq!(names, ["app.js"]);
    assert_eq!(totals.left_out.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["config.json", ".env"]);
    let said = crate::deploy::files::left_out(&totals.left_out).expect("something");
    assert!(said.starts_with("left out: config.json (holds the token that zcp uses), .env (was written"), "{said}");
}

#[tokio::test]
async fn one_hash_tells_whether_a_file_is_another() {
    let (stubs, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (programs, root) = (programs(stubs.path()), folder.path());
    let folder = root.to_str().expect("text");
    for name in HOSTILE {
        write(root, name, name);
    }
    write(root, "in/skipped.log", "x");
    write(root, ".deployignore", "*.log\n");
    let hash = || async {
        let ssh = Ssh::new(&programs);
        let listing = list(ssh, &appdev(), folder, false).await.expect("a listing");
        digest(ssh, &appdev(), &listing, Duration::from_secs(30)).await.expect("a hash")
    };
    let first = hash().await;
    write(root, "in/skipped.log", "other");
    fs::File::open(root.join("plain")).expect("a file").set_modified(std::time::SystemTime::UNIX_EPOCH).expect("set");
    assert_eq!(hash().await, first, "what is not deployed, and times, do not matter");
    write(root, "a b", "other");
    let second = hash().await;
    assert_ne!(second, first, "another content");
    write(root, "a b", "a b");
    assert_eq!(hash().await, first);
    fs::rename(root.join("-rf"), root.join("-rg")).expect("renamed");
    assert_ne!(hash().await, first, "another name");
}
