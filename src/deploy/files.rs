//! Which files of a folder are deployed.
//!
//! In a git work tree those that git would name: tracked ones, and untracked ones that it does not
//! ignore. A repository inside the tree is looked into too. Elsewhere everything but `.git` and zcp's own `.zcp`. Then
//! `.deployignore` leaves out what it names. Files are listed before anything is made, so that what
//! cannot be deployed is known in time; nothing is written, not even git's index.

pub(crate) mod credentials;
pub(crate) mod effort;
mod excludes;
pub(crate) mod git;
mod index;
pub(crate) mod links;
mod pattern;
mod plain;
pub(crate) mod rules;
mod tree;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::mounts::Table;
use crate::domain::failure::FieldReason;
use crate::files::Root;
use credentials::{Search, Secret};
use effort::Effort;
pub(crate) use git::{bytes_of, path_of};
pub(crate) use index::is_bounded;
pub(crate) use rules::Rules;

/// The most files of an archive.
pub(crate) const MOST_FILES: usize = 500_000;
/// Listing takes at most so long.
const LONGEST: Duration = Duration::from_mins(2);
/// The most paths that an error names.
pub(crate) const NAMED: usize = 20;

/// What is deployed of a folder.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The folder, held open: what takes its place meanwhile is not it.
    pub(crate) root: Arc<Root>,
    /// What is in it, parents before their children, always in the same order.
    pub entries: Vec<Entry>,
    /// What the caller should know of how it was found.
    pub notes: Vec<String>,
    /// Files that look like credentials, with what they are.
    pub credentials: Vec<(PathBuf, &'static str)>,
}

impl Listing {
    /// Looks into its files: what must stay here is taken out and said, what looks like a credential is
    /// noted. Answers it with what was taken out.
    ///
    /// # Errors
    /// The files cannot be looked into.
    pub(crate) async fn examined(mut self, search: Search) -> Result<(Self, Vec<FieldReason>), FilesError> {
        in_time(None, move |effort| self.examine(&search, effort).map(|own| (self, own))).await
    }

    fn examine(&mut self, search: &Search, effort: &Effort) -> Result<Vec<FieldReason>, FilesError> {
        let (mut own, mut others, mut pointers) = (Vec::new(), Vec::new(), Vec::new());
        for entry in std::mem::take(&mut self.entries) {
            effort.step()?;
            let found = if entry.kind == Kind::File { search.look(&self.root, &entry.path) } else { None };
            match found {
                Some(Secret::Own(why)) => {
                    own.push(FieldReason::new(shown(entry.path.as_os_str().as_encoded_bytes()), why));
                    continue;
                }
                Some(Secret::Other(what)) => others.push((entry.path.clone(), what)),
                Some(Secret::Pointer) => pointers.push(shown(entry.path.as_os_str().as_encoded_bytes())),
                None => {}
            }
            self.entries.push(entry);
        }
        let found: Vec<_> = own.iter().map(|one| (one.field.as_str(), one.reasons.join(", "))).collect();
        self.notes.extend(left_out(&found));
        if !pointers.is_empty() {
            let named = pointers.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = pointers.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            self.notes.push(format!(
                "pointers of Git LFS go along in the place of the files that they stand for, unless `git lfs pull` is \
                 run before: {named}{more}"
            ));
        }
        self.credentials = others;
        Ok(own)
    }
}

/// What to say of files that must stay where they are.
pub(crate) fn left_out(files: &[(impl AsRef<str>, impl AsRef<str>)]) -> Option<String> {
    let named = files.iter().take(NAMED).map(|(path, why)| format!("{} ({})", path.as_ref(), why.as_ref()));
    let more = files.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    (!files.is_empty()).then(|| format!("left out: {}{more}", named.collect::<Vec<_>>().join(", ")))
}

/// One thing in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path below the folder.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder, which is listed so that it exists though it may be empty.
    Folder,
    /// A symbolic link to something within the folder.
    Link,
}

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

