use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::deploy::files::credentials::Search;
use crate::deploy::files::{Entry, Kind, Listing};
use crate::deploy::testing::need;
use crate::platform::token::Token;

const TOKEN: &str = "a-token-of-zcp-1234567";

fn pack(listing: Listing) -> Packing {
    super::local::pack(listing, Search::new(Token::new(TOKEN).as_ref()))
}

/// All bytes of an archive, and what became of it.
async fn whole(mut packing: Packing) -> (io::Result<Vec<u8>>, Result<Totals, PackError>) {
    let mut bytes = Ok(Vec::new());
    while let Some(piece) = packing.pieces.next().await {
        match (piece, &mut bytes) {
            (Ok(piece), Ok(bytes)) => bytes.extend_from_slice(&piece),
            (Err(error), bytes) => *bytes = Err(error),
            _ => {}
        }
    }
    (bytes, packing.outcome.await.expect("it does not panic"))
}

/// What another reader sees in an archive: kind, mode, and content or target by path.
fn read(bytes: &[u8]) -> BTreeMap<Vec<u8>, (char, u32, Vec<u8>)> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    let mut found = BTreeMap::new();
    for entry in archive.entries().expect("entries") {
        let mut entry = entry.expect("an entry");
        let kind = entry.header().entry_type();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("content");
        let target = entry.link_name_bytes().map(std::borrow::Cow::into_owned);
        let mark = if kind.is_dir() {
            'd'
        } else if kind.is_symlink() {
            'l'
        } else {
            'f'
        };
        let mode = entry.header().mode().expect("a mode");
        let path = entry.path_bytes().into_owned();
        assert!(found.insert(path, (mark, mode, target.unwrap_or(content))).is_none());
    }
    found
}

fn entry(path: impl Into<PathBuf>, kind: Kind) -> Entry {
    Entry { path: path.into(), kind }
}

fn listing(root: &Path, entries: Vec<Entry>) -> Listing {
    let root = std::sync::Arc::new(crate::files::Root::open(root).expect("a folder"));
    Listing { root, entries, notes: Vec::new(), credentials: Vec::new() }
}

#[tokio::test]
async fn everything_comes_out_as_it_went_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let deep: PathBuf = ["d".repeat(120), "e".repeat(200), "f".repeat(90)].iter().collect();
    let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"n\xff \n-rf $(id) 'q'"));
    fs::create_dir_all(root.join(&deep)).expect("folders");
    fs::create_dir(root.join("empty")).expect("a folder");
    let big: Vec<u8> = (0..3_000_000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let files = [
        (deep.join("long"), b"long".to_vec(), 0o644),
        (odd.clone(), b"odd".to_vec(), 0o600),
        ("run.sh".into(), b"#!/bin/sh\n".to_vec(), 0o755),
        ("setuid".into(), b"x".to_vec(), 0o4755),
        ("nothing".into(), Vec::new(), 0o444),
        ("block".into(), vec![7; 512], 0o640),
        ("big".into(), big, 0o644),
        ("-leading".into(), b"dash".to_vec(), 0o644),
    ];
    let mut entries = vec![entry("empty", Kind::Folder)];
    for (path, content, mode) in &files {
        fs::write(root.join(path), content).expect("written");
        fs::set_permissions(root.join(path), fs::Permissions::from_mode(*mode)).expect("permissions");
        entries.push(entry(path, Kind::File));
    }
    let sparse = fs::File::create(root.join("sparse")).expect("a file");
    sparse.set_len(5_000_000).expect("a length");
    entries.push(entry("sparse", Kind::File));
    let target = format!("{}/{}", "t".repeat(150), "u".repeat(150));
    symlink(&target, root.join("link")).expect("a link");
    symlink("run.sh", root.join("short")).expect("a link");
    entries.extend([entry("link", Kind::Link), entry("short", Kind::Link)]);

    let (bytes, totals) = whole(pack(listing(root, entries))).await;
    let found = read(&bytes.expect("bytes"));
    // With the three folders that nobody listed.
    let totals = totals.expect("totals");
    assert!(totals.entries == 15 && totals.files < 15, "{totals:?}");
    assert_eq!(found.len(), 15);
    for (path, content, mode) in &files {
        let (mark, seen, bytes) = &found[path.as_os_str().as_bytes()];
        assert_eq!((*mark, *seen, bytes.len()), ('f', mode & 0o777, content.len()), "{}", path.display());
        assert!(bytes == content);
    }
    assert_eq!(found[&b"sparse"[..]].2.len(), 5_000_000);
    assert_eq!(found[&b"link"[..]].2, target.as_bytes());
    assert_eq!(found[&b"short"[..]].2, b"run.sh");
    assert_eq!(found[&b"empty/"[..]].0, 'd');
}

