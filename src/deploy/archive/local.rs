//! The archive of a folder on this computer.

use std::fs::{File, Metadata};
use std::io::ErrorKind;
use std::path::Path;
use std::time::UNIX_EPOCH;

use tokio_util::sync::CancellationToken;

use super::{Archive, Meta, PackError, Packing, start};
use crate::deploy::files::{Entry, Kind, Listing, rules, shown};

/// Makes the archive of what was listed.
#[must_use]
pub fn pack(listing: Listing) -> Packing {
    start(CancellationToken::new(), move |archive| {
        listing.entries.iter().try_for_each(|entry| add(archive, &listing.root, entry))
    })
}

/// Adds what is there now. What has gone since it was listed is left out; what became something
/// else is an error.
fn add(archive: &mut Archive, root: &Path, entry: &Entry) -> Result<(), PackError> {
    let name = name_of(&entry.path);
    let whole = root.join(&entry.path);
    let failed =
        |error: &std::io::Error| PackError::Source(format!("{} cannot be read: {}", shown(&name), error.kind()));
    let metadata = match whole.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(&error)),
    };
    let meta = Meta { path: &name, mode: mode(&metadata), changed: changed(&metadata) };
    let kind = metadata.file_type();
    match entry.kind {
        Kind::Folder if kind.is_dir() => archive.folder(meta),
        Kind::Link if kind.is_symlink() => {
            let target = std::fs::read_link(&whole).map_err(|error| failed(&error))?;
            if !rules::stays_inside(&entry.path, &target) {
                return Err(became_another(&name));
            }
            archive.link(meta, &name_of(&target))
        }
        Kind::File if kind.is_file() => {
            let mut file = File::open(&whole).map_err(|error| failed(&error))?;
            let opened = file.metadata().map_err(|error| failed(&error))?;
            if !is_same(&metadata, &opened) {
                return Err(became_another(&name));
            }
            archive.file(meta, opened.len(), &mut file)
        }
        _ => Err(became_another(&name)),
    }
}

fn became_another(name: &[u8]) -> PackError {
    PackError::Source(format!("{} was replaced by something else while it was read", shown(name)))
}

fn changed(metadata: &Metadata) -> u64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| since.as_secs())
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode()
}

#[cfg(not(unix))]
fn mode(metadata: &Metadata) -> u32 {
    if metadata.is_dir() { 0o755 } else { 0o644 }
}

/// Whether what was opened is what was looked at before, and not what a link put in its place.
#[cfg(unix)]
fn is_same(seen: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (seen.dev(), seen.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}

#[cfg(unix)]
fn name_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
fn name_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}
