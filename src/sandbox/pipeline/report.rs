//! How the work on a version goes, told to the sandbox by whoever does it.
//!
//! Every method takes the lock for a moment and waits for nothing, so all of them can be called
//! from any thread. Nothing that comes after the process is over, was cancelled or belongs to a
//! sandbox that was reset has an effect.

use std::sync::{Arc, Weak};

use super::job::Job;
use crate::sandbox::lifecycle::stages;
use crate::sandbox::logs::lines::{self, Place};
use crate::sandbox::shared::Shared;
use crate::sandbox::world::World;

/// The longest line that is kept, in bytes; the rest of it is cut off.
const LONGEST_LINE: usize = 16 * 1024;

/// Where a worker says how it goes.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    shared: Weak<Shared>,
    job: Job,
}

impl Report {
    pub(crate) fn new(shared: &Arc<Shared>, job: Job) -> Self {
        Self { shared: Arc::downgrade(shared), job }
    }

    /// Writes a line of the build, of the preparation of the runtime, or of the service itself.
    /// Severities are those of syslog: 3 is an error, 6 is for information.
    pub(crate) fn line(&self, place: Place, severity: u8, text: &str) {
        let text = cut(text);
        self.with(|world| lines::of_version(world, &self.job.version, place, severity, text));
    }

    /// The stage it is in went well and the next one begins: after the build the preparation of the
    /// runtime, where the setup has one, then the deploy.
    pub(crate) fn stage_done(&self) {
        self.with(|world| stages::report_done(world, &self.job.process));
    }

    /// The stage it is in failed, and with it the version.
    pub(crate) fn failed(&self, reason: &str) {
        self.with(|world| stages::report_failure(world, &self.job.process, reason));
    }

    /// The version is active: it takes the place of the one before it.
    pub(crate) fn active(&self) {
        self.with(|world| stages::report_active(world, &self.job.process));
    }

    /// The archive was looked at; the clock does the rest. For work that is simulated.
    pub(crate) fn checked(&self, outcome: Result<(), String>) {
        self.with(|world| stages::release(world, &self.job.process, outcome.err()));
    }

    fn with(&self, act: impl FnOnce(&mut World)) {
        let Some(shared) = self.shared.upgrade() else { return };
        let mut world = shared.world();
        // Of a reset sandbox the new state may have a process of the same id.
        if !self.job.cancel.is_cancelled() {
            act(&mut world);
            world.record();
        }
    }
}

fn cut(text: &str) -> &str {
    let end = (0..=text.len().min(LONGEST_LINE)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}
