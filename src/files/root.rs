//! A folder, and what is beneath it.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, FileType, Metadata, OpenOptions};

use super::error::{FileError, Problem};

/// A folder, held open. Paths are relative to it; an absolute one is taken when it names something beneath it.
#[derive(Debug)]
pub(crate) struct Root {
    pub(super) dir: Dir,
    path: PathBuf,
}

/// What something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a socket or a device.
    Other,
}

/// What is at a path, itself, not behind a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) kind: Kind,
    /// In bytes.
    pub(crate) size: u64,
    /// The permission bits.
    pub(crate) mode: u32,
    /// When its content changed, in seconds since 1970.
    pub(crate) changed: u64,
    /// Device and number, which are those of no other file at the same time.
    pub(crate) identity: (u64, u64),
}

impl Root {
    /// Opens a folder that is trusted: the working folder, the user's home, a folder that zcp made. Links on the way to it
    /// are followed.
    ///
    /// # Errors
    /// There is no such folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, FileError> {
        let path = folder.canonicalize()?;
        let dir = Dir::open_ambient_dir(&path, ambient_authority())?;
        Ok(Self { dir, path })
    }

    /// Where the folder was when it was opened, without links.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A folder beneath this one, which is what can be reached from then on.
    ///
    /// # Errors
    /// It leads out, or is no folder.
    pub(crate) fn folder(&self, path: &Path) -> Result<Self, FileError> {
        let (dir, inside) = self.within(path, |path| Ok((self.dir.open_dir(path)?, self.dir.canonicalize(path)?)))?;
        Ok(Self { dir, path: self.path.join(inside).components().collect() })
    }

    /// Opens a regular file for reading. Links are followed as long as they stay beneath the root.
    ///
    /// # Errors
    /// It leads out, is not there or is no regular file.
    pub(crate) fn file(&self, path: &Path) -> Result<File, FileError> {
        regular(self.within(path, |path| self.dir.open_with(path, OpenOptions::new().read(true).still(true)))?)
    }

    /// As [`Root::file`], but a link at the end of the path is refused.
    ///
    /// # Errors
    /// As those of [`Root::file`], and [`Problem::Link`].
    pub(crate) fn file_itself(&self, path: &Path) -> Result<File, FileError> {
        regular(self.dir.open_with(self.relative(path), OpenOptions::new().read(true).still(false))?)
    }

    /// The bytes of a file of at most so many.
    ///
    /// # Errors
    /// As those of [`Root::file`], and [`Problem::TooLarge`].
    pub(crate) fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
        bounded(self.file(path)?, most)
    }

    /// The text of a file of at most so many bytes.
    ///
    /// # Errors
    /// As those of [`Root::read`], and [`Problem::NotText`].
    pub(crate) fn text(&self, path: &Path, most: u64) -> Result<String, FileError> {
        String::from_utf8(self.read(path, most)?).map_err(|_| Problem::NotText.into())
    }

    /// What is at a path. A link on the way is followed as long as it stays beneath the root, one at the end is not.
    ///
    /// # Errors
    /// It leads out, or is not there.
    pub(crate) fn look(&self, path: &Path) -> Result<Look, FileError> {
        Ok(Look::of(&self.dir.symlink_metadata(self.relative(path))?))
    }

    /// Where a link says that it leads.
    ///
    /// # Errors
    /// It is no link, or is not there.
    pub(crate) fn link(&self, path: &Path) -> Result<PathBuf, FileError> {
        Ok(self.dir.read_link_contents(self.relative(path))?)
    }

    /// What is really at a path, as a path from the root without links and `..`.
    ///
    /// # Errors
    /// It leads out, or is not there.
    pub(crate) fn resolve(&self, path: &Path) -> Result<PathBuf, FileError> {
        self.within(path, |path| self.dir.canonicalize(path))
    }

    /// The names in a folder, in order.
    ///
    /// # Errors
    /// It leads out, or cannot be listed.
    pub(crate) fn names(&self, path: &Path) -> Result<Vec<OsString>, FileError> {
        let mut names = Vec::new();
        for entry in self.dir.read_dir(self.relative(path))? {
            names.push(entry?.file_name());
        }
        names.sort();
        Ok(names)
    }

    /// The names in a folder with what they are, in no order.
    ///
    /// # Errors
    /// It leads out, or cannot be listed.
    pub(crate) fn entries(&self, path: &Path) -> Result<Vec<(OsString, Kind)>, FileError> {
        let mut entries = Vec::new();
        for entry in self.dir.read_dir(self.relative(path))? {
            let entry = entry?;
            entries.push((entry.file_name(), Kind::of(entry.file_type()?)));
        }
        Ok(entries)
    }

    /// Opens a path, also one with a link on the way that names a place beneath the root from the top of the
    /// file system: where that leads is found first, and then opened from the root.
    fn within<T>(&self, path: &Path, open: impl Fn(&Path) -> std::io::Result<T>) -> Result<T, FileError> {
        let path = self.relative(path);
        match open(&path).map_err(FileError::from) {
            Err(FileError { problem: Problem::Outside }) => {
                // Whether there is something outside is nobody's business.
                let real = self.path.join(&path).canonicalize().map_err(|_| Problem::Outside)?;
                let inside = real.strip_prefix(&self.path).map_err(|_| Problem::Outside)?;
                Ok(open(if inside == Path::new("") { Path::new(".") } else { inside })?)
            }
            opened => opened,
        }
    }

    /// A path as the system is given it: an absolute one beneath the root becomes a relative one.
    pub(super) fn relative(&self, path: &Path) -> PathBuf {
        let path = path.strip_prefix(&self.path).unwrap_or(path);
        if path.components().all(|part| part == Component::CurDir) { PathBuf::from(".") } else { path.to_owned() }
    }
}

