//! A backup on its way to a file.

use std::path::{Component, Path, PathBuf};

use bytes::Bytes;
use ring::digest;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::domain::failure::Fail;
use crate::files::{Access, Draft, FileError, Problem, Root, apart};
use crate::generated::errors::code;
use crate::generated::tools::zerops_backup::Error;
use crate::ops::context::Context;
use crate::platform::backups::{DownloadAddress, Taker};
use crate::platform::session::Session;
use crate::platform::wire::Backup;

/// The most bytes that are written.
const MOST: u64 = 10_000_000_000;
/// Pieces that wait to be written.
const WAITING: usize = 8;

/// A file that was written.
pub(super) struct Written {
    /// From the working folder.
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// A file that is about to be written.
pub(super) struct Target {
    file: String,
    draft: Draft,
}

/// The name of the file where the call says none: of characters that mean nothing anywhere.
pub(super) fn usual_name(hostname: &str, backup: &Backup) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = backup.name.chars().take(150).map(plain).collect();
    format!("{hostname}-{name}")
}

/// Begins with the file, before anything is asked for.
pub(super) async fn prepare(cx: &Context, path: String, backup: &Backup) -> Result<Target, Fail<Error>> {
    let refused = |why: String| Fail::new(code::FileRefused, why).field("filePath", "cannot be written");
    if let Some(size) = backup.size.filter(|size| *size > MOST) {
        let size = super::size::size(size);
        let message = format!("The backup has {size}; zcp downloads at most 10 GB. Download it in the Zerops GUI.");
        return Err(Fail::new(code::DownloadFailed, message));
    }
    let relative = relative(&path)
        .ok_or_else(|| refused("The path must lead to a file below the working folder, without `..`.".to_owned()))?;
    let folder = cx.working_folder().to_owned();
    let named = relative.clone();
    let draft = apart(move || {
        let root = Root::open(&folder)?;
        match root.look(&named) {
            Err(error) if error.is_missing() => root.draft(&named, Access::Private),
            Err(error) => Err(error),
            Ok(_) => Err(Problem::Exists.into()),
        }
    });
    let file = relative.to_string_lossy().replace('\\', "/");
    match draft.await.and_then(|draft| draft) {
        Ok(draft) => Ok(Target { file, draft }),
        Err(error) => Err(refused(unwritable(&file, error))),
    }
}

/// Reads the backup into the file, which is there only when all of it has come.
pub(super) async fn run(
    session: &Session,
    address: &DownloadAddress,
    target: Target,
    backup: &Backup,
) -> Result<Written, Fail<Error>> {
    let failed = |why: String| Fail::new(code::DownloadFailed, format!("{why}. Nothing was written."));
    let limit = backup.size.unwrap_or(MOST);
    let (sender, receiver) = mpsc::channel(WAITING);
    let writer = writer(target.draft, receiver);
    let mut pipe = Pipe { sender, left: limit, over: false };
    let read = session.read_backup(address, &mut pipe).await;
    let over = pipe.over;
    drop(pipe);
    let written = writer.await.map_err(|_| failed("The file could not be written".to_owned()))?;
    let (draft, bytes, sha256) = written.map_err(|error| failed(format!("The file {error}")))?;
    read.map_err(|error| failed(error.message))?;
    if over || backup.size.is_some_and(|size| size != bytes) {
        let more = if over { "more than " } else { "" };
        return Err(failed(format!(
            "What came has {more}{bytes} bytes, where the list says {limit}: it is not the backup, or not all of it"
        )));
    }
    let file = target.file;
    let placed = apart(move || draft.place_new()).await.and_then(|placed| placed);
    if let Err(error) = placed {
        let why = unwritable(&file, error);
        return Err(Fail::new(code::FileRefused, why).field("filePath", "cannot be written"));
    }
    Ok(Written { file, bytes, sha256 })
}

/// Hands bytes on to whoever writes them.
struct Pipe {
    sender: mpsc::Sender<Bytes>,
    left: u64,
    /// Whether there were more than may be.
    over: bool,
}

impl Taker for Pipe {
    async fn take(&mut self, bytes: Bytes) -> bool {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            self.over = true;
            return false;
        };
        self.left = left;
        self.sender.send(bytes).await.is_ok()
    }
}

type Whole = Result<(Draft, u64, String), FileError>;

/// Writes what comes where that may block.
fn writer(mut draft: Draft, mut receiver: mpsc::Receiver<Bytes>) -> JoinHandle<Whole> {
    tokio::task::spawn_blocking(move || {
        let mut hash = digest::Context::new(&digest::SHA256);
        let mut count = 0;
        while let Some(bytes) = receiver.blocking_recv() {
            draft.write(&bytes)?;
            hash.update(&bytes);
            count += bytes.len() as u64;
        }
        draft.file().sync_all()?;
        let hash = hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((draft, count, hash))
    })
}

/// The path without `.`; none where it could lead elsewhere, or names nothing.
fn relative(path: &str) -> Option<PathBuf> {
    let mut relative = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => relative.push(name),
            _ => return None,
        }
    }
    (!relative.as_os_str().is_empty()).then_some(relative)
}

fn unwritable(file: &str, error: FileError) -> String {
    match error.problem {
        Problem::Exists => format!("`{file}` exists already, and zcp overwrites nothing. Give another filePath."),
        Problem::Missing | Problem::NotFolder => format!("There is no folder for `{file}` below the working folder."),
        Problem::Outside | Problem::Link => format!("`{file}` leads out of the working folder."),
        _ => format!("`{file}` {error}."),
    }
}
