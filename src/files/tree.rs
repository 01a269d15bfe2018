//! Copying and removing whole trees, from root to root.

use std::ffi::OsStr;
use std::path::Path;

use cap_std::fs::{Dir, OpenOptions};

use super::error::{FileError, Problem};
use super::root::{Kind, Look, Root, Still as _};

impl Root {
    /// Copies a file, a link or a folder with everything in it to a path of another root. Links are copied as
    /// they are and never followed, not even at the target: what is in the way there is replaced, a folder
    /// is filled, and no link takes its place. Pipes, sockets and devices have no content and are left out.
    ///
    /// # Errors
    /// A path leads out, is not there or cannot be written.
    pub(crate) fn copy(&self, from: &Path, target: &Root, to: &Path) -> Result<(), FileError> {
        let (from, to) = (self.relative(from), target.relative(to));
        let source = self.parent(&from)?;
        let Some(to_name) = to.file_name() else {
            // The whole target is filled.
            return fill(&self.dir.open_dir(&from)?, &target.dir);
        };
        if let Some(parent) = to.parent().filter(|parent| *parent != Path::new("")) {
            target.dir.create_dir_all(parent)?;
        }
        let into = target.parent(&to)?;
        match from.file_name() {
            Some(name) => copy(&source, name, &into, to_name),
            None => copy_folder(&self.dir.open_dir(&from)?, &into, to_name),
        }
    }
}

impl Root {
    /// Moves what is at a path to a path of another root; what is there already stays as it is, and so does a link
    /// that is in the way.
    ///
    /// # Errors
    /// Something cannot be moved.
    pub(crate) fn merge(&self, from: &Path, target: &Root, to: &Path) -> Result<(), FileError> {
        let there = match target.look(to) {
            Ok(there) => there,
            Err(error) if error.is_missing() => {
                let (from, to) = (self.relative(from), target.relative(to));
                if let Some(parent) = to.parent().filter(|parent| *parent != Path::new("")) {
                    target.dir.create_dir_all(parent)?;
                }
                return Ok(self.dir.rename(from, &target.dir, to)?);
            }
            Err(_) => return Ok(()),
        };
        if there.kind == Kind::Folder && self.look(from)?.kind == Kind::Folder {
            for name in self.names(from)? {
                self.merge(&from.join(&name), target, &to.join(&name))?;
            }
        }
        Ok(())
    }
}

fn copy(source: &Dir, name: &OsStr, into: &Dir, to: &OsStr) -> Result<(), FileError> {
    let look = Look::of(&source.symlink_metadata(name)?);
    match look.kind {
        Kind::Folder => copy_folder(&source.open_dir(name)?, into, to),
        Kind::Link => {
            let target = source.read_link_contents(name)?;
            if into.symlink_metadata(to).is_ok_and(|there| there.is_dir()) {
                return Ok(());
            }
            clear(into, to)?;
            symlink(&target, into, to)
        }
        Kind::File => {
            let mut options = OpenOptions::new();
            options.read(true).still(false);
            let mut file = source.open_with(name, &options)?.into_std();
            if !file.metadata()?.is_file() {
                return Err(Problem::NotRegular.into());
            }
            clear(into, to)?;
            let mut copy = into.open_with(to, OpenOptions::new().write(true).create_new(true))?.into_std();
            std::io::copy(&mut file, &mut copy)?;
            Ok(copy.set_permissions(file.metadata()?.permissions())?)
        }
        Kind::Other => Ok(()),
    }
}

fn copy_folder(source: &Dir, into: &Dir, to: &OsStr) -> Result<(), FileError> {
    match into.symlink_metadata(to) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            into.remove_file(to)?;
            into.create_dir(to)?;
        }
        Err(_) => into.create_dir(to)?,
    }
    let target = into.open_dir(to)?;
    fill(source, &target)?;
    // Last: nothing could be put into a folder that may not be written to.
    Ok(target.set_permissions(".", source.dir_metadata()?.permissions())?)
}

fn fill(source: &Dir, target: &Dir) -> Result<(), FileError> {
    for entry in source.entries()? {
        let name = entry?.file_name();
        copy(source, &name, target, &name)?;
    }
    Ok(())
}

/// Makes way for a file or a link.
pub(super) fn clear(into: &Dir, name: &OsStr) -> Result<(), FileError> {
    match into.symlink_metadata(name) {
        Ok(metadata) if metadata.is_dir() => Err(Problem::NotRegular.into()),
        Ok(_) => Ok(into.remove_file(name)?),
        Err(_) => Ok(()),
    }
}

#[cfg(unix)]
pub(super) fn symlink(target: &Path, into: &Dir, name: &OsStr) -> Result<(), FileError> {
    Ok(into.symlink_contents(target, name)?)
}

#[cfg(not(unix))]
pub(super) fn symlink(_target: &Path, _into: &Dir, _name: &OsStr) -> Result<(), FileError> {
    Err(Problem::Refused(std::io::ErrorKind::Unsupported).into())
}
