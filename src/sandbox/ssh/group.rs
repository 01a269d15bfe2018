//! The process group of a command: what a signal, and the end of a connection, reaches.

use std::sync::Arc;
use std::time::Duration;

use russh::Sig;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Child;
use tokio::time::timeout;

use super::terminal::Terminal;

/// How long a command may take to end by itself.
const GRACE: Duration = Duration::from_secs(1);

/// The group that a child leads, and those in its terminal.
#[derive(Clone, Debug)]
pub(super) struct Group {
    leader: Pid,
    terminal: Option<Arc<Terminal>>,
}

impl Group {
    /// The group of a child that was spawned into one of its own.
    pub(super) fn of(child: &Child, terminal: Option<Arc<Terminal>>) -> Option<Self> {
        let id = i32::try_from(child.id()?).ok()?;
        Some(Self { leader: Pid::from_raw(id)?, terminal })
    }

    /// Sends what a client asked for; what has no counterpart here is dropped.
    pub(super) fn signal(&self, signal: &Sig) {
        let signal = match signal {
            Sig::ABRT => Signal::ABORT,
            Sig::ALRM => Signal::ALARM,
            Sig::HUP => Signal::HUP,
            Sig::INT => Signal::INT,
            Sig::KILL => Signal::KILL,
            Sig::QUIT => Signal::QUIT,
            Sig::TERM => Signal::TERM,
            Sig::USR1 => Signal::USR1,
            Sig::PIPE => Signal::PIPE,
            _ => return,
        };
        send(&self.all(), signal);
    }

    /// Ends all of it: asks first, then does not. Once its leader has ended the group is no longer
    /// known for sure, and what is left of it stays.
    pub(super) async fn end(&self, child: &mut Child) {
        if child.id().is_none() {
            return;
        }
        let all = self.all();
        send(&all, Signal::HUP);
        send(&all, Signal::TERM);
        timeout(GRACE, child.wait()).await.ok();
        send(&all, Signal::KILL);
        child.wait().await.ok();
    }

    fn all(&self) -> Vec<Pid> {
        let mut all = self.terminal.as_ref().map(|terminal| terminal.groups()).unwrap_or_default();
        all.push(self.leader);
        all
    }
}

/// A group that has no process any more is no fault.
fn send(groups: &[Pid], signal: Signal) {
    for group in groups {
        if let Err(error) = kill_process_group(*group, signal) {
            tracing::trace!(%error, "a process group was gone");
        }
    }
}

/// The name of the signal that ended a process, as SSH says it.
pub(super) fn name(number: i32) -> Sig {
    match Signal::from_named_raw(number) {
        Some(Signal::ABORT) => Sig::ABRT,
        Some(Signal::ALARM) => Sig::ALRM,
        Some(Signal::FPE) => Sig::FPE,
        Some(Signal::HUP) => Sig::HUP,
        Some(Signal::ILL) => Sig::ILL,
        Some(Signal::INT) => Sig::INT,
        Some(Signal::KILL) => Sig::KILL,
        Some(Signal::PIPE) => Sig::PIPE,
        Some(Signal::QUIT) => Sig::QUIT,
        Some(Signal::SEGV) => Sig::SEGV,
        Some(Signal::TERM) => Sig::TERM,
        Some(Signal::USR1) => Sig::USR1,
        _ => Sig::Custom(format!("{number}@zcp")),
    }
}
