//! Which backup a call means.

use crate::domain::failure::Fail;
use crate::domain::nearest::nearest;
use crate::generated::errors::code;
use crate::generated::tools::zerops_backup::Error;
use crate::platform::wire::Backup;
use crate::suggest;

/// More names are not listed in an error.
const LISTED: usize = 5;

/// The backup of this name, or the newest one.
pub(super) fn one<'a>(all: &'a [Backup], wanted: Option<&str>, hostname: &str) -> Result<&'a Backup, Fail<Error>> {
    let found = match wanted {
        None => newest(all),
        Some(wanted) => all.iter().find(|backup| backup.name == wanted || backup.date() == wanted),
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let mut names: Vec<&str> = all.iter().map(|backup| backup.name.as_str()).collect();
    names.sort_unstable_by(|a, b| b.cmp(a));
    let Some(wanted) = wanted.filter(|_| !names.is_empty()) else {
        let message = format!("`{hostname}` has no backup.");
        return Err(Fail::new(code::BackupNotFound, message).suggest("Make one.").next(suggest::make_backup(hostname)));
    };
    let mut message = format!("`{hostname}` has no backup `{wanted}`.");
    if let Some(near) = nearest(wanted, names.iter().copied()) {
        message.push_str(&format!(" Did you mean `{near}`?"));
    }
    names.truncate(LISTED);
    let suggestion = format!("The newest ones are: {}.", names.join(", "));
    Err(Fail::new(code::BackupNotFound, message).suggest(suggestion).next(suggest::backups(Some(hostname))))
}

/// The newest of a service. Names are dates, which all lists have; not all say when one was made.
pub(in crate::ops) fn newest(all: &[Backup]) -> Option<&Backup> {
    all.iter().max_by(|a, b| (a.created, &a.name).cmp(&(b.created, &b.name)))
}
