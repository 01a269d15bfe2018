//! Unpacking an archive into a folder. The archive comes from outside: nothing of it may land
//! elsewhere.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use tar::EntryType;
use tokio_util::sync::CancellationToken;

use crate::sandbox::pipeline::archive::Listing;

/// Unpacks an archive, with its modes and links, and says how many files there are.
///
/// # Errors
/// It is no archive that is taken, or cannot be written; in words.
pub(crate) fn unpack(path: &Path, folder: &Path, cancel: &CancellationToken) -> Result<usize, String> {
    let listing = Listing::read(path, cancel)?;
    let unreadable = |error: std::io::Error| format!("the archive cannot be unpacked: {error}");
    std::fs::create_dir_all(folder).map_err(unreadable)?;
    let file = File::open(path).map_err(unreadable)?;
    let mut archive = tar::Archive::new(MultiGzDecoder::new(BufReader::new(file)));
    archive.set_preserve_permissions(true);
    archive.set_preserve_ownerships(false);
    archive.set_unpack_xattrs(false);
    let mut folders = Vec::new();
    for entry in archive.entries().map_err(unreadable)? {
        if cancel.is_cancelled() {
            return Err("cancelled".to_owned());
        }
        let mut entry = entry.map_err(unreadable)?;
        if entry.header().entry_type() == EntryType::Directory {
            folders.push(entry);
            continue;
        }
        // An entry that would leave the folder is not unpacked; the listing refused it before.
        entry.unpack_in(folder).map_err(unreadable)?;
    }
    // Nothing more can be put into a folder that may not be written to, so the deepest get their
    // modes first.
    folders.sort_by(|one, other| other.path_bytes().cmp(&one.path_bytes()));
    for mut entry in folders {
        entry.unpack_in(folder).map_err(unreadable)?;
    }
    Ok(listing.files())
}

#[cfg(test)]
mod tests {
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