impl Kind {
    fn of(kind: FileType) -> Self {
        match kind {
            kind if kind.is_file() => Self::File,
            kind if kind.is_dir() => Self::Folder,
            kind if kind.is_symlink() => Self::Link,
            _ => Self::Other,
        }
    }
}

impl Look {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let changed = metadata.modified().ok().map(cap_std::time::SystemTime::into_std);
        Self {
            kind: Kind::of(metadata.file_type()),
            size: metadata.len(),
            mode: mode(metadata),
            changed: changed.map_or(0, seconds),
            identity: identity(metadata),
        }
    }
}

impl Look {
    /// What an open file is.
    ///
    /// # Errors
    /// The system does not say.
    pub(crate) fn of_file(file: &File) -> Result<Self, FileError> {
        Ok(Self::of(&Metadata::from_file(file)?))
    }
}

/// How a file is opened that nobody vouches for.
pub(super) trait Still {
    /// Without waiting for whoever is at the other end of a pipe, and without taking over a terminal.
    fn still(&mut self, follow: bool) -> &mut Self;
}

impl Still for OpenOptions {
    #[cfg(unix)]
    fn still(&mut self, follow: bool) -> &mut Self {
        use cap_std::fs::OpenOptionsExt as _;
        use rustix::fs::OFlags;

        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | if follow { OFlags::empty() } else { OFlags::NOFOLLOW };
        self.custom_flags(i32::try_from(flags.bits()).unwrap_or_default())
    }

    #[cfg(not(unix))]
    fn still(&mut self, _follow: bool) -> &mut Self {
        self
    }
}

/// Opens a regular file that the user named himself, in an option or a variable, wherever it is.
///
/// # Errors
/// It is not there or is no regular file.
pub(crate) fn open_named(path: &Path) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    regular(cap_std::fs::File::open_ambient_with(path, options.read(true).still(true), ambient_authority())?)
}

/// Opens a regular file wherever it is, as the options say: for who serves all files of a machine. Nothing is waited for.
///
/// # Errors
/// It is not there, cannot be opened or is no regular file.
#[cfg(unix)]
pub(crate) fn open_regular(path: &Path, options: &mut std::fs::OpenOptions) -> Result<File, FileError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    let file = options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default()).open(path)?;
    regular(cap_std::fs::File::from_std(file))
}

/// Opens a file for adding to it that the user named himself, or makes it for himself alone. It may be a device.
///
/// # Errors
/// It cannot be opened or made.
pub(crate) fn append_named(path: &Path) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    let options = private(options.append(true).create(true).still(true));
    Ok(cap_std::fs::File::open_ambient_with(path, options, ambient_authority())?.into_std())
}

/// Makes a file for the user alone, at a path that he named himself and where nothing is.
///
/// # Errors
/// There is something, or it cannot be made.
pub(crate) fn create_named(path: &Path) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    let options = private(options.append(true).create_new(true).still(true));
    Ok(cap_std::fs::File::open_ambient_with(path, options, ambient_authority())?.into_std())
}

/// Whether a file is that of the user alone, under one name.
#[cfg(unix)]
pub(crate) fn is_private(found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    /// What the group and all others may do are the last bits of a mode.
    const OTHERS_BITS: u32 = 6;
    found.uid() == rustix::process::geteuid().as_raw()
        && found.mode().trailing_zeros() >= OTHERS_BITS
        && found.nlink() == 1
}

/// Elsewhere a file has the rights of its folder.
#[cfg(not(unix))]
pub(crate) fn is_private(_: &std::fs::Metadata) -> bool {
    true
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use cap_std::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn regular(file: cap_std::fs::File) -> Result<File, FileError> {
    if !file.metadata()?.is_file() {
        return Err(Problem::NotRegular.into());
    }
    Ok(file.into_std())
}

/// What a file has, if it is not more.
///
/// # Errors
/// It has more, or cannot be read.
pub(crate) fn bounded(file: File, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) {
        Ok(bytes)
    } else {
        Err(Problem::TooLarge(most).into())
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    use cap_std::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o7777
}

#[cfg(not(unix))]
fn mode(metadata: &Metadata) -> u32 {
    if metadata.is_dir() { 0o755 } else { 0o644 }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use cap_std::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> (u64, u64) {
    (0, 0)
}
