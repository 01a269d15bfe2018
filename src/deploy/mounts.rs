//! What the system says is mounted. Reading it looks into no mount, so a dead one does not matter.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A longer table is cut; nobody has so many mounts.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// What sshfs calls itself.
const KIND: &str = "fuse.sshfs";

/// Something that is mounted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: PathBuf,
    /// Whether nothing can be written there.
    pub(crate) is_read_only: bool,
    kind: String,
    source: String,
}

impl Entry {
    /// The host whose files it shows, when it is one of sshfs.
    pub(crate) fn hostname(&self) -> Option<&str> {
        let (host, _) = self.source.split_once(':').filter(|_| self.kind == KIND)?;
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        Some(host.strip_suffix(".zerops").unwrap_or(host))
    }
}

/// Everything that is mounted.
#[derive(Debug)]
pub(crate) struct Table(Vec<Entry>);

impl Table {
    /// Reads the table.
    pub(crate) fn read(file: &Path) -> io::Result<Self> {
        let mut bytes = Vec::new();
        std::fs::File::open(file)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
        Ok(Self::parse(&bytes))
    }

    fn parse(bytes: &[u8]) -> Self {
        Self(bytes.split(|byte| *byte == b'\n').filter_map(entry).collect())
    }

    /// What is on top at a path.
    pub(crate) fn at(&self, path: &Path) -> Option<&Entry> {
        self.0.iter().rev().find(|entry| entry.path == path)
    }

    /// The mounts of sshfs in a folder, each on top of its path.
    pub(crate) fn within<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = &'a Entry> {
        let shows =
            |entry: &&Entry| entry.hostname().is_some() && self.at(&entry.path).is_some_and(|top| top == *entry);
        self.0.iter().filter(move |entry| entry.path.starts_with(folder)).filter(shows)
    }
}

/// One line: the fields that are always there, any number of optional ones, a dash, and the rest.
fn entry(line: &[u8]) -> Option<Entry> {
    let mut fields = line.split(|byte| *byte == b' ');
    let path = fields.nth(4)?;
    let is_read_only = fields.next()?.split(|byte| *byte == b',').any(|option| option == b"ro");
    let mut rest = fields.skip_while(|field| *field != b"-").skip(1);
    let text = |field: &[u8]| String::from_utf8_lossy(&unescaped(field)).into_owned();
    Some(Entry { path: to_path(unescaped(path)), is_read_only, kind: text(rest.next()?), source: text(rest.next()?) })
}

/// Blanks, tabs, newlines and backslashes are written as three octal digits.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..3).filter(|_| *byte == b'\\');
        let code = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        out.push(code.unwrap_or(*byte));
        rest = if code.is_some() { &after[3..] } else { after };
    }
    out
}

#[cfg(unix)]
fn to_path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn to_path(bytes: Vec<u8>) -> PathBuf {
    OsString::from(String::from_utf8_lossy(&bytes).into_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "22 1 8:1 / / rw - ext4 /dev/sda1 rw
90 22 0:60 / /w/a\\040b ro,nosuid shared:30 master:1 - fuse.sshfs zerops@api.zerops:/var/www rw
91 22 0:61 / /w/db rw - fuse.sshfs db:/x rw
92 22 0:61 / /w/db rw - tmpfs db:/x rw
93 22 0:62 / /other/api rw - fuse.sshfs api:/var/www rw
half a line
94 22 0:62 / /w/\\9 rw - fuse.sshfs nohost rw";

    #[test]
    fn the_mounts_of_a_folder_are_found() {
        let table = Table::parse(TABLE.as_bytes());
        let found: Vec<_> =
            table.within(Path::new("/w")).map(|entry| (entry.path.as_path(), entry.hostname())).collect();
        assert_eq!(found, [(Path::new("/w/a b"), Some("api"))]);
        let read_only = |path: &str| table.at(Path::new(path)).is_some_and(|entry| entry.is_read_only);
        assert!(read_only("/w/a b") && !read_only("/other/api"));
        assert_eq!(table.at(Path::new("/w/db")).and_then(Entry::hostname), None);
        assert!(table.at(Path::new("/w/nothing")).is_none());
        assert!(table.at(Path::new("/w/\\9")).is_some());
    }
}
