//! What is deployed by pushing: the commit goes to the remote, and what builds there makes the version.

use jiff::Timestamp;

use super::Step;
use super::service::{Look, depth};
use crate::domain::call::NextCall;
use crate::domain::situation::{Axis, Case, Situation};
use crate::suggest;
use crate::workflow::envelope::{Close, Push, Pushed, Version, is_before};
use crate::workflow::source::Source;

impl Look<'_> {
    /// Whether this service gets its code by a push.
    pub(super) fn is_delivered_by_push(&self) -> bool {
        self.unit.close == Some(Close::Push) && self.unit.built(self.unit_name) == self.hostname
    }

    /// What is to be done so that a push brings the work here, which is what was made since a moment.
    pub(super) fn push(&self, since: Option<Timestamp>) -> Step {
        let step = |situation| Step::of(Case::of(situation));
        match self.unit.push {
            Push::Unconfigured => return step(Situation::PushNeedsSetup),
            Push::Broken => return step(Situation::PushBroken),
            Push::Configured { .. } => {}
        }
        let pushed = self.unit.pushed.as_ref().filter(|pushed| !is_before(Some(pushed.at), since));
        // What was pushed before something was chosen is built by nothing.
        if !self.integrates() {
            return step(Situation::PushNeedsIntegration).call(suggest::build_integration(self.unit_name));
        }
        match pushed {
            Some(pushed) => self.awaiting(pushed),
            None => step(Situation::ToPush).call(self.push_call()),
        }
    }

    /// What is left to be set up, to be pushed for the first time, or to come of the last push.
    pub(super) fn delivery(&self) -> Option<Step> {
        if !self.is_delivered_by_push() {
            return None;
        }
        let step = match (&self.unit.pushed, self.service.newest()) {
            (Some(pushed), Some(newest)) if is_newer(pushed, newest) => self.awaiting(pushed),
            (Some(_), _) if self.integrates() => return None,
            (None, _) if self.service.versions.iter().any(Version::is_from_git) => return None,
            _ => self.push(None),
        };
        Some(step)
    }

    fn awaiting(&self, pushed: &Pushed) -> Step {
        let step = |late| Step::of(Case::of(Situation::AwaitingBuild).with(Axis::Late, late));
        // Whoever looks at the runs of the repository knows more than the platform.
        if pushed.is_late { step("yes") } else { step("no").call(suggest::events_of(self.hostname)) }
    }

    /// A version that came of a push failed. One that was pushed since is awaited.
    pub(super) fn push_failed(&self, failed: &Version, phase: &'static str, attempts: usize, log: NextCall) -> Step {
        if let Some(pushed) = self.unit.pushed.as_ref().filter(|pushed| is_newer(pushed, failed)) {
            return self.awaiting(pushed);
        }
        let case = Case::of(Situation::PushFailed).with(Axis::Phase, phase).with(Axis::Depth, depth(attempts));
        Step::of(case).call(log).call(self.push_call())
    }

    /// Whether a version came of a push, and a push can mend it.
    pub(super) fn is_of_push(&self, version: &Version) -> bool {
        let is_that_commit = |pushed: &Pushed| version.commit().is_some_and(|commit| same(commit, &pushed.commit));
        self.is_delivered_by_push()
            && matches!(self.unit.push, Push::Configured { .. })
            && (version.is_from_git() || self.unit.pushed.as_ref().is_some_and(is_that_commit))
    }

    /// Whether something builds what is pushed: it was chosen, or was seen to.
    fn integrates(&self) -> bool {
        self.unit.integrates || self.service.versions.iter().any(Version::is_from_git)
    }

    pub(super) fn push_call(&self) -> NextCall {
        let folder = if let Source::Folder { path, .. } = &self.source { path.as_str() } else { "." };
        suggest::push(self.hostname, folder)
    }
}

/// Whether a push was made after a version, which did not come of it.
fn is_newer(pushed: &Pushed, version: &Version) -> bool {
    !version.commit().is_some_and(|commit| same(commit, &pushed.commit)) && is_before(version.created, Some(pushed.at))
}

/// Whether two abbreviations can be of one commit.
fn same(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}
