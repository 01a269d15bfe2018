//! What is in an archive, without unpacking it. The archive comes from outside: nothing about it is
//! taken for granted.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read};
use std::path::{Component, Path};

use flate2::read::MultiGzDecoder;
use tar::EntryType;
use tokio_util::sync::CancellationToken;

use super::headers::Headers;
use crate::files::open_named;

/// More entries than this are refused.
const MOST_ENTRIES: usize = 500_000;
/// More bytes of paths than this are refused, with those of the folders that they are in.
const MOST_NAMES: usize = 64 * 1024 * 1024;
/// No system opens a longer path. Linux, `PATH_MAX` of `limits.h`.
const LONGEST_PATH: usize = 4096;
/// More bytes than this in all files together are refused. Derived: the disk of a build.
const MOST_BYTES: u64 = 100 * 1024 * 1024 * 1024;

/// The entries of an archive.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// The paths of everything that is no folder, relative, parts joined by `/`.
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    /// The folders that have an entry of their own.
    entered: BTreeSet<String>,
    /// The first path that came before the entry of its folder.
    early: Option<String>,
    links: BTreeSet<String>,
    /// The bytes of all of these.
    names: usize,
}

impl Listing {
    /// Reads an archive to its end.
    ///
    /// # Errors
    /// It is no gzip tar, exceeds a limit, or an entry would lie outside the tree; in words.
    pub(crate) fn read(path: &Path, cancel: &CancellationToken) -> Result<Self, String> {
        let file = open_named(path).map_err(|error| format!("the archive cannot be read: it {error}"))?;
        Self::of(MultiGzDecoder::new(BufReader::new(file)), cancel)
    }

    /// Reads a tar to its end.
    ///
    /// # Errors
    /// As those of [`Listing::read`].
    pub(crate) fn of(unpacked: impl Read, cancel: &CancellationToken) -> Result<Self, String> {
        let mut listing = Self::default();
        let (mut entries, mut bytes) = (0, 0);
        let mut archive = tar::Archive::new(Headers::of(Limited { inner: unpacked, left: MOST_BYTES }));
        for entry in archive.entries().map_err(|error| broken(&error))? {
            if cancel.is_cancelled() {
                return Err("cancelled".to_owned());
            }
            let entry = entry.map_err(|error| broken(&error))?;
            let kind = entry.header().entry_type();
            if kind == EntryType::XGlobalHeader {
                continue;
            }
            let name = entry.path_bytes().into_owned();
            let target = entry.link_name_bytes().map(std::borrow::Cow::into_owned);
            if name.len().max(target.as_ref().map_or(0, Vec::len)) > LONGEST_PATH {
                return Err(format!("the archive has a path of more than {LONGEST_PATH} bytes"));
            }
            listing.add(&name, kind, target.as_deref())?;
            entries += 1;
            bytes = entry.size().saturating_add(bytes);
            if entries > MOST_ENTRIES || listing.names > MOST_NAMES || bytes > MOST_BYTES {
                return Err("the archive has too many entries or is too large unpacked".to_owned());
            }
        }
        // The end of a tar says nothing of the end of the gzip around it.
        let mut rest = archive.into_inner();
        io::copy(&mut rest, &mut io::sink()).map_err(|error| broken(&error))?;
        Ok(listing)
    }

    fn add(&mut self, name: &[u8], kind: EntryType, target: Option<&[u8]>) -> Result<(), String> {
        let path = inside(name)?;
        if path.is_empty() {
            return Ok(());
        }
        if let Some((folder, _)) = path.rsplit_once('/')
            && self.early.is_none()
            && !self.entered.contains(folder)
        {
            self.early = Some(path.clone());
        }
        let mut parent = path.as_str();
        while let Some((above, _)) = parent.rsplit_once('/') {
            if self.links.contains(above) {
                return Err(format!("the archive has `{}` below the link `{}`", shown(&path), shown(above)));
            }
            if !self.folders.contains(above) {
                self.names += above.len();
                self.folders.insert(above.to_owned());
            }
            parent = above;
        }
        self.names += path.len();
        match kind {
            EntryType::Directory => {
                self.entered.insert(path.clone());
                self.folders.insert(path);
                return Ok(());
            }
            EntryType::Symlink => {
                self.links.insert(path.clone());
            }
            EntryType::Link => {
                inside(target.unwrap_or_default())?;
            }
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {}
            _ => return Err(format!("the archive has `{}`, which is neither file, folder nor link", shown(&path))),
        }
        self.files.insert(path);
        Ok(())
    }

