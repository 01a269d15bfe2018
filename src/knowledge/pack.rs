//! An index as one run of bytes: what tantivy wrote, and what the search needs beside it.
//!
//! The bytes are the same for the same documents, and reading them copies nothing: they are part of
//! the program. What cannot be read as such a run is none.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
use tantivy::directory::{FileHandle, WatchCallback, WatchHandle, WritePtr};

/// What such a run begins with; another form of it needs another mark.
const MARK: &[u8] = b"zcp passages 2\n";

/// The parts of an index.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts<T> {
    /// The number of words in each field of each passage, by field.
    pub(super) lengths: Vec<u16>,
    /// The questions that passages answer.
    pub(super) questions: Vec<Asked>,
    /// The vocabulary, as [`super::stems`] writes it.
    pub(super) words: T,
    /// The files of tantivy by name.
    pub(super) files: Vec<(String, T)>,
}

/// A question that a passage answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Asked {
    /// Index of the passage.
    pub(super) passage: u16,
    /// What its words are worth together, to the power of [`MORE`](super::indexing::MORE), which is slow to find.
    pub(super) weight: f32,
}

/// Puts parts together for documents with this fingerprint.
pub(super) fn write(fingerprint: u64, parts: &Parts<Vec<u8>>) -> Vec<u8> {
    let mut out = MARK.to_vec();
    out.extend(fingerprint.to_le_bytes());
    let lengths: Vec<u8> = parts.lengths.iter().flat_map(|length| length.to_le_bytes()).collect();
    let mut add = |bytes: &[u8]| {
        out.extend(u32::try_from(bytes.len()).unwrap_or_default().to_le_bytes());
        out.extend(bytes);
    };
    add(&lengths);
    add(&parts.questions.iter().flat_map(|one| one.passage.to_le_bytes()).collect::<Vec<u8>>());
    add(&parts.questions.iter().flat_map(|one| one.weight.to_le_bytes()).collect::<Vec<u8>>());
    add(&parts.words);
    for (name, bytes) in &parts.files {
        add(name.as_bytes());
        add(bytes);
    }
    out
}

/// Takes a run apart, if it was made for documents with this fingerprint.
pub(super) fn read(fingerprint: u64, bytes: &'static [u8]) -> Option<Parts<&'static [u8]>> {
    let rest = bytes.strip_prefix(MARK)?;
    let mut rest = rest.strip_prefix(fingerprint.to_le_bytes().as_slice())?;
    let mut next = || {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        let (part, behind) = behind.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        rest = behind;
        Some(part)
    };
    let (lengths, _) = next()?.as_chunks::<2>();
    let lengths = lengths.iter().map(|bytes| u16::from_le_bytes(*bytes)).collect();
    let ((passages, _), (weights, _)) = (next()?.as_chunks::<2>(), next()?.as_chunks::<4>());
    let questions = passages
        .iter()
        .zip(weights)
        .map(|(passage, weight)| Asked { passage: u16::from_le_bytes(*passage), weight: f32::from_le_bytes(*weight) });
    let questions = questions.collect();
    let words = next()?;
    let mut files = Vec::new();
    while let Some(name) = next() {
        files.push((std::str::from_utf8(name).ok()?.to_owned(), next()?));
    }
    Some(Parts { lengths, questions, words, files })
}

/// The files of tantivy, which can only be read.
#[derive(Clone)]
pub(super) struct Files(Arc<Vec<(String, &'static [u8])>>);

impl Files {
    /// These files.
    pub(super) fn new(files: Vec<(String, &'static [u8])>) -> Self {
        Self(Arc::new(files))
    }

    fn file(&self, path: &Path) -> Option<&'static [u8]> {
        self.0.iter().find(|(name, _)| Path::new(name) == path).map(|(_, bytes)| *bytes)
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files", self.0.len())
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let bytes = self.file(path).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))?;
        Ok(Arc::new(bytes))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.file(path).is_some())
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.file(path).map(<[u8]>::to_vec).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::IoError { io_error: Arc::new(read_only()), filepath: PathBuf::from(path) })
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "the index is part of the program")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_together_is_taken_apart() {
        let parts = Parts {
            lengths: vec![1, 700],
            questions: vec![Asked { passage: 3, weight: 7.5 }],
            words: b"deploy\n".to_vec(),
            files: vec![("meta.json".to_owned(), b"{}".to_vec()), ("a.term".to_owned(), Vec::new())],
        };
        let bytes: &'static [u8] = write(7, &parts).leak();
        let read_back = read(7, bytes).expect("the same run");
        assert_eq!((read_back.lengths, read_back.questions), (parts.lengths, parts.questions));
        assert_eq!(read_back.words, parts.words);
        assert_eq!(read_back.files, [("meta.json".to_owned(), b"{}".as_slice()), ("a.term".to_owned(), b"")]);
        assert!(read(8, bytes).is_none(), "it is of other documents");
        for end in 0..MARK.len() + 8 {
            assert!(read(7, &bytes[..end]).is_none());
        }
        for end in MARK.len() + 8..bytes.len() {
            let _ = read(7, &bytes[..end]);
        }
    }
}
