//! What is deployed of a folder, once it is listed, and what of it must stay here.

use std::path::PathBuf;
use std::sync::Arc;

use super::credentials::{Search, Secret};
use super::effort::{Effort, in_time};
use super::error::{FilesError, NAMED, shown};
use crate::domain::failure::FieldReason;
use crate::files::Root;

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

    pub(super) fn examine(&mut self, search: &Search, effort: &Effort) -> Result<Vec<FieldReason>, FilesError> {
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
