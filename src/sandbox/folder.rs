//! The folder in which a sandbox keeps files.
//!
//! It is locked by a file in it as long as its sandbox lives, so that no other one takes it, and so
//! that a temporary one that a killed sandbox left behind is known as such, and removed by the next.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::files::Root;

/// Where uploads wait within the folder.
const UPLOADS: &str = "uploads";
/// The file that is locked within it.
const LOCK: &str = "lock";
/// What temporary folders are called.
const PREFIX: &str = "zcp-sandbox-";
/// How old an abandoned folder is at least; a younger one may not be locked yet.
const ABANDONED: Duration = Duration::from_mins(1);

/// A folder that nobody else reads. One that the sandbox made for itself goes with it.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Whether it was made for this sandbox alone.
    temporary: bool,
    /// Held as long as the sandbox lives.
    lock: File,
}

impl Folder {
    /// The folder that was asked for, or a new one among the temporary files.
    ///
    /// # Errors
    /// It cannot be made, or another sandbox has it.
    pub(crate) fn open(wanted: Option<&Path>) -> io::Result<Self> {
        let folder = match wanted {
            Some(path) => {
                let path = std::path::absolute(path)?;
                make(&path, true)?;
                let lock = Root::open(&path)?.to_lock(Path::new(LOCK));
                let lock = lock.map_err(|error| io::Error::other(format!("{}/{LOCK} {error}", path.display())))?;
                if lock.try_lock().is_err() {
                    let reason =
                        format!("another sandbox runs in {}; end it, or give each its own folder", path.display());
                    return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
                }
                Self { path, temporary: false, lock }
            }
            None => Self::temporary(&std::env::temp_dir())?,
        };
        // What an earlier run left behind belongs to no version of this one.
        remove(&folder.uploads())?;
        make(&folder.uploads(), true)?;
        Ok(folder)
    }

    fn temporary(parent: &Path) -> io::Result<Self> {
        let path = parent.join(random_name()?);
        // A name that is there already may belong to somebody else, so it is no new folder.
        make(&path, false)?;
        let lock = File::create_new(path.join(LOCK))?;
        lock.try_lock()?;
        remove_abandoned(parent, ABANDONED);
        Ok(Self { path, temporary: true, lock })
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
        let path = if self.temporary { self.path.clone() } else { self.uploads() };
        if let Err(error) = remove(&path) {
            tracing::debug!(%error, "the sandbox could not remove {}", path.display());
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.clear();
        self.lock.unlock().ok();
    }
}

/// Removes the temporary folders whose sandboxes are gone. What cannot be removed stays.
fn remove_abandoned(parent: &Path, age: Duration) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        // A link is no folder here, wherever it leads.
        if !ours || !entry.metadata().is_ok_and(|found| found.is_dir() && is_mine(&found)) {
            continue;
        }
        let lock = Root::open(&entry.path()).and_then(|folder| folder.file_itself(Path::new(LOCK)));
        let Ok(lock) = lock else { continue };
        let made = lock.metadata().and_then(|found| found.modified());
        let old = made.is_ok_and(|made| made.elapsed().is_ok_and(|elapsed| elapsed >= age));
        if old && lock.try_lock().is_ok() {
            remove(&entry.path()).ok();
        }
    }
}

/// Whether it belongs to the user of this program: others can write to the folder for temporary files too.
#[cfg(unix)]
fn is_mine(found: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(found) == rustix::process::geteuid().as_raw()
}

/// Other systems keep temporary files per user.
#[cfg(not(unix))]
fn is_mine(_: &fs::Metadata) -> bool {
    true
}

/// Removes a folder with everything in it, also what is in folders that may not be written to. One
/// that is not there is fine.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => open_up(folder),
        other => return other,
    }
    fs::remove_dir_all(folder)
}

/// Lets the owner write to a folder and to those in it.
fn open_up(folder: &Path) {
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).ok();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // A link is no folder here, wherever it leads.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}

fn random_name() -> io::Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random bytes"))?;
    Ok(format!("{PREFIX}{:016x}", u64::from_be_bytes(bytes)))
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
    fn what_a_killed_sandbox_left_is_removed_and_what_is_in_use_stays() {
        let parent = tempfile::tempdir().expect("a folder");
        let used = Folder::temporary(parent.path()).expect("a folder");
        let left = Folder::temporary(parent.path()).expect("a folder");
        let abandoned = left.path().to_owned();
        left.lock.unlock().expect("unlocked");
        fs::create_dir(parent.path().join("zcp-sandbox-of-somebody")).expect("made");
        remove_abandoned(parent.path(), Duration::from_hours(1));
        assert!(abandoned.exists(), "it is too young");
        let pipe = parent.path().join("zcp-sandbox-pipe");
        fs::create_dir(&pipe).expect("made");
        let made = std::process::Command::new("mkfifo").arg(pipe.join(LOCK)).status().expect("mkfifo");
        assert!(made.success());
        remove_abandoned(parent.path(), Duration::ZERO);
        let refused = Folder::open(Some(&pipe)).expect_err("a pipe is no lock").to_string();
        assert!(refused.contains("lock is no regular file"), "{refused}");
        assert!(used.path().exists() && !abandoned.exists());
        assert!(parent.path().join("zcp-sandbox-of-somebody").exists(), "nobody knows whose it is");
    }

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
        let error = Folder::open(Some(&wanted)).expect_err("it is in use");
        assert!(error.to_string().contains("another sandbox runs in"), "{error}");
        assert!(folder.uploads().join("x").exists(), "it lost nothing");
        drop(folder);
        assert!(wanted.join("kept").exists() && !wanted.join(UPLOADS).exists());
        fs::create_dir(wanted.join(UPLOADS)).expect("made");
        fs::write(wanted.join(UPLOADS).join("old"), "x").expect("written");
        let again = Folder::open(Some(&wanted)).expect("a folder");
        assert!(fs::read_dir(again.uploads()).expect("listed").next().is_none());
    }
}
