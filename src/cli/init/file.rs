//! Files of somebody else: read with care, and replaced as a whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// More than any configuration has.
pub(super) const MAX_BYTES: u64 = 1024 * 1024;

/// A file as it is now.
pub(super) struct Opened {
    /// The file itself, behind every link.
    pub(super) real: PathBuf,
    /// Its text; none where there is no file.
    pub(super) text: Option<String>,
    metadata: Option<Metadata>,
}

/// Reads a file, or finds that there is none.
///
/// # Errors
/// Why it has to be left alone.
pub(super) fn open(path: &Path) -> Result<Opened, String> {
    match fs::symlink_metadata(path) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
            let real = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
            return Ok(Opened { real: real.unwrap_or_else(|| path.to_owned()), text: None, metadata: None });
        }
        Err(error) => return Err(unreadable(&error)),
    }
    let real = path.canonicalize().map_err(|error| match error.kind() {
        ErrorKind::NotFound => "it is a link that leads nowhere".to_owned(),
        _ => unreadable(&error),
    })?;
    // Asked before opening: opening a pipe would wait for its writer.
    let metadata = fs::metadata(&real).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err("it is no regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let read = File::open(&real).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(Opened { real, text: Some(text), metadata: Some(metadata) })
}

fn unreadable(error: &io::Error) -> String {
    format!("it cannot be read: {error}")
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

impl Opened {
    /// Replaces the text of the file, which keeps its mode and its owner; a private one can be read
    /// by that owner only. There is never half a file.
    ///
    /// # Errors
    /// When it cannot be, or changed meanwhile.
    pub(super) fn write(&self, text: &str, private: bool) -> Result<(), Unwritten> {
        self.check()?;
        let (Some(folder), Some(name)) = (self.real.parent(), self.real.file_name()) else {
            return Err(Unwritten::Failed("it is no file".to_owned()));
        };
        create_folder(folder, private)?;
        let mut temporary = OsString::from(".");
        temporary.push(name);
        temporary.push(format!(".zcp-{}", std::process::id()));
        let temporary = folder.join(temporary);
        let written = self.fill(&temporary, text, private).and_then(|()| {
            self.check()?;
            Ok(fs::rename(&temporary, &self.real)?)
        });
        if written.is_err() {
            // What is left of it is nobody's.
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Removes the file.
    ///
    /// # Errors
    /// As those of [`Opened::write`].
    pub(super) fn delete(&self) -> Result<(), Unwritten> {
        self.check()?;
        Ok(fs::remove_file(&self.real)?)
    }

    /// Whether the file may be written, and is still what was read.
    ///
    /// # Errors
    /// When not.
    pub(super) fn check(&self) -> Result<(), Unwritten> {
        if self.metadata.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
            return Err(Unwritten::Failed("it is read-only".to_owned()));
        }
        match open(&self.real) {
            Ok(now) if now.text == self.text => Ok(()),
            _ => Err(Unwritten::Changed),
        }
    }

    fn fill(&self, temporary: &Path, text: &str, private: bool) -> Result<(), Unwritten> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // A text of somebody else is not to be read by others, not even for a moment.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(
            &mut options,
            if private || self.metadata.is_some() { 0o600 } else { 0o666 },
        );
        let mut file = options.open(temporary)?;
        file.write_all(text.as_bytes())?;
        if let Some(before) = &self.metadata {
            adopt(temporary, before, private)?;
        }
        Ok(file.sync_all()?)
    }
}

/// Gives a file the owner and the mode of another one.
#[cfg(unix)]
fn adopt(path: &Path, before: &Metadata, private: bool) -> Result<(), Unwritten> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    let now = fs::metadata(path)?;
    if (now.uid(), now.gid()) != (before.uid(), before.gid()) {
        chown(path, Some(before.uid()), Some(before.gid()))
            .map_err(|_| Unwritten::Failed("it belongs to somebody else".to_owned()))?;
    }
    let mode = before.permissions().mode() & if private { 0o600 } else { 0o7777 };
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(mode))?)
}

#[cfg(not(unix))]
fn adopt(_path: &Path, _before: &Metadata, _private: bool) -> Result<(), Unwritten> {
    Ok(())
}

fn create_folder(folder: &Path, private: bool) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    #[cfg(not(unix))]
    let _ = private;
    builder.create(folder)
}
