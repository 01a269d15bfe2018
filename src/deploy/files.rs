//! Which files of a folder are deployed.
//!
//! In a git work tree those that git would name: tracked ones, and untracked ones that it does not
//! ignore. A repository inside the tree is looked into too. Elsewhere everything but `.git` and zcp's own `.zcp`. Then
//! `.deployignore` leaves out what it names. Files are listed before anything is made, so that what
//! cannot be deployed is known in time; nothing is written, not even git's index.

pub(crate) mod credentials;
pub(crate) mod effort;
mod error;
mod excludes;
pub(crate) mod git;
mod index;
pub(crate) mod links;
mod listing;
mod mounted;
pub(crate) mod paths;
mod pattern;
mod plain;
pub(crate) mod rules;
mod tree;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::files::Root;
use effort::in_time;
pub use error::FilesError;
pub(crate) use error::{NAMED, Refused, shown};
pub(crate) use index::is_bounded;
pub(crate) use listing::left_out;
pub use listing::{Entry, Kind, Listing};
use mounted::mounted;
pub(crate) use rules::Rules;

/// Listing takes at most so long.
const LONGEST: Duration = Duration::from_mins(2);

/// How a folder is listed.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Where the system says what is mounted.
    pub mounts: &'a Path,
    /// Whether `.git` comes along.
    pub include_git: bool,
    /// Whether `.deployignore` counts.
    pub deployignore: bool,
}

/// Lists what is deployed of a folder.
///
/// # Errors
/// When the folder cannot be read, or holds what cannot be deployed; all of that is named.
pub(crate) async fn list(root: &Arc<Root>, wanted: Wanted<'_>) -> Result<Listing, FilesError> {
    let (root, table) = (Arc::clone(root), wanted.mounts.to_owned());
    let (include_git, deployignore) = (wanted.include_git, wanted.deployignore);
    in_time(Some(LONGEST), move |effort| {
        let rules = if deployignore { Rules::read(&root)? } else { Rules::none() };
        let mut notes = rules.notes();
        let mounts = mounted(root.path(), &table);
        let names = git::names(root.path(), &mounts, &mut notes, effort)?;
        notes.extend(mounts.note());
        let entries = tree::entries(root.path(), names, &rules, &mounts, include_git, effort)?;
        rules.were_applied()?;
        Ok(Listing { root, entries, notes, credentials: Vec::new() })
    })
    .await
}

/// Whether git, run by another program, finds a repository from a folder.
///
/// # Errors
/// It finds one, or might, that could make git run something else.
pub async fn has_plain_repository(folder: &Path) -> Result<bool, FilesError> {
    let folder = folder.to_owned();
    in_time(Some(LONGEST), move |effort| plain::is_repository(&folder, effort).map_err(FilesError::new)).await
}

#[cfg(all(test, unix))]
mod tests;
