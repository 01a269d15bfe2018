//! The archive of a deploy: tar, compressed on all cores, made while it is sent. At no time more of it is in
//! memory than a few parts that are compressed and a few pieces that wait for the network.
//!
//! The format is GNU's, which every tar reads. Each folder has an entry before the first thing in it. Owners and device numbers are not in it; permissions
//! and times are those of the files.

mod gzip;
mod header;
pub(crate) mod local;

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::files::effort::Effort;
use super::files::links::Links;
use gzip::Gzip;
pub(crate) use header::Meta;

/// Bytes of a piece.
const PIECE: usize = 128 * 1024;
/// Pieces that may wait.
const WAITING: usize = 8;
/// Content is a multiple of this in a tar.
const BLOCK: u64 = 512;
/// Fast, and within a few percent of what gzip does by itself.
const LEVEL: u32 = 5;

/// What went into an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files, folders and links.
    pub entries: u64,
    /// Files and links alone.
    pub files: u64,
    /// Bytes of content.
    pub content: u64,
    /// Files that must stay where they are and are not in it: their paths, and why.
    pub left_out: Vec<(String, &'static str)>,
}

/// Why an archive was not completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackError {
    /// Nobody reads it any more.
    Closed,
    /// What it is made of cannot be read, or must not be deployed.
    Source(String),
    /// What it is made of did not come as a whole.
    Lost(String),
}

/// An archive that is being made.
#[derive(Debug)]
pub struct Packing {
    /// Its bytes, piece by piece; an error when it is not completed.
    pub pieces: Pieces,
    /// What became of it.
    pub outcome: JoinHandle<Result<Totals, PackError>>,
}

/// The bytes of an archive as they come.
#[derive(Debug)]
pub struct Pieces {
    pub(crate) receiver: mpsc::Receiver<io::Result<Bytes>>,
    /// How many bytes were taken out.
    pub(crate) taken: Arc<AtomicU64>,
    /// Ends what supplies the archive once nobody reads it.
    pub(crate) guard: DropGuard,
}

impl Pieces {
    /// The next piece; none at the end.
    pub async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let piece = self.receiver.recv().await?;
        if let Ok(bytes) = &piece {
            self.taken.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        Some(piece)
    }
}

/// Makes an archive where blocking harms nobody. What `fill` does not complete ends in an error, so
/// that no reader takes a part for the whole. `unread` fires when nobody reads it.
pub(crate) fn start(
    unread: CancellationToken,
    fill: impl FnOnce(&mut Archive) -> Result<(), PackError> + Send + 'static,
) -> Packing {
    let (sender, receiver) = mpsc::channel(WAITING);
    let outcome = tokio::task::spawn_blocking(move || {
        let broken = sender.clone();
        let output = Channel { sender, piece: Vec::with_capacity(PIECE) };
        let mut archive = Archive {
            output: Gzip::new(output, LEVEL),
            totals: Totals::default(),
            folders: HashSet::new(),
            links: Links::default(),
            effort: Effort::default(),
        };
        let result = fill(&mut archive).and_then(|()| archive.finish());
        if result.is_err() {
            // Nobody may be there to hear it.
            let _ = broken.blocking_send(Err(io::Error::other("the archive was not completed")));
        }
        result
    });
    let pieces = Pieces { receiver, taken: Arc::default(), guard: unread.drop_guard() };
    Packing { pieces, outcome }
}

/// The writer of an archive.
#[derive(Debug)]
pub(crate) struct Archive {
    output: Gzip<Channel>,
    totals: Totals,
    /// The folders that have an entry: every folder has one before the first thing in it, whoever listed
    /// what is packed.
    folders: HashSet<Vec<u8>>,
    /// The links in it, which lead somewhere only together.
    links: Links,
    /// What the names that are kept may cost.
    effort: Effort,
}

/// The permissions of a folder of which nobody said them.
const USUAL_FOLDER: u32 = 0o755;

impl Archive {
    /// Notes a file that was found while packing and is left out.
    pub(crate) fn leave_out(&mut self, path: &[u8], why: &'static str) {
        self.totals.left_out.push((super::files::shown(path), why));
    }

