//! The folder in which a sandbox keeps files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where uploads wait within the folder.
const UPLOADS: &str = "uploads";

/// A folder that nobody else reads. One that the sandbox made for itself goes with it.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    own: bool,
}

impl Folder {
    /// The folder that was asked for, or a new one among the temporary files.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn open(wanted: Option<&Path>) -> io::Result<Self> {
        let (path, own) = match wanted {
            Some(path) => (std::path::absolute(path)?, false),
            None => (std::env::temp_dir().join(random_name()?), true),
        };
        let folder = Self { path, own };
        // A name that is there already may belong to somebody else, so it is no new folder.
        if own {
            make(&folder.path, false)?
        } else {
            make(&folder.path, true)?
        }
        // What an earlier run left behind belongs to no version of this one.
        match fs::remove_dir_all(folder.uploads()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        make(&folder.uploads(), true)?;
        Ok(folder)
    }

    /// The folder itself, as an absolute path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where uploads wait.
    pub(crate) fn uploads(&self) -> PathBuf {
        self.path.join(UPLOADS)
    }

    /// Removes what the sandbox put there: all of a folder of its own.
    pub(crate) fn clear(&self) {
        let path = if self.own { self.path.clone() } else { self.uploads() };
        if let Err(error) = fs::remove_dir_all(&path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::debug!(%error, "the sandbox could not remove {}", path.display());
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.clear();
    }
}

fn random_name() -> io::Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random bytes"))?;
    Ok(format!("zcp-sandbox-{:016x}", u64::from_be_bytes(bytes)))
}

fn make(path: &Path, with_parents: bool) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(with_parents);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_its_own_goes_with_the_sandbox_and_one_that_was_given_stays() {
        let own = Folder::open(None).expect("a folder");
        let path = own.path().to_owned();
        fs::write(own.uploads().join("x"), "x").expect("written");
        drop(own);
        assert!(!path.exists());

        let given = tempfile::tempdir().expect("a folder");
        let wanted = given.path().join("a/b");
        let folder = Folder::open(Some(&wanted)).expect("a folder");
        fs::write(wanted.join("kept"), "x").expect("written");
        fs::write(folder.uploads().join("x"), "x").expect("written");
        drop(folder);
        assert!(wanted.join("kept").exists() && !wanted.join(UPLOADS).exists());
        fs::create_dir(wanted.join(UPLOADS)).expect("made");
        fs::write(wanted.join(UPLOADS).join("old"), "x").expect("written");
        let again = Folder::open(Some(&wanted)).expect("a folder");
        assert!(fs::read_dir(again.uploads()).expect("listed").next().is_none());
    }
}
