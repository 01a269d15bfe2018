//! Git's list of what a repository tracks, read as the file that it is: nothing is run, and nothing
//! of the repository's configuration is looked at.
//!
//! The format is that of git's `gitformat-index`, versions 2 to 4, with hashes of either kind. Deliberately
//! absent: the names within a folder that a sparse index keeps as one entry, which is not in the work tree, and
//! the two halves of a split index.

use super::effort::{EACH, LONGEST_PATH, MOST_NAMES};

/// What begins the file.
const SIGNATURE: &[u8] = b"DIRC";
/// Times, device, number, mode, owner, group and size.
const STATUS: usize = 40;
/// Where the mode is in it.
const MODE: usize = 24;
/// A flag that says that more flags follow.
const EXTENDED: u16 = 0x4000;
/// The bits of a mode that say what it is.
const KIND: u32 = 0o170_000;
const SUBMODULE: u32 = 0o160_000;
const FOLDER: u32 = 0o040_000;
/// The lengths of hashes: SHA-1 and SHA-256.
const HASHES: [usize; 2] = [20, 32];

/// What is tracked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    /// Files and links, in order.
    files: Vec<Vec<u8>>,
    /// Repositories within, in order.
    submodules: Vec<Vec<u8>>,
    /// Folders that a sparse index keeps as one entry, each with a slash at its end.
    folders: Vec<Vec<u8>>,
}

/// Why an index is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IndexError {
    /// It is not one, or of a kind that nobody knows.
    Unknown,
    /// It is split in two.
    Split,
    /// Its paths are longer together than those of a project; in version 4 they take no place in the file.
    TooLarge,
}

/// Whether the paths of an index take no more room than those of a project, as far as it is one that zcp reads.
pub(crate) fn is_bounded(bytes: &[u8]) -> bool {
    !matches!(Index::read(bytes), Err(IndexError::TooLarge))
}

impl Index {
    /// Reads one.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, IndexError> {
        // The file does not say which hashes it has; with the wrong ones it does not come out even.
        let mut last = IndexError::Unknown;
        for hash in HASHES {
            match Reader::new(bytes, hash).and_then(Reader::read) {
                Ok(mut index) => {
                    for list in [&mut index.files, &mut index.submodules] {
                        list.sort_unstable();
                        list.dedup();
                    }
                    return Ok(index);
                }
                Err(IndexError::Unknown) => {}
                Err(known) => last = known,
            }
        }
        Err(last)
    }

    /// The files below a folder, which ends in a slash or is empty.
    pub(super) fn files<'a>(&'a self, below: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        within(&self.files, below)
    }

    /// The repositories below a folder.
    pub(super) fn submodules<'a>(&'a self, below: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        within(&self.submodules, below)
    }

    /// Whether a path is tracked itself.
    pub(super) fn has(&self, path: &[u8]) -> bool {
        [&self.files, &self.submodules].iter().any(|list| list.binary_search_by(|one| one.as_slice().cmp(path)).is_ok())
    }

    /// Whether a path is tracked itself, or is in a folder of which only the name is known.
    pub(super) fn may_have(&self, path: &[u8]) -> bool {
        self.has(path) || self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

fn within<'a>(list: &'a [Vec<u8>], below: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let start = list.partition_point(|path| path.as_slice() < below);
    list[start..].iter().map(Vec::as_slice).take_while(move |path| path.starts_with(below))
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The length of a hash.
    hash: usize,
}

impl<'a> Reader<'a> {
    /// The last hash is that of the whole.
    fn new(bytes: &'a [u8], hash: usize) -> Result<Self, IndexError> {
        let end = bytes.len().checked_sub(hash).ok_or(IndexError::Unknown)?;
        Ok(Self { bytes: &bytes[..end], at: 0, hash })
    }

    fn read(mut self) -> Result<Index, IndexError> {
        if self.take(SIGNATURE.len())? != SIGNATURE {
            return Err(IndexError::Unknown);
        }
        let (version, count) = (self.number()?, self.number()?);
        if !(2..=4).contains(&version) {
            return Err(IndexError::Unknown);
        }
        let mut index = Index::default();
        let mut before = Vec::new();
        let mut left = MOST_NAMES;
        for _ in 0..count {
            let (mode, path) = self.entry(version, &before)?;
            left = left.checked_sub(path.len() + EACH).ok_or(IndexError::TooLarge)?;
            match mode & KIND {
                SUBMODULE => index.submodules.push(path.clone()),
                FOLDER => index.folders.push(path.clone()),
                _ => index.files.push(path.clone()),
            }
            before = path;
        }
        while self.at < self.bytes.len() {
            let name = self.take(4)?;
            // What begins with a small letter has to be understood.
            match name {
                b"link" => return Err(IndexError::Split),
                b"sdir" => {}
                _ if name[0].is_ascii_uppercase() => {}
                _ => return Err(IndexError::Unknown),
            }
            let length = self.number()?;
            self.take(usize::try_from(length).map_err(|_| IndexError::Unknown)?)?;
        }
        Ok(index)
    }

