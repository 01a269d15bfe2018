//! A folder of its own for the application, gone with the demo.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder that ends when this is dropped.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes one that nobody else has, and that only its owner may enter.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn temporary() -> io::Result<Self> {
        let unique = getrandom::u64().map_err(|_| io::Error::other("no randomness"))?;
        let path = env::temp_dir().join(format!("zcp-demo-{unique:016x}"));
        let mut builder = fs::DirBuilder::new();
        // Whoever could write there could have their own program run.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, as all of its temporary files are.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn nobody_else_may_enter() {
        let folder = Folder::temporary().expect("a folder");
        let mode = folder.path().metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{mode:o}");
    }
}