    /// Whether each folder has an entry of its own before everything that is in it.
    pub(crate) fn is_in_order(&self) -> bool {
        self.early.is_none()
    }

    /// How many files there are; links count, folders do not.
    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    /// Every path that is no folder, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Whether there is a file or a folder of this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains(path) || self.folders.contains(path)
    }

    #[cfg(test)]
    pub(crate) fn of_files(files: &[&str]) -> Self {
        let mut listing = Self::default();
        for file in files {
            listing.add(file.as_bytes(), EntryType::Regular, None).expect("a path");
        }
        listing
    }
}

/// The path of an entry, relative and without `.`; refused when it leaves the tree.
fn inside(name: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(name);
    let outside = || format!("the archive has `{}`, which leaves the tree", shown(&text));
    let mut parts: Vec<&str> = Vec::new();
    for component in Path::new(text.as_ref()).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part.to_str().ok_or_else(outside)?),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return Err(outside()),
        }
    }
    if text.contains('\0') { Err(outside()) } else { Ok(parts.join("/")) }
}

/// The end of a path, without what would disturb a log.
pub(crate) fn shown(path: &str) -> String {
    let tail: Vec<char> = path.chars().rev().take(100).collect();
    tail.into_iter().rev().map(|c| if c.is_control() { '?' } else { c }).collect()
}

fn broken(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::FileTooLarge => "the archive is too large unpacked".to_owned(),
        io::ErrorKind::InvalidData => {
            "the archive has an extension that is not taken: a name that is too long, or a size that is said twice"
                .to_owned()
        }
        _ => "the archive is no gzip-compressed tar, or it is damaged".to_owned(),
    }
}

