//! The folder of one browser, which nobody else reads and which goes with it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often its removal is tried: what the browser had started may write for a moment longer.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(25);

/// A folder among the temporary files.
#[derive(Debug)]
pub(super) struct Profile(PathBuf);

impl Profile {
    /// Makes one.
    ///
    /// # Errors
    /// The system refuses, or has no randomness.
    pub(super) fn new() -> io::Result<Self> {
        let unique = getrandom::u64().map_err(|error| io::Error::other(error.to_string()))?;
        let path = std::env::temp_dir().join(format!("zcp-browser-{unique:016x}"));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Removes it, and waits until it is gone.
    pub(super) async fn remove(mut self) {
        let path = std::mem::take(&mut self.0);
        tokio::task::spawn_blocking(move || remove(&path)).await.ok();
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let path = std::mem::take(&mut self.0);
        if path != Path::new("") {
            // A call that was given up waits for nothing.
            std::thread::spawn(move || remove(&path));
        }
    }
}

fn remove(path: &Path) {
    for _ in 0..TRIES {
        match std::fs::remove_dir_all(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => std::thread::sleep(PAUSE),
            _ => return,
        }
    }
    tracing::debug!("the browser's folder {} could not be removed", path.display());
}
