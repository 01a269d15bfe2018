//! One at a time: the lock that every change of the notebook is made under.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::NotebookError;
use crate::files::{FileError, Root};

/// The file that is locked. It stays: a lock on a file that somebody removes is nobody's.
const FILE: &str = "lock";
/// How long somebody else is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Time between two tries.
const PAUSE: Duration = Duration::from_millis(10);

/// The lock of a folder, for as long as it is held. The system takes it back from a process that ends.
#[derive(Debug)]
pub(super) struct Lock(File);

/// Opens the file that is locked, which is made when it is not there.
///
/// # Errors
/// The folder cannot be written to.
pub(super) fn file(root: &Root) -> Result<File, FileError> {
    root.to_lock(Path::new(FILE))
}

/// Waits for the lock of those who write.
///
/// # Errors
/// Somebody else held it all the time.
pub(super) fn exclusive(file: File, patience: Duration) -> Result<Lock, NotebookError> {
    wait(&file, patience, File::try_lock)?;
    Ok(Lock(file))
}

/// Waits until nobody writes; several may read at a time. Who cannot lock reads all the same: what is
/// there is whole at every moment.
pub(super) fn shared(root: &Root, patience: Duration) -> Option<Lock> {
    let file = root.file(Path::new(FILE)).ok()?;
    wait(&file, patience, File::try_lock_shared).ok()?;
    Some(Lock(file))
}

fn wait(
    file: &File,
    patience: Duration,
    lock: impl Fn(&File) -> Result<(), TryLockError>,
) -> Result<(), NotebookError> {
    let begun = Instant::now();
    loop {
        match lock(file) {
            Err(TryLockError::WouldBlock) if begun.elapsed() < patience => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(NotebookError::Busy(patience.as_secs())),
            // Not every file system has locks; there every file alone is still whole.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.0.unlock().ok();
    }
}
