//! Whether somebody else may have made a file of a project, by what git and the system know of it.

use std::path::{Path, PathBuf};

use super::file;
use crate::deploy::files::git::Repository;

/// Where they are set, git looks for a repository in another place than it is found in here.
const ELSEWHERE: [&str; 5] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_DISCOVERY_ACROSS_FILESYSTEM"];

/// The variable by which git finds another repository than this program does.
pub(super) fn elsewhere() -> Option<&'static str> {
    ELSEWHERE.into_iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether somebody else may have made a file of a project: git tracks it, it belongs to another user, or neither
/// is known. One that is not there is nobody's.
pub(super) fn is_brought(file: &Path) -> bool {
    if file.symlink_metadata().is_err() {
        return false;
    }
    let real = file.canonicalize().ok();
    let is_theirs = |file: &Path| is_anothers(file) || is_tracked(file).unwrap_or(true);
    elsewhere().is_some() || [Some(file), real.as_deref()].into_iter().flatten().any(is_theirs)
}

fn is_anothers(file: &Path) -> bool {
    file.symlink_metadata().map_or(true, |found| file::is_anothers(&found))
}

/// The folder that a file is in, or will be.
pub(super) fn folder_of(file: &Path) -> Option<PathBuf> {
    file.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned)
}

/// Whether git tracks a file.
pub(super) fn is_tracked(file: &Path) -> Result<bool, String> {
    let Some(folder) = folder_of(file) else { return Ok(false) };
    Repository::of(&folder).map_or(Ok(false), |repository| repository.tracks(file))
}
