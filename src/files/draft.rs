//! Replacing a file as a whole or not at all.
//!
//! A draft lies in a folder of its own beside the file: `.zcp-draft-…`, which only its owner may enter, and
//! whose first file is a `.gitignore` that ignores all of it. Whatever moment the program is killed at, git
//! lists nothing of it. The folder is locked as long as somebody writes in it, so the next draft in the same place removes
//! what a killed one left.

use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, DirBuilder, OpenOptions};

use super::error::{FileError, Problem};
use super::root::{Root, Still as _};

/// How the folders of drafts are called.
const PREFIX: &str = ".zcp-draft-";
const IGNORE: &str = ".gitignore";
/// The draft in its folder.
const DRAFT: &str = "draft";

/// How often a folder is made anew.
const TRIES: usize = 8;

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Its owner alone.
    Private,
    /// Whoever the user's umask lets.
    Usual,
}

/// A file that is being written and has no name yet. It goes when it is dropped before [`Draft::place`].
#[derive(Debug)]
pub(crate) struct Draft {
    /// Where the file will be.
    parent: Dir,
    name: OsString,
    /// Where it is now, locked as long as it is.
    folder: Dir,
    lock: File,
    own_name: String,
    file: File,
}

impl Root {
    /// Replaces a file, or makes it. A link at the path is replaced itself.
    ///
    /// # Errors
    /// The path leads out, or the file cannot be written.
    pub(crate) fn replace(&self, path: &Path, bytes: &[u8], access: Access) -> Result<(), FileError> {
        let mut draft = self.draft(path, access)?;
        draft.write(bytes)?;
        draft.place()
    }

    /// Begins to write a file.
    ///
    /// # Errors
    /// The path leads out, its folder is not there, or cannot be written to.
    pub(crate) fn draft(&self, path: &Path, access: Access) -> Result<Draft, FileError> {
        let path = self.relative(path);
        let name = path.file_name().ok_or(Problem::NotRegular)?;
        let parent = self.parent(&path)?;
        remove_stale(&parent);
        // Somebody else who writes here may take a folder for one that was left, before it is locked.
        for _ in 0..TRIES {
            match Draft::begin(parent.try_clone()?, name, access) {
                Err(error) if error.is_missing() => {}
                begun => return begun,
            }
        }
        Draft::begin(parent, name, access)
    }

    /// Adds to the end of a regular file, which is made when it is not there. A link at the path is refused.
    ///
    /// # Errors
    /// The path leads out, or the file cannot be written.
    pub(crate) fn append(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        Ok(self.writable(path, OpenOptions::new().append(true).create(true))?.write_all(bytes)?)
    }

    /// Writes a regular file that is there, which keeps its mode and its owner. A link at the path is refused.
    ///
    /// # Errors
    /// The path leads out, or the file cannot be written.
    pub(crate) fn overwrite(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        let mut file = self.writable(path, OpenOptions::new().write(true))?;
        file.set_len(0)?;
        Ok(file.write_all(bytes)?)
    }

    /// Writes a file where nothing is.
    ///
    /// # Errors
    /// The path leads out, there is something, or the file cannot be written.
    pub(crate) fn create(&self, path: &Path, bytes: &[u8], access: Access) -> Result<(), FileError> {
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        cap_std::fs::OpenOptionsExt::mode(&mut options, if access == Access::Private { 0o600 } else { 0o666 });
        #[cfg(not(unix))]
        let _ = access;
        Ok(self.writable(path, options.write(true).create_new(true))?.write_all(bytes)?)
    }

    /// Opens a regular file to lock it, which is made when it is not there. A link at the path is refused.
    ///
    /// # Errors
    /// The path leads out, or the file cannot be written.
    pub(crate) fn to_lock(&self, path: &Path) -> Result<File, FileError> {
        self.writable(path, OpenOptions::new().write(true).create(true))
    }

    fn writable(&self, path: &Path, options: &mut OpenOptions) -> Result<File, FileError> {
        let file = self.dir.open_with(self.relative(path), options.still(false))?;
        if !file.metadata()?.is_file() {
            return Err(Problem::NotRegular.into());
        }
        Ok(file.into_std())
    }

    /// Makes a folder with those above it; one that is there is fine.
    ///
    /// # Errors
    /// The path leads out, or it cannot be made.
    pub(crate) fn make_folder(&self, path: &Path, access: Access) -> Result<(), FileError> {
        let path = self.relative(path);
        if path == Path::new(".") {
            return Ok(());
        }
        Ok(self.dir.create_dir_with_all(&path, access)?)
    }

    /// Removes a file, or a link itself.
    ///
    /// # Errors
    /// The path leads out, or it cannot be removed.
    pub(crate) fn remove_file(&self, path: &Path) -> Result<(), FileError> {
        Ok(self.dir.remove_file(self.relative(path))?)
    }

    /// Gives a file another name beneath the root; what has that name already is replaced.
    ///
    /// # Errors
    /// A path leads out, or it cannot be renamed.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        Ok(self.dir.rename(self.relative(from), &self.dir, self.relative(to))?)
    }

    /// Waits until what a folder lists has reached the disk.
    ///
    /// # Errors
    /// The path leads out, or the system refuses.
    pub(crate) fn sync(&self, folder: &Path) -> Result<(), FileError> {
        // Windows cannot, and does not need to.
        if cfg!(unix) {
            self.dir.open(self.relative(folder))?.sync_all()?;
        }
        Ok(())
    }

    /// The folder that a path is in.
    pub(super) fn parent(&self, path: &Path) -> Result<Dir, FileError> {
        let parent: PathBuf = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        Ok(self.dir.open_dir(parent)?)
    }
}