#[tokio::test]
async fn the_same_tree_is_the_same_archive() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["b", "a", "c"] {
        fs::write(folder.path().join(name), name).expect("written");
    }
    let entries = || ["a", "b", "c"].map(|name| entry(name, Kind::File)).to_vec();
    let (one, _) = whole(pack(listing(folder.path(), entries()))).await;
    let (two, _) = whole(pack(listing(folder.path(), entries()))).await;
    assert_eq!(one.expect("bytes"), two.expect("bytes"));
}

#[tokio::test]
async fn what_has_gone_is_left_out_and_what_became_something_else_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::write(root.join("kept"), "x").expect("written");
    let (bytes, totals) = whole(pack(listing(root, vec![entry("gone", Kind::File), entry("kept", Kind::File)]))).await;
    assert_eq!((read(&bytes.expect("bytes")).len(), totals.expect("totals").entries), (1, 1));
    symlink("/etc/passwd", root.join("swapped")).expect("a link");
    for kind in [Kind::File, Kind::Link, Kind::Folder] {
        let (bytes, outcome) = whole(pack(listing(root, vec![entry("swapped", kind)]))).await;
        assert!(bytes.is_err(), "no reader takes it for a whole archive");
        assert!(matches!(outcome, Err(PackError::Source(why)) if why.contains("swapped")));
    }
}

#[tokio::test]
async fn a_folder_that_became_a_link_after_it_was_listed_is_not_followed() {
    let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let root = folder.path();
    fs::create_dir_all(root.join("d/e")).expect("folders");
    for whole in [root.join("d/e/file"), outside.path().join("file")] {
        fs::write(whole, "x").expect("written");
    }
    let listed =
        listing(root, vec![entry("d", Kind::Folder), entry("d/e", Kind::Folder), entry("d/e/file", Kind::File)]);
    fs::remove_dir_all(root.join("d/e")).expect("removed");
    symlink(outside.path(), root.join("d/e")).expect("a link");
    let (bytes, outcome) = whole(pack(listed)).await;
    assert!(bytes.is_err());
    assert!(matches!(outcome, Err(PackError::Source(_))), "{outcome:?}");
    // Without an entry for the folder itself, the file still is not reached.
    let (bytes, outcome) = whole(pack(listing(root, vec![entry("d/e/file", Kind::File)]))).await;
    assert!(
        bytes.is_err() && matches!(&outcome, Err(PackError::Source(why)) if why.contains("leads out")),
        "{outcome:?}"
    );
    // Nor is a pipe in place of a file waited for.
    fs::write(root.join("file"), "x").expect("written");
    let listed = listing(root, vec![entry("file", Kind::File)]);
    fs::remove_file(root.join("file")).expect("removed");
    rustix::fs::mkfifoat(rustix::fs::CWD, root.join("file"), rustix::fs::Mode::RUSR).expect("a pipe");
    assert!(whole(pack(listed)).await.0.is_err());
}

