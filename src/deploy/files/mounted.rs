//! Services that are mounted below a folder.

use std::path::{Path, PathBuf};

use super::error::shown;
use crate::deploy::mounts::Table;

/// Services that are mounted below a folder: what is in them is theirs, and not part of the project.
#[derive(Clone, Debug, Default)]
pub(super) struct Mounts(Vec<PathBuf>);

impl Mounts {
    /// Whether a path within the folder is in one of them.
    pub(super) fn hold(&self, path: &Path) -> bool {
        self.0.iter().any(|mount| path.starts_with(mount))
    }

    /// Those in a folder within.
    pub(super) fn below(&self, folder: &Path) -> Self {
        Self(self.0.iter().filter_map(|mount| mount.strip_prefix(folder).ok()).map(Path::to_owned).collect())
    }

    pub(super) fn note(&self) -> Option<String> {
        const MOST: usize = 5;
        let names = self.0.iter().take(MOST).map(|mount| shown(mount.as_os_str().as_encoded_bytes()));
        let names = names.collect::<Vec<_>>().join(", ");
        (!self.0.is_empty()).then(|| format!("{names}: a service is mounted there, so it was left out"))
    }
}

/// What the system says; where it has no such table, nothing is mounted by zcp either.
pub(super) fn mounted(root: &Path, table: &Path) -> Mounts {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let Ok(table) = Table::read(table) else { return Mounts::default() };
    let within = table.within(&real).filter_map(|entry| entry.path.strip_prefix(&real).ok());
    Mounts(within.filter(|path| !path.as_os_str().is_empty()).map(Path::to_owned).collect())
}
