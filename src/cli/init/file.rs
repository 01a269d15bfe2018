//! Files of somebody else: read with care, and replaced as a whole or not at all.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::files::{Access, Draft, FileError, Kind, Problem, Root};

/// More than any configuration has.
pub(super) const MAX_BYTES: u64 = 1024 * 1024;

/// A file as it is now.
pub(super) struct Opened {
    /// The file itself, behind every link.
    pub(super) real: PathBuf,
    /// Its text; none where there is no file.
    pub(super) text: Option<String>,
    metadata: Option<Metadata>,
    /// The folder that it stays beneath.
    root: Root,
    /// The file itself, from there.
    path: PathBuf,
}

/// Reads a file of a project, or finds that there is none. What links lead to belongs to the project too, or is
/// left alone: whoever made the project may have made them.
///
/// # Errors
/// Why it has to be left alone.
pub(super) fn open_in_project(project: &Path, file: &Path) -> Result<Opened, String> {
    let root = Root::open(project).map_err(|error| format!("its folder {error}"))?;
    open(root, file.strip_prefix(project).unwrap_or(file))
}

/// Reads a file of the user, or finds that there is none. Its owner may keep it elsewhere, behind links.
///
/// # Errors
/// Why it has to be left alone.
pub(super) fn open_in_home(file: &Path) -> Result<Opened, String> {
    let real = match file.canonicalize() {
        Ok(real) => real,
        Err(_) if file.is_symlink() => return Err("it is a link that leads nowhere".to_owned()),
        Err(_) => file.to_owned(),
    };
    let folder = real.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let root = Root::open(folder).map_err(|error| format!("its folder {error}"))?;
    open(root, real.strip_prefix(folder).unwrap_or(&real))
}

fn open(root: Root, file: &Path) -> Result<Opened, String> {
    // The name stays while somebody else replaces the file, so it is its folder that is resolved.
    let in_its_folder = || {
        let folder = file.parent().and_then(|folder| root.resolve(folder).ok());
        folder.zip(file.file_name()).map(|(folder, name)| folder.join(name))
    };
    let path = match root.look(file) {
        Ok(look) if look.kind == Kind::Link => root.resolve(file).map_err(|error| match error.problem {
            Problem::Missing => "it is a link that leads nowhere".to_owned(),
            _ => unreadable(error),
        })?,
        Ok(_) => in_its_folder().ok_or_else(|| "its folder cannot be found".to_owned())?,
        Err(error) if error.is_missing() => {
            let path = in_its_folder().unwrap_or_else(|| file.to_owned());
            return Ok(Opened { real: root.path().join(&path), text: None, metadata: None, root, path });
        }
        Err(error) => return Err(unreadable(error)),
    };
    let read = || -> Result<(String, Metadata), FileError> {
        let file = root.file_itself(&path)?;
        let metadata = file.metadata()?;
        Ok((text(file)?, metadata))
    };
    let (text, metadata) = read().map_err(unreadable)?;
    Ok(Opened { real: root.path().join(&path), text: Some(text), metadata: Some(metadata), root, path })
}

fn text(file: File) -> Result<String, FileError> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Problem::TooLarge(MAX_BYTES).into());
    }
    String::from_utf8(bytes).map_err(|_| Problem::NotText.into())
}

fn unreadable(error: FileError) -> String {
    match error.problem {
        Problem::Outside => "a link leads out of this folder, to a file that may be somebody else's".to_owned(),
        Problem::TooLarge(_) => "it is larger than 1 MiB".to_owned(),
        Problem::Refused(kind) => format!("it cannot be read: {kind}"),
        _ => format!("it {error}"),
    }
}

/// Why a file was not written.
pub(super) enum Unwritten {
    /// Somebody else has written it since it was read.
    Changed,
    /// It cannot be.
    Failed(String),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Failed(format!("it cannot be written: {error}"))
    }
}

impl From<FileError> for Unwritten {
    fn from(error: FileError) -> Self {
        Self::Failed(match error.problem {
            Problem::Refused(kind) => format!("it cannot be written: {kind}"),
            Problem::Missing => "it cannot be written: its folder cannot be made".to_owned(),
            Problem::Outside => unreadable(error),
            _ => format!("it cannot be written: it {error}"),
        })
    }
}

impl Opened {
    /// Replaces the text of the file, which keeps its mode and its owner; a private one can be read
    /// by that owner only. There is never half a file.
    ///
    /// # Errors
    /// When it cannot be, or changed meanwhile.
    pub(super) fn write(&self, text: &str, private: bool) -> Result<(), Unwritten> {
        self.check()?;
        let usual = |private| if private { Access::Private } else { Access::Usual };
        self.root.make_folder(self.path.parent().unwrap_or(Path::new("")), usual(private))?;
        // A text of somebody else is not to be read by others, not even for a moment.
        let mut draft = self.root.draft(&self.path, usual(private || self.metadata.is_some()))?;
        draft.write(text.as_bytes())?;
        if let Some(before) = &self.metadata {
            adopt(&draft, before, private)?;
        }
        self.check()?;
        Ok(draft.place()?)
    }

    /// Removes the file.
    ///
    /// # Errors
    /// As those of [`Opened::write`].
    pub(super) fn delete(&self) -> Result<(), Unwritten> {
        self.check()?;
        Ok(self.root.remove_file(&self.path)?)
    }

    /// Whether the file belongs to another user, who reads what is written to it.
    pub(super) fn is_anothers(&self) -> bool {
        self.metadata.as_ref().is_some_and(is_anothers)
    }

    /// Whether the file may be written, and is still what was read.
    ///
    /// # Errors
    /// When not.
    pub(super) fn check(&self) -> Result<(), Unwritten> {
        if self.metadata.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
            return Err(Unwritten::Failed("it is read-only".to_owned()));
        }
        let now = match self.root.look(&self.path) {
            Err(error) if error.is_missing() => None,
            Ok(look) if look.kind == Kind::File => self.root.file_itself(&self.path).and_then(text).ok(),
            _ => return Err(Unwritten::Changed),
        };
        if now == self.text { Ok(()) } else { Err(Unwritten::Changed) }
    }
}

/// Whether a file belongs to another user than who runs this.
#[cfg(unix)]
pub(super) fn is_anothers(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(found) != rustix::process::geteuid().as_raw()
}

/// Other systems do not say.
#[cfg(not(unix))]
pub(super) fn is_anothers(_: &Metadata) -> bool {
    false
}

/// Gives a draft the owner and the mode of another file.
#[cfg(unix)]
fn adopt(draft: &Draft, before: &Metadata, private: bool) -> Result<(), Unwritten> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let file = draft.file();
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (before.uid(), before.gid()) {
        fchown(file, Some(before.uid()), Some(before.gid()))
            .map_err(|_| Unwritten::Failed("it belongs to somebody else".to_owned()))?;
    }
    let mode = before.permissions().mode() & if private { 0o600 } else { 0o7777 };
    Ok(file.set_permissions(std::fs::Permissions::from_mode(mode))?)
}

#[cfg(not(unix))]
fn adopt(_draft: &Draft, _before: &Metadata, _private: bool) -> Result<(), Unwritten> {
    Ok(())
}
