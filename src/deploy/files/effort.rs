//! What listing a tree may cost: the bytes of its paths, and the time of whoever still waits for it.

use std::cell::Cell;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::error::FilesError;

/// The most files of an archive.
pub(crate) const MOST_FILES: usize = 500_000;
/// The most bytes of all paths together; in memory they are several times as large.
pub(crate) const MOST_NAMES: usize = 64 * 1024 * 1024;
/// What a path costs beside its bytes.
pub(crate) const EACH: usize = 24;
/// No system opens a longer path. Linux, `PATH_MAX` of `limits.h`.
pub(crate) const LONGEST_PATH: usize = 4096;

/// What is left of it.
#[derive(Debug)]
pub(crate) struct Effort {
    names: Cell<usize>,
    stop: CancellationToken,
}

impl Default for Effort {
    fn default() -> Self {
        Self::until(CancellationToken::new())
    }
}

impl Effort {
    /// All of it, until somebody says that nobody waits any more.
    pub(crate) fn until(stop: CancellationToken) -> Self {
        Self { names: Cell::new(MOST_NAMES), stop }
    }

    /// A step of the work.
    ///
    /// # Errors
    /// Nobody waits for it any more.
    pub(crate) fn step(&self) -> Result<(), FilesError> {
        if self.stop.is_cancelled() { Err(FilesError::new("Nobody waits for this listing.")) } else { Ok(()) }
    }

    /// A path of so many bytes that is kept.
    ///
    /// # Errors
    /// Nobody waits for it, or there are too many.
    pub(crate) fn keep(&self, bytes: usize) -> Result<(), FilesError> {
        self.step()?;
        self.names.set(self.names.get().checked_sub(bytes + EACH).ok_or_else(too_many_names)?);
        Ok(())
    }
}

/// What is said of paths that are more than [`MOST_NAMES`].
pub(crate) fn too_many_names() -> FilesError {
    FilesError::new(format!("The paths of this folder have more than {} MiB together.", MOST_NAMES >> 20))
}

/// Does work that blocks, for at most so long, and no longer than somebody waits for it.
pub(crate) async fn in_time<T: Send + 'static>(
    limit: Option<Duration>,
    work: impl FnOnce(&Effort) -> Result<T, FilesError> + Send + 'static,
) -> Result<T, FilesError> {
    let stop = CancellationToken::new();
    // A thread cannot be ended, so the work asks.
    let _waiting = stop.clone().drop_guard();
    let work = tokio::task::spawn_blocking(move || work(&Effort::until(stop)));
    let done = match limit {
        None => work.await,
        Some(limit) => match tokio::time::timeout(limit, work).await {
            Ok(done) => done,
            Err(_) => {
                return Err(FilesError::new(format!("Listing this folder took longer than {} s.", limit.as_secs())));
            }
        },
    };
    done.unwrap_or_else(|_| Err(FilesError::new("The folder could not be listed.")))
}