    fn entry(&mut self, version: u32, before: &[u8]) -> Result<(u32, Vec<u8>), IndexError> {
        let start = self.at;
        let status = self.take(STATUS)?;
        let mode = u32::from_be_bytes(status[MODE..MODE + 4].try_into().map_err(|_| IndexError::Unknown)?);
        self.take(self.hash)?;
        let flags = self.short()?;
        if flags & EXTENDED != 0 {
            if version < 3 {
                return Err(IndexError::Unknown);
            }
            self.short()?;
        }
        let kept = if version == 4 { before.len().checked_sub(self.varint()?).ok_or(IndexError::Unknown)? } else { 0 };
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| *byte == 0).ok_or(IndexError::Unknown)?;
        if kept + length > LONGEST_PATH {
            return Err(IndexError::Unknown);
        }
        let path = [&before[..kept], &rest[..length]].concat();
        self.at += length + 1;
        if version < 4 {
            // At least one zero byte, up to a multiple of eight.
            let whole = (self.at - start).next_multiple_of(8);
            self.take(whole - (self.at - start))?;
        }
        if path.is_empty() { Err(IndexError::Unknown) } else { Ok((mode, path)) }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], IndexError> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.bytes.len()).ok_or(IndexError::Unknown)?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, IndexError> {
        Ok(u32::from_be_bytes(self.take(4)?.try_into().map_err(|_| IndexError::Unknown)?))
    }

    fn short(&mut self) -> Result<u16, IndexError> {
        Ok(u16::from_be_bytes(self.take(2)?.try_into().map_err(|_| IndexError::Unknown)?))
    }

    /// How many bytes of the path before are not those of this one; git's own way to write a number.
    fn varint(&mut self) -> Result<usize, IndexError> {
        let mut byte = self.take(1)?[0];
        let mut value = usize::from(byte & 0x7f);
        while byte & 0x80 != 0 {
            byte = self.take(1)?[0];
            value = value.checked_add(1).and_then(|value| value.checked_mul(128)).ok_or(IndexError::Unknown)?;
            value = value.checked_add(usize::from(byte & 0x7f)).ok_or(IndexError::Unknown)?;
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(path: &str, mode: u32) -> Vec<u8> {
        let mut out = vec![0; MODE];
        out.extend(mode.to_be_bytes());
        out.resize(STATUS + 20, 7);
        out.extend(u16::try_from(path.len()).expect("short").to_be_bytes());
        out.extend(path.as_bytes());
        out.resize((out.len() + 1).next_multiple_of(8), 0);
        out
    }

    fn index(entries: &[Vec<u8>], rest: &[u8]) -> Vec<u8> {
        let count = u32::try_from(entries.len()).expect("few");
        [SIGNATURE, &2u32.to_be_bytes(), &count.to_be_bytes(), &entries.concat(), rest, &[9; 20]].concat()
    }

    #[test]
    fn what_is_tracked_is_read() {
        let entries = [entry("a/b", 0o100_644), entry("a/sub", SUBMODULE), entry("a0", 0o120_000), entry("s/", FOLDER)];
        let bytes = index(&entries, b"TREE\0\0\0\x02xxsdir\0\0\0\0");
        let index = Index::read(&bytes).expect("an index");
        assert_eq!(index.files(b"a/").collect::<Vec<_>>(), [b"a/b"]);
        assert_eq!(index.files(b"").collect::<Vec<_>>(), [&b"a/b"[..], b"a0"]);
        assert_eq!(index.submodules(b"").collect::<Vec<_>>(), [b"a/sub"]);
        assert!(index.has(b"a/sub") && index.has(b"a0") && !index.has(b"a") && !index.has(b"s/"));
        assert!(index.may_have(b"s/x/y") && index.may_have(b"a0") && !index.may_have(b"sx"));
    }

    #[test]
    fn anything_else_is_none() {
        let one = [entry("a", 0o100_644)];
        assert_eq!(Index::read(&index(&one, b"link\0\0\0\0")), Err(IndexError::Split));
        assert_eq!(Index::read(&index(&one, b"what\0\0\0\0")), Err(IndexError::Unknown));
        assert_eq!(Index::read(&index(&one, b"TREE\xff\xff\xff\xff")), Err(IndexError::Unknown));
        let whole = index(&one, b"");
        for length in 0..whole.len() {
            assert!(Index::read(&whole[..length]).is_err(), "{length}");
        }
    }

    /// One path of version 4 costs a byte for each that it shares with the one before.
    #[test]
    fn paths_that_are_long_together_are_too_many() {
        let bomb = |length: usize, count: u32| {
            let first = "a".repeat(length);
            let mut entries = Vec::new();
            for number in 0..count {
                let mut one = entry("", 0o100_644);
                one.truncate(STATUS + 20 + 2);
                // Nothing of the one before is taken away.
                one.push(0);
                let name = if number == 0 { first.as_str() } else { "" };
                one.extend(name.as_bytes());
                one.push(0);
                entries.push(one);
            }
            [SIGNATURE, &4u32.to_be_bytes(), &count.to_be_bytes(), &entries.concat(), &[9; 20]].concat()
        };
        assert_eq!(Index::read(&bomb(4000, 10)).expect("an index").files(b"").count(), 1);
        let many = bomb(4000, u32::try_from(MOST_NAMES / 4000).expect("few"));
        assert!(many.len() < 4 * 1024 * 1024);
        assert_eq!(Index::read(&many), Err(IndexError::TooLarge));
        assert_eq!(Index::read(&bomb(5000, 1)), Err(IndexError::Unknown));
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(version in 0u32..6, count in any::<u32>(), rest: Vec<u8>) {
            let _ = Index::read(&[SIGNATURE, &version.to_be_bytes(), &count.to_be_bytes(), &rest].concat());
        }
    }
}