/// Folders with all those above them.
trait CreateAll {
    fn create_dir_with_all(&self, path: &Path, access: Access) -> std::io::Result<()>;
}

impl CreateAll for Dir {
    fn create_dir_with_all(&self, path: &Path, access: Access) -> std::io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        if access == Access::Private {
            cap_std::fs::DirBuilderExt::mode(&mut builder, 0o700);
        }
        #[cfg(not(unix))]
        let _ = access;
        self.create_dir_with(path, &builder)
    }
}

impl Draft {
    fn begin(parent: Dir, name: &OsStr, access: Access) -> Result<Self, FileError> {
        let unique = getrandom::u64().map_err(|_| Problem::Refused(std::io::ErrorKind::Other))?;
        let own_name = format!("{PREFIX}{unique:016x}");
        parent.create_dir_with_all(Path::new(&own_name), Access::Private)?;
        let folder = parent.open_dir(&own_name)?;
        let locked = lock(&folder).and_then(|lock| {
            ignore_all(&folder)?;
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            // Nobody else reads it while it is written, whatever it becomes.
            #[cfg(unix)]
            cap_std::fs::OpenOptionsExt::mode(&mut options, if access == Access::Private { 0o600 } else { 0o666 });
            #[cfg(not(unix))]
            let _ = access;
            Ok((lock, folder.open_with(DRAFT, &options)?.into_std()))
        });
        match locked {
            Ok((lock, file)) => Ok(Self { parent, name: name.to_owned(), folder, lock, own_name, file }),
            Err(error) => {
                remove(&parent, &folder, &own_name);
                Err(error)
            }
        }
    }

    /// Writes on.
    ///
    /// # Errors
    /// It cannot be, as on a full disk.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        Ok(self.file.write_all(bytes)?)
    }

    /// The file itself, for its owner and its mode.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Puts it in its place where nothing is yet.
    ///
    /// # Errors
    /// [`Problem::Exists`], whatever is there. The draft is gone then.
    pub(crate) fn place_new(self) -> Result<(), FileError> {
        self.file.sync_all()?;
        match self.folder.hard_link(DRAFT, &self.parent, &self.name) {
            // Not every file system has a second name for a file; there somebody may come in between.
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                if self.parent.symlink_metadata(&self.name).is_ok() {
                    return Err(Problem::Exists.into());
                }
                Ok(self.folder.rename(DRAFT, &self.parent, &self.name)?)
            }
            placed => Ok(placed?),
        }
    }

    /// Puts it in its place, in one step.
    ///
    /// # Errors
    /// It cannot be; it is gone then.
    pub(crate) fn place(self) -> Result<(), FileError> {
        self.file.sync_all()?;
        Ok(self.folder.rename(DRAFT, &self.parent, &self.name)?)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        remove(&self.parent, &self.folder, &self.own_name);
        // Only now: who finds a folder unlocked removes it.
        self.lock.unlock().ok();
    }
}

/// Opens the file by which a folder is locked: the folder itself.
fn lock_of(folder: &Dir) -> Result<File, FileError> {
    Ok(folder.open(".")?.into_std())
}

/// Locks a folder for as long as the file is held.
fn lock(folder: &Dir) -> Result<File, FileError> {
    let lock = lock_of(folder)?;
    match lock.try_lock() {
        // Somebody takes it for a killed one's and removes it.
        Err(TryLockError::WouldBlock) => Err(Problem::Missing.into()),
        // Not every file system has locks; what is left there stays for its owner to remove.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(lock),
    }
}

/// Makes git ignore what is in a folder, with the file that says so.
fn ignore_all(folder: &Dir) -> Result<(), FileError> {
    const TEXT: &[u8] = b"*\n";

    // With its text from the beginning where the system can: an empty one ignores nothing.
    #[cfg(target_os = "linux")]
    if nameless(folder, TEXT).is_ok() {
        return Ok(());
    }
    let mut file = folder.open_with(IGNORE, OpenOptions::new().write(true).create_new(true))?;
    Ok(file.write_all(TEXT)?)
}

#[cfg(target_os = "linux")]
fn nameless(folder: &Dir, text: &[u8]) -> std::io::Result<()> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, openat};

    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let mut file = File::from(openat(folder, ".", flags, Mode::RUSR | Mode::WUSR)?);
    file.write_all(text)?;
    let named = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, named, folder, IGNORE, AtFlags::SYMLINK_FOLLOW)?)
}

/// Removes what killed drafts left in a folder. Only what drafts consist of is removed: the name may be
/// somebody else's.
fn remove_stale(parent: &Dir) {
    for entry in parent.entries().into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let Ok(folder) = entry.open_dir() else { continue };
        if let Ok(lock) = lock_of(&folder)
            && lock.try_lock().is_ok()
        {
            remove(parent, &folder, name);
            lock.unlock().ok();
        }
    }
}

/// Removes a draft and its folder; the ignore rule last, so that git lists nothing in between.
fn remove(parent: &Dir, folder: &Dir, name: &str) {
    folder.remove_file(DRAFT).ok();
    if folder.symlink_metadata(DRAFT).is_err() {
        folder.remove_file(IGNORE).ok();
    }
    parent.remove_dir(name).ok();
}
