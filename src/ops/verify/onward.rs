//! What the newest version is where another one serves, and what to do next: as `status` says it.

use super::Look;
use crate::domain::call::{Arguments, NextCall};
use crate::generated::tools::zerops_logs;
use crate::generated::types::VerifyResult;
use crate::ops::workflow::next;

/// Calls that a result suggests.
const CALLS: usize = 4;

/// Whether both read the same log, one of them perhaps only from a moment on.
fn is_same_log(one: &NextCall, other: &NextCall) -> bool {
    let is_log = |call: &NextCall| call.tool == zerops_logs::Args::TOOL;
    is_log(one) && is_log(other) && one.args.get("buildId") == other.args.get("buildId")
}

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
        let is_there = result.next.iter().any(|one| *one == call || is_same_log(one, &call));
        if result.next.len() < CALLS && !is_there {
            result.next.push(call);
        }
    }
}