/// As when the folder that is deployed is swapped for a link between its check and its upload.
#[tokio::test]
async fn what_takes_the_place_of_the_folder_is_not_packed() {
    let outer = tempfile::tempdir().expect("a folder");
    let at = |name: &str| outer.path().join(name);
    for name in ["app", "outside"] {
        fs::create_dir(at(name)).expect("a folder");
        fs::write(at(name).join("notes"), name).expect("written");
    }
    let listed = listing(&at("app"), vec![entry("notes", Kind::File)]);
    fs::rename(at("app"), at("moved")).expect("moved");
    symlink(at("outside"), at("app")).expect("a link");
    let (bytes, _) = whole(pack(listed)).await;
    assert_eq!(read(&bytes.expect("bytes"))[&b"notes"[..]].2, b"app");
}

#[tokio::test]
async fn what_a_file_holds_is_looked_at_as_it_is_packed() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for (name, text) in [("config", TOKEN), ("plain", "x"), (".env", "A=1")] {
        fs::write(root.join(name), text).expect("written");
    }
    let entries = || ["config", "plain", ".env"].map(|name| entry(name, Kind::File)).to_vec();
    let listed = Listing { credentials: vec![(".env".into(), "told")], ..listing(root, entries()) };
    let (bytes, totals) = whole(pack(listed)).await;
    assert_eq!(read(&bytes.expect("bytes")).len(), 2);
    assert_eq!(totals.expect("totals").left_out, [("config".to_owned(), "holds the token that zcp uses")]);
    let (bytes, outcome) = whole(pack(listing(root, entries()))).await;
    assert!(bytes.is_err());
    assert_eq!(outcome, Err(PackError::Source(".env has come to look like a credential".to_owned())));
}

/// The platform unpacks in order: what is in a folder comes after it.
#[tokio::test]
async fn every_folder_has_an_entry_before_what_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir_all(root.join("a/b")).expect("folders");
    fs::set_permissions(root.join("a"), fs::Permissions::from_mode(0o700)).expect("permissions");
    for path in ["a/b/c", "a/d", "a/b/e"] {
        fs::write(root.join(path), path).expect("written");
    }
    let entries = vec![entry("a/b/c", Kind::File), entry("a/d", Kind::File), entry("a/b", Kind::Folder)];
    let (bytes, _) = whole(pack(listing(root, entries))).await;
    let bytes = bytes.expect("bytes");
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
    let paths = archive.entries().expect("entries").map(|entry| entry.expect("an entry").path_bytes().into_owned());
    assert_eq!(paths.collect::<Vec<_>>(), [&b"a/"[..], b"a/b/", b"a/b/c", b"a/d"]);
}

#[tokio::test]
async fn a_file_that_shrinks_is_an_error_and_one_that_grows_is_cut() {
    let meta = Meta { path: b"log", mode: 0o644, changed: 0 };
    let token = CancellationToken::new;
    let (bytes, outcome) = whole(start(token(), move |archive| archive.file(meta, 10, &mut &b"short"[..]))).await;
    assert!(bytes.is_err());
    assert_eq!(outcome, Err(PackError::Source("log became shorter while it was read".to_owned())));
    let (bytes, _) = whole(start(token(), move |archive| archive.file(meta, 4, &mut &b"longer"[..]))).await;
    assert_eq!(read(&bytes.expect("bytes"))[&b"log"[..]].2, b"long");
}

fn meta(path: &[u8]) -> Meta<'_> {
    Meta { path, mode: 0o644, changed: 0 }
}

