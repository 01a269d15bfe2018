//! Unpacking an archive into a folder. The archive comes from outside: nothing of it may land
//! elsewhere.

use std::io::BufReader;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use tar::EntryType;
use tokio_util::sync::CancellationToken;

use crate::files::{Root, open_named};
use crate::sandbox::pipeline::archive::{Listing, shown};

/// Unpacks an archive, with its modes and links, and says how many files there are.
///
/// # Errors
/// It is no archive that is taken, or cannot be written; in words.
pub(crate) fn unpack(path: &Path, folder: &Path, cancel: &CancellationToken) -> Result<usize, String> {
    let listing = Listing::read(path, cancel)?;
    let unreadable = |error: std::io::Error| format!("the archive cannot be unpacked: {error}");
    std::fs::create_dir_all(folder).map_err(unreadable)?;
    let root = Root::open(folder).map_err(|error| unreadable(error.into()))?;
    let file = open_named(path).map_err(|error| unreadable(error.into()))?;
    let mut archive = tar::Archive::new(MultiGzDecoder::new(BufReader::new(file)));
    let mut folders: Vec<(PathBuf, u32)> = Vec::new();
    for entry in archive.entries().map_err(unreadable)? {
        if cancel.is_cancelled() {
            return Err("cancelled".to_owned());
        }
        let mut entry = entry.map_err(unreadable)?;
        let path = path_of(&entry.path_bytes());
        if path.as_os_str().is_empty() {
            continue;
        }
        let target = entry.link_name_bytes().map(|name| PathBuf::from(std::ffi::OsStr::from_bytes(&name)));
        let (mode, changed) = (entry.header().mode().unwrap_or(0o644), entry.header().mtime().unwrap_or_default());
        let put = match (entry.header().entry_type(), target) {
            (EntryType::Directory, _) => {
                let made = root.put_folder(&path);
                folders.push((path, mode));
                made
            }
            (EntryType::Symlink, Some(target)) => root.put_link(&path, &target),
            (EntryType::Link, Some(target)) => root.put_hard_link(&path, &path_of(target.as_os_str().as_bytes())),
            (EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse, _) => {
                root.put_file(&path, mode, changed, &mut entry)
            }
            // The listing refused what else there could be.
            _ => continue,
        };
        put.map_err(|error| {
            format!(
                "the archive cannot be unpacked: `{}` {error}",
                shown(&String::from_utf8_lossy(&entry.path_bytes()))
            )
        })?;
    }
    // Nothing more can be put into a folder that may not be written to, so the deepest get their
    // modes first.
    folders.sort_by(|one, other| other.0.cmp(&one.0));
    for (path, mode) in folders {
        root.set_folder_mode(&path, mode).map_err(|error| unreadable(error.into()))?;
    }
    Ok(listing.files())
}

/// The path of an entry without `.`; the listing refused those that lead out.
fn path_of(bytes: &[u8]) -> PathBuf {
    let path = Path::new(std::ffi::OsStr::from_bytes(bytes));
    path.components().filter(|part| matches!(part, std::path::Component::Normal(_))).collect()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn folders_get_their_modes_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("archive");
        let gzip = flate2::write::GzEncoder::new(File::create(&path).expect("a file"), flate2::Compression::fast());
        let mut builder = tar::Builder::new(gzip);
        let mut add = |name: &str, kind: EntryType, mode: u32| {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_size(0);
            header.set_mode(mode);
            builder.append_data(&mut header, name, std::io::empty()).expect("appended");
        };
        add("ro/", EntryType::Directory, 0o555);
        add("ro/below/", EntryType::Directory, 0o500);
        add("ro/below/file", EntryType::Regular, 0o444);
        add("ro/file", EntryType::Regular, 0o644);
        builder.into_inner().and_then(flate2::write::GzEncoder::finish).expect("an archive");
        let target = folder.path().join("target");
        assert_eq!(unpack(&path, &target, &CancellationToken::new()), Ok(2));
        let mode = |path: &str| target.join(path).metadata().expect("there").permissions().mode() & 0o777;
        assert_eq!((mode("ro"), mode("ro/below"), mode("ro/below/file")), (0o555, 0o500, 0o444));
        crate::sandbox::folder::remove(&target).expect("removed");
        assert!(!target.exists());
    }
}
