//! What an archive holds, put beneath a root: it lands there and nowhere else, whatever its links say.

use std::io::Read;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use cap_std::fs::{Dir, OpenOptions, Permissions, PermissionsExt as _};

use super::error::FileError;
use super::root::{Kind, Root};
use super::tree::{clear, symlink};

impl Root {
    /// Puts a file at a path, with its permission bits and the time of its last change in seconds since 1970. A file or
    /// a link that is there is replaced; folders on the way are made.
    ///
    /// # Errors
    /// The path leads out, a folder is in the way, or it cannot be written.
    pub(crate) fn put_file(
        &self,
        path: &Path,
        mode: u32,
        changed: u64,
        content: &mut impl Read,
    ) -> Result<(), FileError> {
        let (into, name) = self.place(path)?;
        clear(&into, name.as_ref())?;
        let mut file = into.open_with(&name, OpenOptions::new().write(true).create_new(true))?.into_std();
        std::io::copy(content, &mut file)?;
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(mode & 0o7777))?;
        if let Some(time) = UNIX_EPOCH.checked_add(Duration::from_secs(changed)) {
            // A file system may not keep such a time.
            file.set_modified(time).ok();
        }
        Ok(())
    }

    /// Makes a folder at a path, unless there is one. A link that is there is replaced.
    ///
    /// # Errors
    /// The path leads out, a file is in the way, or it cannot be made.
    pub(crate) fn put_folder(&self, path: &Path) -> Result<(), FileError> {
        let (into, name) = self.place(path)?;
        match into.symlink_metadata(&name) {
            Ok(there) if there.is_dir() => return Ok(()),
            Ok(there) if there.is_symlink() => into.remove_file(&name)?,
            _ => {}
        }
        Ok(into.create_dir(&name)?)
    }

    /// Sets the permission bits of a folder.
    ///
    /// # Errors
    /// It leads out, is no folder, or is somebody else's.
    pub(crate) fn set_folder_mode(&self, path: &Path, mode: u32) -> Result<(), FileError> {
        if self.look(path)?.kind != Kind::Folder {
            return Err(super::Problem::NotFolder.into());
        }
        let mode = Permissions::from_mode(mode & 0o7777);
        Ok(self.dir.open_dir(self.relative(path))?.set_permissions(".", mode)?)
    }

    /// Puts a link at a path; where it leads is not looked at. A file or a link that is there is replaced.
    ///
    /// # Errors
    /// The path leads out, a folder is in the way, or it cannot be made.
    pub(crate) fn put_link(&self, path: &Path, target: &Path) -> Result<(), FileError> {
        let (into, name) = self.place(path)?;
        clear(&into, name.as_ref())?;
        symlink(target, &into, name.as_ref())
    }

    /// Gives a file beneath the root a second path.
    ///
    /// # Errors
    /// One of the paths leads out, the file is not there, or a folder is in the way.
    pub(crate) fn put_hard_link(&self, path: &Path, target: &Path) -> Result<(), FileError> {
        let (into, name) = self.place(path)?;
        let target = self.relative(target);
        let (there, here) = (self.look(&target)?, into.symlink_metadata(&name).map(|one| super::Look::of(&one)));
        if here.is_ok_and(|here| here.identity == there.identity) {
            return Ok(());
        }
        clear(&into, name.as_ref())?;
        Ok(self.dir.hard_link(target, &into, &name)?)
    }

    /// The folder of a path, made where it is missing, and the name in it.
    fn place(&self, path: &Path) -> Result<(Dir, std::ffi::OsString), FileError> {
        let path = self.relative(path);
        let Some(name) = path.file_name() else { return Err(super::Problem::Outside.into()) };
        if let Some(parent) = path.parent().filter(|parent| *parent != Path::new("")) {
            self.dir.create_dir_all(parent)?;
        }
        Ok((self.parent(&path)?, name.to_owned()))
    }
}
