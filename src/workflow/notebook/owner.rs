//! Which process something belongs to.

use serde::{Deserialize, Serialize};

/// A process. A number alone is nobody: the system gives it to others later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Its number.
    pub pid: u32,
    /// When it began, in the system's own ticks since the boot.
    pub started: u64,
    /// The boot that it began in; empty where the system names none.
    pub boot: String,
}

impl Owner {
    /// This process.
    #[must_use]
    pub fn current() -> Self {
        let pid = std::process::id();
        Self { pid, started: system::started(pid).unwrap_or_default(), boot: system::boot() }
    }

    /// Another process; none where there is no such process, or the system does not tell.
    #[must_use]
    pub fn of(pid: u32) -> Option<Self> {
        Some(Self { pid, started: system::started(pid)?, boot: system::boot() })
    }

    /// Whether the process is still there. Where the system does not tell, it is not.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.boot == system::boot() && system::started(self.pid) == Some(self.started)
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::path::Path;

    use crate::files::{bounded, open_named};

    /// A larger answer is none of the system's.
    const MOST: u64 = 4096;

    fn text(path: &str) -> Option<String> {
        let bytes = bounded(open_named(Path::new(path)).ok()?, MOST).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub(super) fn boot() -> String {
        text("/proc/sys/kernel/random/boot_id").map(|id| id.trim().to_owned()).unwrap_or_default()
    }

    /// The 22nd field of `proc_pid_stat(5)`. The second one is a name in brackets that may have any character.
    pub(super) fn started(pid: u32) -> Option<u64> {
        let stat = text(&format!("/proc/{pid}/stat"))?;
        let (_, fields) = stat.rsplit_once(')')?;
        let mut fields = fields.split_whitespace();
        // One that has ended and was not awaited yet does nothing any more.
        if fields.next() == Some("Z") {
            return None;
        }
        fields.nth(18)?.parse().ok()
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
mod system {
    use rustix::process::{Pid, test_kill_process};

    pub(super) fn boot() -> String {
        String::new()
    }

    /// These systems tell whether there is a process of this number, and not since when.
    pub(super) fn started(pid: u32) -> Option<u64> {
        let pid = Pid::from_raw(i32::try_from(pid).ok()?)?;
        test_kill_process(pid).ok().map(|()| 0)
    }
}

#[cfg(not(unix))]
mod system {
    pub(super) fn boot() -> String {
        String::new()
    }

    /// Of its own process alone zcp knows that it is there.
    pub(super) fn started(pid: u32) -> Option<u64> {
        (pid == std::process::id()).then_some(0)
    }
}
