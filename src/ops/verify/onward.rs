//! What the newest version is where another one serves, and what to do next: as `status` says it.

use super::Look;
use crate::generated::types::VerifyResult;
use crate::ops::workflow::next;

/// Calls that a result suggests.
const CALLS: usize = 4;

/// Adds both. What cannot be looked at now is left out.
pub(super) async fn add(look: &Look<'_>, result: &mut VerifyResult) {
    let Some(seen) = next::look(look.cx, look.session, &look.service.name).await else { return };
    if let Some(newest) = seen.newest {
        result.note = Some(match result.note.take() {
            Some(note) => format!("{newest} {note}"),
            None => newest,
        });
    }
    for call in seen.calls {
        if result.next.len() < CALLS && !result.next.contains(&call) {
            result.next.push(call);
        }
    }
}