/// Why a folder cannot be deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilesError {
    /// What is wrong.
    pub message: String,
    /// Each path with what is wrong with it, not more than can be read.
    pub paths: Vec<FieldReason>,
}

impl FilesError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), paths: Vec::new() }
    }
}

/// Paths that cannot be deployed, all of them counted and the first ones named.
#[derive(Debug, Default)]
pub(crate) struct Refused {
    named: Vec<FieldReason>,
    count: usize,
}

impl Refused {
    pub(crate) fn add(&mut self, path: &[u8], reason: &str) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(FieldReason::new(shown(path), reason));
        }
    }

    /// Nothing, or all that was refused.
    pub(crate) fn into_result(self) -> Result<(), FilesError> {
        if self.count == 0 {
            return Ok(());
        }
        let more = self.count - self.named.len();
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let (count, plural) = (self.named.len(), if self.count == 1 { " path" } else { " paths" });
        let message = format!("{count}{plural} cannot be deployed{more}.");
        Err(FilesError { message, paths: self.named })
    }
}

/// A path as a message shows it: bounded, without characters that nobody sees.
pub(crate) fn shown(path: &[u8]) -> String {
    const MOST: usize = 200;
    let text = String::from_utf8_lossy(path);
    let mut clean: String =
        text.chars().take(MOST).map(|c| if crate::domain::unseen::is_unseen(c) { '\u{fffd}' } else { c }).collect();
    if text.chars().count() > MOST {
        clean.push('…');
    }
    clean
}

/// Services that are mounted below a folder: what is in them is theirs, and not part of the project.
#[derive(Clone, Debug, Default)]
struct Mounts(Vec<PathBuf>);

impl Mounts {
    /// Whether a path within the folder is in one of them.
    fn hold(&self, path: &Path) -> bool {
        self.0.iter().any(|mount| path.starts_with(mount))
    }

    /// Those in a folder within.
    fn below(&self, folder: &Path) -> Self {
        Self(self.0.iter().filter_map(|mount| mount.strip_prefix(folder).ok()).map(Path::to_owned).collect())
    }

    fn note(&self) -> Option<String> {
        const MOST: usize = 5;
        let names = self.0.iter().take(MOST).map(|mount| shown(mount.as_os_str().as_encoded_bytes()));
        let names = names.collect::<Vec<_>>().join(", ");
        (!self.0.is_empty()).then(|| format!("{names}: a service is mounted there, so it was left out"))
    }
}

/// What the system says; where it has no such table, nothing is mounted by zcp either.
fn mounted(root: &Path, table: &Path) -> Mounts {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let Ok(table) = Table::read(table) else { return Mounts::default() };
    let within = table.within(&real).filter_map(|entry| entry.path.strip_prefix(&real).ok());
    Mounts(within.filter(|path| !path.as_os_str().is_empty()).map(Path::to_owned).collect())
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

/// Does work that blocks, for at most so long, and no longer than somebody waits for it.
pub(super) async fn in_time<T: Send + 'static>(
    limit: Option<Duration>,
    work: impl FnOnce(&Effort) -> Result<T, FilesError> + Send + 'static,
) -> Result<T, FilesError> {
    let stop = CancellationToken::new();
    // A thread cannot be ended, so the work asks.
    let _waiting = stop.clone().drop_guard();
    let work = tokio::task::spawn_blocking(move || work(&Effort::until(stop)));
    let done = match limit {
        None => work.await,
        Some(limit) => match tokio::time::timeout(limit, work).await {
            Ok(done) => done,
            Err(_) => {
                return Err(FilesError::new(format!("Listing this folder took longer than {} s.", limit.as_secs())));
            }
        },
    };
    done.unwrap_or_else(|_| Err(FilesError::new("The folder could not be listed.")))
}

#[cfg(all(test, unix))]
mod tests;
