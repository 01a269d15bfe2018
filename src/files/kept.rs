//! A record that one process keeps for the next, in the user's cache folder.
//!
//! The file is its owner's alone. It is written whole and then renamed, so a reader never sees half of it; one that
//! cannot be read or written only means that the platform is asked again.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Access, Root};

/// Such a file.
#[derive(Clone, Debug)]
pub(crate) struct KeptFile {
    folder: PathBuf,
    name: String,
    /// A larger file is not one of ours.
    most: u64,
}

impl KeptFile {
    /// That of a kind for one host, with or without a port, or for whatever else tells it from others of its kind.
    /// No two have the same.
    pub(crate) fn new(folder: &Path, kind: &str, of: &str, most: u64) -> Self {
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' };
        let name = format!("{kind}-{}.json", of.chars().map(plain).collect::<String>());
        Self { folder: folder.to_owned(), name, most }
    }

    /// What is kept; none where there is nothing that can be used.
    pub(crate) fn load<T: DeserializeOwned>(&self) -> Option<T> {
        let kept = Root::open(&self.folder).and_then(|folder| folder.read(Path::new(&self.name), self.most));
        serde_json::from_slice(&kept.ok()?).ok()
    }

    /// Keeps a record, in a folder that is made for it.
    pub(crate) fn store(&self, record: &impl Serialize) {
        let written = (|| {
            std::fs::create_dir_all(&self.folder)?;
            let text = serde_json::to_vec(record).map_err(std::io::Error::from)?;
            Root::open(&self.folder)?.replace(Path::new(&self.name), &text, Access::Private)
        })();
        if let Err(error) = written {
            tracing::debug!(%error, file = self.name, "it was not kept");
        }
    }

    /// Throws away what is kept.
    pub(crate) fn forget(&self) {
        let removed = Root::open(&self.folder).and_then(|folder| folder.remove_file(Path::new(&self.name)));
        if let Err(error) = removed.or_else(|error| if error.is_missing() { Ok(()) } else { Err(error) }) {
            tracing::debug!(%error, file = self.name, "it could not be thrown away");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_host_has_a_file_of_its_own() {
        let hosts = ["api.app-prg1.zerops.io", "api.app-fra1.zerops.io", "api.app-prg1.zerops.io:8443", "[::1]:80"];
        let names = hosts.map(|host| KeptFile::new(Path::new("/"), "platform-documents", host, 1).name);
        assert_eq!(names[0], "platform-documents-api.app-prg1.zerops.io.json");
        assert!(names.iter().all(|name| !name.contains(['/', ':', '\\', '['])), "{names:?}");
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), hosts.len());
    }
}
