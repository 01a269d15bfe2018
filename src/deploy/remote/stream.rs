//! The archive that a container sends, looked at entry by entry while it is written anew: what
//! leaves the tree is refused, whoever made it.

use std::collections::HashSet;
use std::io::{self, Read};

use bytes::Bytes;
use tar::EntryType;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::listing::{RemoteListing, Tar};
use crate::deploy::archive::{self, Archive, Meta, PackError, Packing};
use crate::deploy::files::credentials::{self, Search, Secret};
use crate::deploy::files::effort::{LONGEST_PATH, MOST_FILES};
use crate::deploy::files::paths::{is_inside, path_of};
use crate::deploy::files::{Refused, rules};
use crate::deploy::ssh::{Destination, Input, Remote, Ssh, SshError};

/// Bytes read at once.
const PIECE: usize = 64 * 1024;
/// Pieces that may wait.
const WAITING: usize = 8;

/// Makes the archive of what was listed in a container, without the files that hold what the search finds.
///
/// # Errors
/// When ssh does not start.
pub(crate) fn pack(
    ssh: Ssh<'_>,
    to: &Destination,
    listing: RemoteListing,
    search: Search,
) -> Result<Packing, SshError> {
    let mut remote = start(ssh, to, &listing)?;
    let (sender, receiver) = mpsc::channel(WAITING);
    if let Some(mut stdin) = remote.stdin() {
        tokio::spawn(async move {
            for path in &listing.paths {
                // The prefix keeps a name from being read as an option.
                let line = [b"./", path.as_slice(), b"\0"].concat();
                if stdin.write_all(&line).await.is_err() {
                    return;
                }
            }
        });
    }
    let unread = CancellationToken::new();
    let stop = unread.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = pump(remote, sender) => {}
            // Dropping the rest ends ssh.
            () = stop.cancelled() => {}
        }
    });
    Ok(archive::start(unread, move |archive| {
        let mut source = Source { receiver, piece: Bytes::new() };
        restream(&mut source, &search, archive)
    }))
}

/// The words that make an archive in a container.
fn pack_words(listing: &RemoteListing) -> [&str; 5] {
    let script = match listing.tar {
        Tar::Gnu => include_str!("gnu.sh"),
        Tar::Busybox => include_str!("busybox.sh"),
    };
    ["sh", "-c", script, "zcp", listing.folder.as_str()]
}

/// Starts the archive in the container.
fn start(ssh: Ssh<'_>, to: &Destination, listing: &RemoteListing) -> Result<Remote, SshError> {
    ssh.start(to, &pack_words(listing), Input::Piped)
}

/// Passes on what the container sends, then whether it had sent all of it.
async fn pump(mut remote: Remote, sender: mpsc::Sender<io::Result<Bytes>>) {
    if let Some(mut stdout) = remote.stdout() {
        let mut buffer = bytes::BytesMut::with_capacity(PIECE);
        loop {
            buffer.reserve(PIECE);
            match stdout.read_buf(&mut buffer).await {
                Ok(0) => break,
                Ok(_) if sender.send(Ok(buffer.split().freeze())).await.is_err() => return,
                Ok(_) => {}
                Err(error) => {
                    let _ = sender.send(Err(error)).await;
                    return;
                }
            }
        }
    }
    if let Err(error) = remote.end().await {
        let _ = sender.send(Err(io::Error::other(error))).await;
    }
}

/// What is received, for those who block.
struct Source {
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    piece: Bytes,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.receiver.blocking_recv() {
                None => return Ok(0),
                Some(piece) => self.piece = piece?,
            }
        }
        let count = buffer.len().min(self.piece.len());
        buffer[..count].copy_from_slice(&self.piece.split_to(count));
        Ok(count)
    }
}

