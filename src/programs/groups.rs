//! The groups of programs that run, so that none outlives a process that leaves without coming back to who started them.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// By the number of the program that leads each.
static GROUPS: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

fn groups() -> MutexGuard<'static, BTreeSet<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes a group, if its leader runs.
pub(super) fn add(leader: Option<u32>) {
    groups().extend(leader);
}

/// Forgets one whose leader was awaited: its number may be somebody else's by now.
pub(super) fn forget(leader: u32) {
    groups().remove(&leader);
}

/// Ends one.
pub(super) fn end(leader: u32) {
    forget(leader);
    kill(leader);
}

/// Ends every one of them.
pub(crate) fn end_all() {
    for leader in std::mem::take(&mut *groups()) {
        kill(leader);
    }
}

/// Whether one is noted.
#[cfg(all(test, unix))]
pub(super) fn has(leader: u32) -> bool {
    groups().contains(&leader)
}

#[cfg(unix)]
fn kill(leader: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};

    if let Some(group) = i32::try_from(leader).ok().and_then(Pid::from_raw) {
        kill_process_group(group, Signal::KILL).ok();
    }
}

#[cfg(not(unix))]
fn kill(_: u32) {}