    /// Adds a file. Of a file that grows meanwhile the beginning is taken; one that shrinks is an
    /// error, because nobody knows what is missing.
    pub(crate) fn file(&mut self, meta: Meta<'_>, size: u64, content: &mut impl Read) -> Result<(), PackError> {
        self.parents(meta)?;
        self.put(&header::file(meta, size))?;
        let mut left = size;
        let mut buffer = vec![0; PIECE.min(usize::try_from(size).unwrap_or(PIECE)).max(1)];
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let count = match content.read(&mut buffer[..most]) {
                Ok(0) => return Err(changed(meta.path)),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(PackError::Source(format!("{}: {error}", super::files::shown(meta.path)))),
            };
            self.put(&buffer[..count])?;
            left -= count as u64;
        }
        let padding = usize::try_from(size.next_multiple_of(BLOCK) - size).unwrap_or(0);
        self.put(&[0; 512][..padding])?;
        self.count(size);
        Ok(())
    }

    /// Adds a folder, once.
    pub(crate) fn folder(&mut self, meta: Meta<'_>) -> Result<(), PackError> {
        if self.folders.contains(meta.path) {
            return Ok(());
        }
        self.parents(meta)?;
        self.keep(meta.path.len())?;
        self.folders.insert(meta.path.to_vec());
        self.put(&header::folder(meta))?;
        self.totals.entries += 1;
        Ok(())
    }

    /// Adds a symbolic link.
    pub(crate) fn link(&mut self, meta: Meta<'_>, target: &[u8]) -> Result<(), PackError> {
        self.parents(meta)?;
        if self.folders.contains(meta.path) {
            return Err(refused(meta.path, "is a folder and a link"));
        }
        self.keep(meta.path.len() + target.len())?;
        self.links.add(meta.path, target);
        self.put(&header::link(meta, target, tar::EntryType::Symlink))?;
        self.count(0);
        Ok(())
    }

    /// Adds another name of a file that is in the archive already.
    pub(crate) fn hard_link(&mut self, meta: Meta<'_>, target: &[u8]) -> Result<(), PackError> {
        self.parents(meta)?;
        if self.links.above(target).is_some() {
            return Err(refused(meta.path, "is another name of something behind a link"));
        }
        // Another name of a link leads elsewhere where it is in another folder.
        if let Some(leads) = self.links.target(target).map(<[u8]>::to_vec) {
            return self.link(meta, &leads);
        }
        self.put(&header::link(meta, target, tar::EntryType::Link))?;
        self.count(0);
        Ok(())
    }

    /// Adds the folders above an entry that are not there yet.
    fn parents(&mut self, meta: Meta<'_>) -> Result<(), PackError> {
        let Some(last) = meta.path.iter().rposition(|byte| *byte == b'/') else { return Ok(()) };
        if self.folders.contains(&meta.path[..last]) {
            return Ok(());
        }
        if self.links.above(meta.path).is_some() {
            return Err(refused(meta.path, "is behind a link"));
        }
        for (at, _) in meta.path.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
            let path = &meta.path[..at];
            if !path.is_empty() && !self.folders.contains(path) {
                self.keep(path.len())?;
                self.folders.insert(path.to_vec());
                self.put(&header::folder(Meta { path, mode: USUAL_FOLDER, ..meta }))?;
                self.totals.entries += 1;
            }
        }
        Ok(())
    }

    fn keep(&self, bytes: usize) -> Result<(), PackError> {
        self.effort.keep(bytes).map_err(|error| PackError::Source(error.message))
    }

    fn count(&mut self, content: u64) {
        self.totals.entries += 1;
        self.totals.files += 1;
        self.totals.content += content;
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), PackError> {
        self.output.write_all(bytes).map_err(|_| PackError::Closed)
    }

    fn finish(mut self) -> Result<Totals, PackError> {
        if let Some(link) = self.links.leaving().first() {
            return Err(refused(link, "is a link that leaves the folder by way of another one"));
        }
        self.put(&[0; 1024])?;
        let mut output = self.output.finish().map_err(|_| PackError::Closed)?;
        output.send().map_err(|_| PackError::Closed)?;
        Ok(self.totals)
    }
}

fn refused(path: &[u8], why: &str) -> PackError {
    PackError::Source(format!("{} {why}", super::files::shown(path)))
}

fn changed(path: &[u8]) -> PackError {
    refused(path, "became shorter while it was read")
}

/// A writer whose pieces go to the task that sends them; it blocks while that has enough.
#[derive(Debug)]
struct Channel {
    sender: mpsc::Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Channel {
    fn send(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Channel {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..count]);
        if self.piece.len() == PIECE {
            self.send()?;
        }
        Ok(count)
    }

    /// Pieces are sent when they are full; the last one by the end of the archive.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests;
