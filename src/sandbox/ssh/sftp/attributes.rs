//! Attributes of files: read from the system, and set.

use std::fs::{self, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use russh_sftp::protocol::FileAttributes;
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps};

use crate::files::open_regular;

/// The bits of a mode that can be set.
const SETTABLE: u32 = 0o7777;

/// As the protocol says them.
pub(super) fn of(metadata: &Metadata) -> FileAttributes {
    let time = |seconds: i64| u32::try_from(seconds.max(0)).unwrap_or(u32::MAX);
    FileAttributes {
        size: Some(metadata.len()),
        uid: Some(metadata.uid()),
        gid: Some(metadata.gid()),
        permissions: Some(metadata.mode()),
        atime: Some(time(metadata.atime())),
        mtime: Some(time(metadata.mtime())),
        ..FileAttributes::empty()
    }
}

/// The mode that a new file is to have.
pub(super) fn mode(attributes: &FileAttributes, default: u32) -> u32 {
    attributes.permissions.map_or(default, |mode| mode & SETTABLE)
}

/// Sets those that are given, of what a path leads to.
pub(super) fn set(path: &Path, attributes: &FileAttributes) -> io::Result<()> {
    if let Some(size) = attributes.size {
        open_regular(path, File::options().write(true))?.set_len(size)?;
    }
    if let Some(mode) = attributes.permissions {
        fs::set_permissions(path, Permissions::from_mode(mode & SETTABLE))?;
    }
    if let Some(times) = times(attributes) {
        rustix::fs::utimensat(CWD, path, &times, AtFlags::empty())?;
    }
    if attributes.uid.is_some() || attributes.gid.is_some() {
        std::os::unix::fs::chown(path, attributes.uid, attributes.gid)?;
    }
    Ok(())
}

/// Sets those that are given, of the path itself, which may be a link.
pub(super) fn set_link(path: &Path, attributes: &FileAttributes) -> io::Result<()> {
    if attributes.size.is_some() || (attributes.permissions.is_some() && path.is_symlink()) {
        return Err(io::ErrorKind::Unsupported.into());
    }
    if let Some(mode) = attributes.permissions {
        fs::set_permissions(path, Permissions::from_mode(mode & SETTABLE))?;
    }
    if let Some(times) = times(attributes) {
        rustix::fs::utimensat(CWD, path, &times, AtFlags::SYMLINK_NOFOLLOW)?;
    }
    if attributes.uid.is_some() || attributes.gid.is_some() {
        std::os::unix::fs::lchown(path, attributes.uid, attributes.gid)?;
    }
    Ok(())
}

/// Sets those that are given, of an open file.
pub(super) fn set_open(file: &File, attributes: &FileAttributes) -> io::Result<()> {
    if let Some(size) = attributes.size {
        file.set_len(size)?;
    }
    if let Some(mode) = attributes.permissions {
        file.set_permissions(Permissions::from_mode(mode & SETTABLE))?;
    }
    if let Some(times) = times(attributes) {
        rustix::fs::futimens(file, &times)?;
    }
    if attributes.uid.is_some() || attributes.gid.is_some() {
        std::os::unix::fs::fchown(file, attributes.uid, attributes.gid)?;
    }
    Ok(())
}

fn times(attributes: &FileAttributes) -> Option<Timestamps> {
    let at = |seconds: u32| Timespec { tv_sec: i64::from(seconds), tv_nsec: 0 };
    let (access, change) = (attributes.atime?, attributes.mtime?);
    Some(Timestamps { last_access: at(access), last_modification: at(change) })
}
