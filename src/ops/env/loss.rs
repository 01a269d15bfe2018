//! Secrets that a change loses for good. Where the word of a human alone counts, they are asked before it; elsewhere
//! a call that names each variable is enough.

use super::Owner;
use super::sensitive::by_nature;
use crate::domain::failure::{Fail, Stake};
use crate::generated::tools::zerops_env::Error;
use crate::ops::context::Context;
use crate::ops::support::consent::{self, Loss};
use crate::platform::wire::EnvEntry;

/// Variables that a question names at most.
const LISTED: usize = 20;

/// Goes on where no secret is lost, or the human agreed, or nobody requires that. `deed` is what is done to these.
///
/// # Errors
/// `CONFIRM_REQUIRED` and its like.
pub(super) fn agreed<'a>(
    cx: &Context,
    owner: &Owner,
    deed: &str,
    lost: impl Iterator<Item = &'a EnvEntry>,
) -> Result<(), Fail<Error>> {
    let secrets: Vec<&EnvEntry> = lost.filter(|entry| is_secret(entry)).collect();
    let Some(first) = secrets.first().filter(|_| cx.scope().human_decides) else { return Ok(()) };
    let more = secrets.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let keys = secrets.iter().take(LISTED).map(|entry| format!("`{}`", entry.key)).collect::<Vec<_>>().join(", ");
    let of = owner.hostname().map_or_else(|| "the project".to_owned(), |hostname| format!("`{hostname}`"));
    let deed = format!("{deed} {keys}{more} of {of}");
    let ids = secrets.iter().map(|entry| entry.id.clone());
    consent::agreed(
        cx,
        Loss {
            stake: Stake::new([deed.clone()].into_iter().chain(ids)),
            question: format!("May zcp {deed}? What is stored there now cannot be read again afterwards."),
            word: first.key.clone(),
            typed: deed.clone(),
            message: format!("To {deed} loses for good what is stored there now."),
            suggestion: None,
            next: Vec::new(),
            confirmed: false,
            deed,
        },
    )
}

fn is_secret(entry: &EnvEntry) -> bool {
    entry.sensitive || entry.is_hidden() || by_nature(&entry.key, &entry.content)
}