/// Fails instead of reading more than so much.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str, kind: EntryType, target: &str) -> tar::Header {
        let mut header = tar::Header::new_gnu();
        // Set by hand, because the setters refuse what an attacker would not.
        header.as_gnu_mut().expect("gnu").name[..name.len()].copy_from_slice(name.as_bytes());
        header.as_gnu_mut().expect("gnu").linkname[..target.len()].copy_from_slice(target.as_bytes());
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_mode(0o644);
        header.set_cksum();
        header
    }

    fn read(entries: &[(&str, EntryType, &str)]) -> Result<Listing, String> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, kind, target) in entries {
            builder.append(&header(name, *kind, target), io::empty()).expect("appended");
        }
        let bytes = builder.into_inner().expect("finished");
        Listing::of(bytes.as_slice(), &CancellationToken::new())
    }

    #[test]
    fn files_folders_and_links_are_listed() {
        let listing = read(&[
            ("./", EntryType::Directory, ""),
            ("./src/a.js", EntryType::Regular, ""),
            ("empty/", EntryType::Directory, ""),
            ("link", EntryType::Symlink, "/anywhere/at/all"),
            ("hard", EntryType::Link, "src/a.js"),
        ])
        .expect("fine");
        assert_eq!(listing.iter().collect::<Vec<_>>(), ["hard", "link", "src/a.js"]);
        assert!(["src", "empty", "link"].iter().all(|path| listing.has(path)) && !listing.has("lin"));
    }

    #[test]
    fn a_folder_comes_before_what_is_in_it() {
        let folder = |name| (name, EntryType::Directory, "");
        let file = |name| (name, EntryType::Regular, "");
        let in_order = |entries: &[_]| read(entries).expect("fine").is_in_order();
        assert!(in_order(&[file("a"), folder("./b/"), folder("b/c"), file("b/c/d"), file("./b/e")]));
        for entries in [&[file("b/e")][..], &[file("b/e"), folder("b")], &[folder("b/c"), file("b/c/d")]] {
            assert!(!in_order(entries), "{entries:?}");
        }
    }

    #[test]
    fn what_leaves_the_tree_or_is_no_file_is_refused() {
        for entry in [
            ("../x", EntryType::Regular, ""),
            ("a/../../x", EntryType::Regular, ""),
            ("/etc/passwd", EntryType::Regular, ""),
            ("hard", EntryType::Link, "../x"),
            ("pipe", EntryType::Fifo, ""),
            ("device", EntryType::Char, ""),
        ] {
            assert!(read(&[entry]).is_err(), "{entry:?}");
        }
        let below = [("a", EntryType::Symlink, "/etc"), ("a/b/passwd", EntryType::Regular, "")];
        assert!(read(&below).expect_err("below a link").contains("below the link `a`"));
    }

    /// A tar whose entry has an extension of this kind before it.
    fn extended(kind: EntryType, extension: &[u8]) -> Result<Listing, String> {
        let mut builder = tar::Builder::new(Vec::new());
        let mut long = header("long", kind, "");
        long.set_size(extension.len() as u64);
        long.set_cksum();
        builder.append(&long, extension).expect("appended");
        builder.append(&header("a", EntryType::Regular, ""), io::empty()).expect("appended");
        let bytes = builder.into_inner().expect("finished");
        Listing::of(bytes.as_slice(), &CancellationToken::new())
    }

    #[test]
    fn long_names_are_bounded_before_they_are_read() {
        let record = |text: &str| {
            let length = (1..9).find(|digits: &usize| (digits + 1 + text.len() + 1).to_string().len() == *digits);
            format!("{} {text}\n", length.expect("a length") + 2 + text.len())
        };
        let listed = |found: Result<Listing, String>| found.expect("fine").iter().map(str::len).collect::<Vec<_>>();
        assert_eq!(listed(extended(EntryType::GNULongName, &[b'x'; 4_000])), [4_000]);
        assert_eq!(listed(extended(EntryType::XHeader, record("path=some/where").as_bytes())), [10]);
        for kind in [EntryType::GNULongName, EntryType::GNULongLink, EntryType::XHeader, EntryType::XGlobalHeader] {
            let refused = extended(kind, &vec![b'x'; 70_000]).expect_err("too long");
            assert!(refused.contains("extension"), "{kind:?}: {refused}");
        }
        assert!(extended(EntryType::GNULongName, &[b'x'; 5_000]).expect_err("too long").contains("4096"));
        let moved = extended(EntryType::XHeader, record("size=512").as_bytes()).expect_err("two sizes");
        assert!(moved.contains("said twice"), "{moved}");
    }

    /// Each path of 2,000 folders names 2,000 paths.
    #[test]
    fn folders_of_folders_count_with_their_names() {
        let mut builder = tar::Builder::new(Vec::new());
        for number in 0..40 {
            let name = format!("{number:03}/{}x", "a/".repeat(2_000));
            let mut long = header("long", EntryType::GNULongName, "");
            long.set_size(name.len() as u64);
            long.set_cksum();
            builder.append(&long, name.as_bytes()).expect("appended");
            builder.append(&header("a", EntryType::Regular, ""), io::empty()).expect("appended");
        }
        let bytes = builder.into_inner().expect("finished");
        let refused = Listing::of(bytes.as_slice(), &CancellationToken::new()).expect_err("too many");
        assert!(refused.contains("too many entries"), "{refused}");
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let mut state = 7_u64;
        for length in [0, 1, 511, 512, 513, 1024, 5000] {
            for _ in 0..50 {
                let bytes: Vec<u8> = std::iter::repeat_with(|| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    state.to_le_bytes()[5]
                })
                .take(length)
                .collect();
                Listing::of(bytes.as_slice(), &CancellationToken::new()).ok();
                assert!(Listing::of(MultiGzDecoder::new(bytes.as_slice()), &CancellationToken::new()).is_err());
            }
        }
    }
}