/// Reads archives to their end and writes one of what is in them.
fn restream(source: &mut impl Read, search: &Search, out: &mut Archive) -> Result<(), PackError> {
    let mut sorted = Sorted { search, refused: Refused::default(), left_out: HashSet::new() };
    let mut count = 0;
    {
        let mut reader = tar::Archive::new(&mut *source);
        reader.set_ignore_zeros(true);
        let entries = reader.entries().map_err(|error| broken(&error))?.raw(true);
        let (mut long_path, mut long_target) = (None, None);
        for entry in entries {
            let mut entry = entry.map_err(|error| broken(&error))?;
            let header = entry.header().clone();
            let kind = header.entry_type();
            if kind.is_gnu_longname() || kind.is_gnu_longlink() {
                let name = name(&mut entry)?;
                if kind.is_gnu_longname() {
                    long_path = Some(name);
                } else {
                    long_target = Some(name);
                }
                continue;
            }
            let path = long_path.take().unwrap_or_else(|| entry.path_bytes().into_owned());
            let target = long_target.take();
            let target = target.or_else(|| header.link_name_bytes().map(std::borrow::Cow::into_owned));
            count += 1;
            if count > 2 * MOST_FILES {
                return Err(PackError::Source("the container sent more files than were listed".to_owned()));
            }
            one(out, &mut sorted, &mut entry, &header, &path, &target.unwrap_or_default())?;
        }
    }
    // The end of the archive is not that of the stream: behind it comes whether all went well.
    io::copy(source, &mut io::sink()).map_err(|error| broken(&error))?;
    sorted.refused.into_result().map_err(|error| {
        let all = error.paths.iter().map(|path| format!("{} {}", path.field, path.reasons.join(", ")));
        PackError::Source(format!("{} {}", error.message, all.collect::<Vec<_>>().join("; ")))
    })?;
    if count > 0 { Ok(()) } else { Err(PackError::Lost("the container sent an empty archive".to_owned())) }
}

/// What is sorted out of an archive.
struct Sorted<'a> {
    search: &'a Search,
    refused: Refused,
    /// Paths that are left out, and so are the links to them.
    left_out: HashSet<Vec<u8>>,
}

/// Writes a file, unless it must stay where it is. As much is looked at as of a file here.
fn file(
    out: &mut Archive,
    sorted: &mut Sorted,
    content: &mut impl Read,
    meta: Meta<'_>,
    size: u64,
) -> Result<(), PackError> {
    let looked_at = if size > credentials::MOST_BYTES { credentials::HEAD as u64 } else { size };
    let mut bytes = Vec::new();
    content.by_ref().take(looked_at).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
    match sorted.search.look_at(&path_of(meta.path), &bytes) {
        Some(Secret::Own(why)) => {
            sorted.left_out.insert(meta.path.to_vec());
            out.leave_out(meta.path, why);
            Ok(())
        }
        _ => out.file(meta, size, &mut Read::chain(bytes.as_slice(), content)),
    }
}

fn one(
    out: &mut Archive,
    sorted: &mut Sorted,
    content: &mut impl Read,
    header: &tar::Header,
    path: &[u8],
    target: &[u8],
) -> Result<(), PackError> {
    let path = path.strip_prefix(b"./").unwrap_or(path);
    let path = path.strip_suffix(b"/").unwrap_or(path);
    if matches!(path, b"" | b".") {
        return Ok(());
    }
    if !is_inside(path) {
        sorted.refused.add(path, "leads out of the folder");
        return Ok(());
    }
    let number = |what: io::Result<u64>| what.map_err(|error| broken(&error));
    let mode = header.mode().map_err(|error| broken(&error))?;
    let meta = Meta { path, mode, changed: number(header.mtime())? };
    match header.entry_type() {
        EntryType::Regular | EntryType::Continuous => file(out, sorted, content, meta, number(header.entry_size())?),
        EntryType::Directory => out.folder(meta),
        EntryType::Symlink if rules::stays_inside(&path_of(path), &path_of(target)) => out.link(meta, target),
        EntryType::Symlink => {
            sorted.refused.add(path, "is a link that leaves the folder");
            Ok(())
        }
        EntryType::Link => {
            let target = target.strip_prefix(b"./").unwrap_or(target);
            if sorted.left_out.contains(target) {
                sorted.left_out.insert(path.to_vec());
                return Ok(());
            }
            if is_inside(target) {
                return out.hard_link(meta, target);
            }
            sorted.refused.add(path, "is a link that leaves the folder");
            Ok(())
        }
        _ => {
            sorted.refused.add(path, "is neither a file nor a folder nor a link");
            Ok(())
        }
    }
}

/// The content of an entry that is the name of the next one.
fn name(entry: &mut impl Read) -> Result<Vec<u8>, PackError> {
    // With `./` before it, and a zero byte behind.
    let most = LONGEST_PATH as u64 + 3;
    let mut name = Vec::new();
    entry.take(most + 1).read_to_end(&mut name).map_err(|error| broken(&error))?;
    if name.len() as u64 > most {
        return Err(PackError::Source("the container sent a name that is too long".to_owned()));
    }
    while name.last() == Some(&0) {
        name.pop();
    }
    Ok(name)
}

fn broken(error: &io::Error) -> PackError {
    PackError::Lost(format!("the archive from the container is not complete: {error}"))
}

/// For tests: an archive written anew.
#[cfg(test)]
pub(super) fn restreamed(bytes: Vec<u8>, search: Search) -> Packing {
    archive::start(CancellationToken::new(), move |archive| restream(&mut io::Cursor::new(bytes), &search, archive))
}
