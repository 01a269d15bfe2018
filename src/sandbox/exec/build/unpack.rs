//! Unpacking an archive into a folder. The archive comes from outside: nothing of it may land
//! elsewhere.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use flate2::read::MultiGzDecoder;
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
    for entry in archive.entries().map_err(unreadable)? {
        if cancel.is_cancelled() {
            return Err("cancelled".to_owned());
        }
        // An entry that would leave the folder is not unpacked; the listing refused it before.
        entry.and_then(|mut entry| entry.unpack_in(folder)).map_err(unreadable)?;
    }
    Ok(listing.files())
}