/// Each link stays inside by its own names; which others there are is known at the end.
#[tokio::test]
async fn links_that_leave_by_way_of_others_make_no_archive() {
    let made = async |fill: fn(&mut Archive) -> Result<(), PackError>| {
        let (bytes, outcome) = whole(start(CancellationToken::new(), fill)).await;
        assert_eq!(bytes.is_err(), outcome.is_err());
        match outcome {
            Ok(_) => "made".to_owned(),
            Err(PackError::Source(why)) => why,
            Err(other) => format!("{other:?}"),
        }
    };
    let chain = made(|archive| {
        archive.link(meta(b"x/y/l"), b"up/../outside")?;
        archive.link(meta(b"x/y/up"), b"../..")
    });
    assert_eq!(chain.await, "x/y/l is a link that leaves the folder by way of another one");
    let hard = made(|archive| {
        archive.link(meta(b"x/y/l"), b"../../z")?;
        archive.hard_link(meta(b"l"), b"x/y/l")
    });
    assert_eq!(hard.await, "l is a link that leaves the folder by way of another one");
    let behind = made(|archive| {
        archive.link(meta(b"l"), b".")?;
        archive.file(meta(b"l/f"), 0, &mut &b""[..])
    });
    assert_eq!(behind.await, "l/f is behind a link");
    let other = made(|archive| {
        archive.link(meta(b"l"), b".")?;
        archive.hard_link(meta(b"h"), b"l/l")
    });
    assert_eq!(other.await, "h is another name of something behind a link");
    let both = made(|archive| {
        archive.folder(meta(b"l"))?;
        archive.link(meta(b"l"), b".")
    });
    assert_eq!(both.await, "l is a folder and a link");
    let fine = made(|archive| {
        archive.link(meta(b"x/y/l"), b"up/x")?;
        archive.link(meta(b"x/y/up"), b"../..")
    });
    assert_eq!(fine.await, "made");
}

#[tokio::test]
async fn nobody_who_reads_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = fs::File::create(folder.path().join("huge")).expect("a file");
    file.set_len(1 << 40).expect("a length");
    let mut packing = pack(listing(folder.path(), vec![entry("huge", Kind::File)]));
    assert!(packing.pieces.next().await.expect("a piece").is_ok());
    drop(packing.pieces);
    assert_eq!(packing.outcome.await.expect("it ends"), Err(PackError::Closed));
}

#[tokio::test]
async fn gnu_tar_reads_it() {
    if !need("tar") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a b\n-c"), "x").expect("written");
    let name = "n".repeat(240);
    fs::write(folder.path().join(&name), "y").expect("written");
    let entries = vec![entry("a b\n-c", Kind::File), entry(&name, Kind::File)];
    let (bytes, _) = whole(pack(listing(folder.path(), entries))).await;
    let (out, file) = (tempfile::tempdir().expect("a folder"), folder.path().join("x.tgz"));
    fs::write(&file, bytes.expect("bytes")).expect("written");
    let ran = std::process::Command::new("tar").arg("-xzf").arg(&file).arg("-C").arg(out.path()).output();
    let ran = ran.expect("tar runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(fs::read(out.path().join("a b\n-c")).expect("a file"), b"x");
    assert_eq!(fs::read(out.path().join(&name)).expect("a file"), b"y");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_entry_is_read_back(
        path in proptest::collection::vec(1u8..=255, 1..300).prop_filter("no separators", |path| !path.contains(&b'/')),
        target in proptest::collection::vec(1u8..=255, 1..300).prop_filter("inside", |target| {
            !target.starts_with(b"/") && target.split(|byte| *byte == b'/').all(|name| name != b"..")
        }),
        content in proptest::collection::vec(any::<u8>(), 0..2000),
        mode in 0u32..0o10000,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let (name, link, body) = (path.clone(), target.clone(), content.clone());
        let (bytes, _) = runtime.block_on(async {
            whole(start(CancellationToken::new(), move |archive| {
                let mut other = name.clone();
                other.push(b'2');
                archive.file(Meta { path: &name, mode, changed: 1 }, body.len() as u64, &mut body.as_slice())?;
                archive.link(Meta { path: &other, mode, changed: 1 }, &link)
            }))
            .await
        });
        let found = read(&bytes.expect("bytes"));
        prop_assert_eq!(&found[&path], &('f', mode & 0o777, content));
        let mut other = path;
        other.push(b'2');
        prop_assert_eq!(&found[&other].2, &target);
    }
}
