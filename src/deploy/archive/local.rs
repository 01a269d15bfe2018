//! The archive of a folder on this computer. What was listed is opened beneath the folder, so nothing
//! outside of it gets in, whatever a folder or a file has become since it was listed.

use std::collections::HashSet;
use std::io::Read as _;
use std::path::Path;

use tokio_util::sync::CancellationToken;

use super::{Archive, Meta, PackError, Packing, start};
use crate::deploy::files::credentials::{self, Search, Secret};
use crate::deploy::files::paths::bytes_of;
use crate::deploy::files::{Entry, Kind, Listing, rules, shown};
use crate::files::{FileError, Kind as Found, Look, Root};

/// Makes the archive of what was listed. What must stay here is looked for again: a file may have changed.
#[must_use]
pub(crate) fn pack(listing: Listing, search: Search) -> Packing {
    start(CancellationToken::new(), move |archive| {
        let known: HashSet<&Path> = listing.credentials.iter().map(|(path, _)| path.as_path()).collect();
        listing.entries.iter().try_for_each(|entry| {
            let is_known = known.contains(entry.path.as_path());
            add(archive, &listing.root, entry, &search, is_known)
        })
    })
}

/// Adds what is there now. What has gone since it was listed is left out; what became something
/// else is an error.
fn add(archive: &mut Archive, root: &Root, entry: &Entry, search: &Search, is_known: bool) -> Result<(), PackError> {
    let name = bytes_of(&entry.path);
    let look = match root.look(&entry.path) {
        Ok(look) => look,
        Err(error) if error.is_missing() => return Ok(()),
        Err(error) => return Err(failed(&name, error)),
    };
    let meta = |look: &Look| Meta { path: &name, mode: look.mode, changed: look.changed };
    match (entry.kind, look.kind) {
        (Kind::Folder, Found::Folder) => archive.folder(meta(&look)),
        (Kind::Link, Found::Link) => {
            let target = root.link(&entry.path).map_err(|error| failed(&name, error))?;
            if !rules::stays_inside(&entry.path, &target) {
                return Err(became_another(&name));
            }
            archive.link(meta(&look), &bytes_of(&target))
        }
        (Kind::File, Found::File) => {
            let mut file = root.file_itself(&entry.path).map_err(|error| failed(&name, error))?;
            let look = Look::of_file(&file).map_err(|error| failed(&name, error))?;
            if look.size > credentials::MOST_BYTES {
                return archive.file(meta(&look), look.size, &mut file);
            }
            let mut content = Vec::new();
            let read = file.take(look.size).read_to_end(&mut content);
            read.map_err(|error| failed(&name, error.into()))?;
            match search.look_at(&entry.path, &content) {
                Some(Secret::Own(why)) => {
                    archive.leave_out(&name, why);
                    Ok(())
                }
                Some(Secret::Other(_)) if !is_known => {
                    Err(PackError::Source(format!("{} has come to look like a credential", shown(&name))))
                }
                _ => archive.file(meta(&look), look.size, &mut content.as_slice()),
            }
        }
        _ => Err(became_another(&name)),
    }
}

fn failed(name: &[u8], error: FileError) -> PackError {
    PackError::Source(format!("{} {error}", shown(name)))
}

fn became_another(name: &[u8]) -> PackError {
    PackError::Source(format!("{} was replaced by something else while it was read", shown(name)))
}
