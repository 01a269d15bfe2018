//! What one service is in.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Step, calls};
use crate::domain::ids::AppVersionId;
use crate::domain::situation::{Axis, Case, Situation};
use crate::domain::status::{ServiceStatus, VersionStatus};
use crate::generated::types::Workflow;
use crate::suggest;
use crate::workflow::checks;
use crate::workflow::envelope::{Close, Envelope, Proof, Push, Service, Unit, Verdict, Version, Work, is_before};
use crate::workflow::source::{self, Role, Source};

/// The actions of processes that bring a version live.
const DEPLOYS: [&str; 3] = ["build", "deploy", "rollback"];
/// Checks that ask nothing.
const BY_ITSELF: [&str; 2] = ["logs", "variables"];
/// Checks that a sentence names.
const CHECKS: usize = 3;

/// One service of a unit, with all that is said of it.
pub(super) struct Look<'a> {
    pub(super) envelope: &'a Envelope,
    pub(super) unit_name: &'a str,
    pub(super) unit: &'a Unit,
    pub(super) hostname: &'a str,
    pub(super) service: &'a Service,
    pub(super) source: Source,
    /// The open work, where it is about this service.
    pub(super) work: Option<&'a Work>,
}

/// How a service of a unit stands; nothing for one that the project does not have. The stage of a pair is told
/// how its dev service stands.
pub(super) fn standing(
    envelope: &Envelope,
    unit_name: &str,
    hostname: &str,
    role: Role,
    dev: Option<&Step>,
) -> Option<Step> {
    let (unit, service) = (envelope.units.get(unit_name)?, envelope.services.get(hostname)?);
    let source = source::of(envelope, unit_name, hostname, role);
    let work = envelope.work.as_ref().filter(|work| work.scope.iter().any(|one| one == hostname));
    let look = Look { envelope, unit_name, unit, hostname, service, source, work };
    let step = look.at_platform().or_else(|| look.failed()).unwrap_or_else(|| match dev {
        Some(dev) => look.stage(dev),
        None => look.code(role),
    });
    Some(look.with_facts(step))
}

/// What is left of the way that a unit is delivered by, where that is a push.
pub(super) fn delivery(envelope: &Envelope, unit_name: &str, unit: &Unit) -> Option<Step> {
    let hostname = unit.built(unit_name);
    let role = if unit.stage.is_some() { Role::Stage } else { super::role(unit) };
    let service = envelope.services.get(hostname)?;
    let source = source::of(envelope, unit_name, hostname, role);
    let look = Look { envelope, unit_name, unit, hostname, service, source, work: None };
    look.delivery().map(|step| look.with_facts(step))
}

/// How a service stands that no unit has: a managed one, or a workspace.
pub(super) fn other(hostname: &str, service: &Service) -> Step {
    let managed = |situation| Step::of(Case::of(situation).with(Axis::Class, "managed"));
    let step = if service.is_workspace {
        Step::of(Case::of(Situation::Workspace))
    } else if service.status.is_broken() {
        managed(Situation::Broken).calls([suggest::log(hostname), suggest::restart(hostname, Some(true))])
    } else if service.status == ServiceStatus::Stopped {
        managed(Situation::NotRunning).call(suggest::start(hostname, Some(true)))
    } else if service.doing.is_some() || service.status.is_passing() || service.status.is_going() {
        Step::of(Case::of(Situation::Busy)).call(calls::follow(hostname, service.doing.as_ref()))
    } else {
        Step::of(Case::of(Situation::Supports))
    };
    let doing = service.doing.as_ref().map_or("no process is known", |doing| &doing.action);
    let step = step.fact("service", hostname).fact("status", service.status.as_str()).fact("doing", doing);
    Step { service: Some(hostname.to_owned()), ..step }
}

impl Look<'_> {
    /// What the platform is doing, or does not do.
    fn at_platform(&self) -> Option<Step> {
        let (hostname, service) = (self.hostname, self.service);
        let doing = service.doing.as_ref();
        let deploys = doing.is_some_and(|doing| DEPLOYS.contains(&doing.action.as_str()));
        let going = service.newest().filter(|version| version.status.is_going());
        // Nothing but its status tells of an upload, and that stays when whoever sent it is gone.
        let rests = doing.is_none() && !service.status.is_passing() && !service.status.is_going();
        if rests && going.is_some_and(|version| version.status == VersionStatus::Uploading) {
            let step = Step::of(Case::of(Situation::Deploying).with(Axis::Late, "yes"));
            let step = step.call(suggest::events_of(hostname));
            return Some(if self.is_delivered_by_push() {
                step
            } else {
                step.calls(self.deploy().or_else(|| self.document()))
            });
        }
        if deploys || going.is_some() {
            let case = Case::of(Situation::Deploying).with(Axis::Late, "no");
            return Some(Step::of(case).call(calls::follow(hostname, doing)));
        }
        if doing.is_some() || service.status.is_passing() || service.status.is_going() {
            return Some(Step::of(Case::of(Situation::Busy)).call(calls::follow(hostname, doing)));
        }
        let case = |situation| Case::of(situation).with(Axis::Class, "runtime");
        if service.status == ServiceStatus::Stopped {
            return Some(Step::of(case(Situation::NotRunning)).call(suggest::start(hostname, Some(true))));
        }
        // A service that failed because its newest version did is mended by another version.
        let failed = service.newest().is_some_and(|version| version.status.is_failed());
        if service.status.is_broken() && !failed {
            let step = Step::of(case(Situation::Broken)).call(suggest::log(hostname));
            // The platform does not restart what is FAILED.
            return Some(if service.status == ServiceStatus::Failed {
                step.calls([suggest::stop(hostname), suggest::start(hostname, Some(true))])
            } else {
                step.call(suggest::restart(hostname, Some(true)))
            });
        }
        None
    }

    /// The newest version failed.
    fn failed(&self) -> Option<Step> {
        let newest = self.service.newest().filter(|version| version.status.is_failed())?;
        if let (Some(serving), Some(back)) = (self.service.serving(), self.brought_back())
            && !self.unit.looks(self.hostname, &serving.id).any(|look| look.at >= back)
        {
            return Some(self.proof(serving));
        }
        let attempts = self.service.failures_since(self.work.map(|work| work.began)).max(1);
        let (phase, place) = phase(&newest.status);
        if attempts >= self.envelope.most_attempts {
            return Some(Self::stop(attempts, place));
        }
        let log = match phase {
            "start" => suggest::log(self.hostname),
            _ if newest.was_built => suggest::build_log(self.hostname, &newest.id),
            _ => suggest::events_of(self.hostname),
        };
        if self.is_of_push(newest) {
            return Some(
                self.push_failed(newest, phase, attempts, log)
                    .fact("attempts", attempts.to_string())
                    .fact("why", place),
            );
        }
        let case = Case::of(Situation::DeployFailed)
            .with(Axis::Phase, phase)
            .with(Axis::Depth, depth(attempts))
            .with(Axis::Serves, if self.service.serving().is_some() { "old" } else { "nothing" })
            .with(Axis::File, self.file());
        let step = Step::of(case).fact("attempts", attempts.to_string()).fact("why", place);
        let step = step.call(log).calls(self.deploy().or_else(|| self.document()));
        Some(Step { is_open: self.source == Source::Nowhere, ..step })
    }

    /// A version was taken back: of the work that is open, or one that had failed its last look. The same code is not
    /// to be deployed once more as if nothing had been.
    fn rolled_back(&self) -> Option<Step> {
        let taken = self.service.taken_back()?;
        let last = self.unit.looks(self.hostname, &taken.id).next();
        let has_failed = last.is_some_and(|look| look.verdict == Verdict::Failed);
        let began = self.work.map(|work| work.began);
        let is_of_work = self.work.is_some() && !is_before(taken.created, began);
        let is_left = match self.service.serving() {
            Some(serving) if self.work.is_some() => is_of_work && (has_failed || self.is_of_before(serving)),
            // Without work only a stage has something to follow; a service of its own is at rest.
            _ => has_failed && self.hostname != self.unit_name,
        };
        if !is_left {
            return None;
        }
        let why = if has_failed { "its last look failed" } else { "nobody noted why" };
        let case = Case::of(Situation::RolledBack).with(Axis::File, self.file());
        let step = Step::of(case).fact("why", why).call(suggest::log(self.hostname));
        if self.is_delivered_by_push() && matches!(self.unit.push, Push::Configured { .. }) {
            return Some(step.call(self.push_call()));
        }
        let step = step.calls(self.deploy().or_else(|| self.document()));
        Some(Step { is_open: self.source == Source::Nowhere, ..step })
    }

    /// A version is taken back to what serves now: before anything else that is looked at.
    fn after_rollback(&self) -> Option<Step> {
        let step = self.rolled_back()?;
        let serving = self.service.serving()?;
        let is_known = self.looks(&serving.id).next().is_some_and(|look| look.verdict != Verdict::Unreached);
        Some(if is_known { step } else { self.proof(serving) })
    }

    /// A service that has its code from a folder or from its own container.
    fn code(&self, role: Role) -> Step {
        if let Some(step) = self.after_rollback() {
            return step;
        }
        match self.service.serving() {
            None => self.first_deploy(role),
            Some(serving) if self.is_of_before(serving) => {
                if self.is_delivered_by_push() {
                    return self.push(self.work.map(|work| work.began));
                }
                let work = self.work.map(|work| work.intent.as_str()).unwrap_or_default();
                let case = Case::of(Situation::ToDeploy).with(Axis::File, self.file());
                let step = Step::of(case).fact("intent", work);
                step.calls(self.deploy().or_else(|| self.document()))
            }
            Some(serving) => self.proof(serving),
        }
    }

    /// The stage of a pair: it follows its dev service.
    fn stage(&self, dev: &Step) -> Step {
        if let Some(step) = self.after_rollback() {
            return step;
        }
        let is_behind = self.is_behind();
        let Some(serving) = self.service.serving().filter(|_| !is_behind) else {
            let is_proven = dev.case.situation == Situation::Proven;
            return if is_proven { self.advance() } else { Step::of(Case::of(Situation::StageWaits)) };
        };
        self.proof(serving)
    }

    /// Brings what is proven to the stage, in the way that was chosen.
    fn advance(&self) -> Step {
        match self.unit.close {
            Some(Close::Manual) => Step::of(Case::of(Situation::ManualHandover)),
            Some(Close::Push) => {
                let dev = self.envelope.services.get(self.unit_name).and_then(Service::serving);
                self.push(dev.and_then(|version| version.created))
            }
            _ => {
                let from = match &self.source {
                    Source::Folder { .. } => "folder",
                    Source::Service { .. } => "service",
                    Source::Unclear { .. } => "unclear",
                    Source::Nowhere => "nowhere",
                };
                let step = Step::of(Case::of(Situation::Promote).with(Axis::From, from));
                step.calls(self.deploy().or_else(|| self.document()))
            }
        }
    }

    fn first_deploy(&self, role: Role) -> Step {
        if let Some(kept) = self.kept() {
            let step = Step::of(Case::of(Situation::Emptied)).fact("back", kept.label());
            let rollback = suggest::roll_back(self.hostname, Some(&kept.id));
            return step.call(rollback).calls(self.deploy().or_else(|| self.document()));
        }
        let step = Step::of(Case::of(Situation::FirstDeploy).with(Axis::File, self.file()));
        match &self.source {
            Source::Nowhere => {
                let deploy = calls::deploy_written(self.hostname, role);
                step.calls([suggest::guide(Workflow::Develop), suggest::validate("zerops.yaml"), deploy])
            }
            _ => step.calls(self.deploy().or_else(|| self.document())),
        }
    }

    /// The looks at a version that say something of what runs now, the newest first: what was seen before its
    /// variables were changed, or before it was brought back, was something else.
    fn looks<'a>(&'a self, version: &'a AppVersionId) -> impl Iterator<Item = &'a Proof> {
        let since = self.seen_since();
        self.unit.looks(self.hostname, version).take_while(move |look| since.is_none_or(|since| look.at >= since))
    }

    fn seen_since(&self) -> Option<Timestamp> {
        self.brought_back().into_iter().chain(self.service.variables.changed).max()
    }

    /// When the version that serves was made live again after a newer one had been live or had failed.
    fn brought_back(&self) -> Option<Timestamp> {
        let serving = self.service.serving()?;
        let newest = self.service.newest().filter(|newest| newest.status.is_failed());
        let is_after = |newest: &Version| {
            is_before(serving.created, newest.created) && is_before(newest.created, serving.live_since)
        };
        let is_back = self.service.taken_back().is_some() || newest.is_some_and(is_after);
        serving.live_since.filter(|_| is_back)
    }

    /// What the looks at the version that serves have found.
    fn proof(&self, serving: &Version) -> Step {
        if self.service.variables.are_old {
            return Step::of(Case::of(Situation::OldVariables)).call(suggest::restart(self.hostname, Some(true)));
        }
        let mut looks = self.looks(&serving.id);
        let public = if self.service.is_public { "yes" } else { "no" };
        let Some(look) = looks.next() else {
            return Step::of(Case::of(Situation::Unproven).with(Axis::Public, public))
                .call(suggest::verify(self.hostname));
        };
        // Of what was looked at, that which was not well is the reason.
        let ill: Vec<&String> = look.checks.iter().filter(|check| !checks::is_passed(check)).collect();
        let told = if ill.is_empty() { look.checks.iter().collect() } else { ill };
        let why = told.into_iter().take(CHECKS).cloned().collect::<Vec<_>>().join("; ");
        match look.verdict {
            Verdict::Passed => Step::of(Case::of(Situation::Proven)),
            Verdict::Unreached => {
                Step::of(Case::of(Situation::Unreachable).with(Axis::Public, public)).fact("why", why)
            }
            Verdict::Failed => match looks.next().filter(|before| before.verdict == Verdict::Passed) {
                Some(before) if !self.waits() && is_about_the_question(look) => self.doubted(why, before),
                _ => self.proof_failed(why),
            },
        }
    }

    /// The same version passed a look before: what was asked may be what is wrong.
    fn doubted(&self, why: String, before: &Proof) -> Step {
        let passed = before.checks.iter().take(CHECKS).cloned().collect::<Vec<_>>().join("; ");
        let passed = if passed.is_empty() { "what was asked then".to_owned() } else { passed };
        let step = Step::of(Case::of(Situation::Doubted)).fact("why", why).fact("lines", passed);
        step.call(suggest::log(self.hostname)).call(suggest::verify(self.hostname))
    }

    /// Whether the setup for it starts nothing that answers.
    fn waits(&self) -> bool {
        let Source::Folder { path, setup, .. } = &self.source else { return false };
        // Where no container is entered from here, no server is started in one.
        self.envelope.reaches_containers
            && self.envelope.folders.iter().any(|folder| folder.path == *path && folder.waits.contains(setup))
    }

    /// Nothing answers before the development server runs. Starting one that runs changes nothing.
    fn server_waits(&self) -> Step {
        let step = Step::of(Case::of(Situation::ServerWaits));
        step.call(suggest::dev_server(self.hostname)).call(suggest::verify(self.hostname))
    }

    fn proof_failed(&self, why: String) -> Step {
        let since = self.seen_since();
        let looks = self.unit.proofs.get(self.hostname).into_iter().flatten().rev();
        let is_one = |look: &&Proof| look.verdict == Verdict::Failed && since.is_none_or(|since| look.at >= since);
        // The same version that is looked at again is no new attempt.
        let attempts = looks.take_while(is_one).map(|look| &look.version).collect::<BTreeSet<_>>().len();
        if attempts >= self.envelope.most_attempts {
            return Self::stop(attempts, &why);
        }
        if self.waits() {
            return self.server_waits();
        }
        let is_of_variables = checks::is_of(&why, "variables");
        let back = self.back();
        let case = Case::of(Situation::ProofFailed)
            .with(Axis::Depth, depth(attempts))
            .with(Axis::File, self.file())
            .with(Axis::Back, if back.is_some() { "yes" } else { "no" });
        let step = Step::of(case).fact("why", why).fact("attempts", attempts.to_string());
        let step = step.fact("back", back.map(Version::label).unwrap_or_default());
        let mend = self.deploy().unwrap_or_else(|| suggest::verify(self.hostname));
        let rollback = back.map(|version| suggest::roll_back(self.hostname, Some(&version.id)));
        let look = if is_of_variables { suggest::variables(Some(self.hostname)) } else { suggest::log(self.hostname) };
        step.call(look).calls(rollback).call(mend)
    }

    /// The newest version that served before the one that serves, is kept, and passed its last look.
    fn back(&self) -> Option<&Version> {
        let earlier = self.service.versions.iter().skip_while(|version| version.status != VersionStatus::Active);
        let passed = |version: &&Version| {
            let last = self.unit.looks(self.hostname, &version.id).next();
            last.is_some_and(|look| look.verdict == Verdict::Passed)
        };
        earlier.filter(|version| version.status == VersionStatus::Backup).find(passed)
    }

    /// The newest version that is kept and passed its last look, else the newest that is kept.
    fn kept(&self) -> Option<&Version> {
        let mut kept = self.service.versions.iter().filter(|version| version.status == VersionStatus::Backup);
        let passed = |version: &&Version| {
            self.unit.looks(self.hostname, &version.id).next().is_some_and(|look| look.verdict == Verdict::Passed)
        };
        kept.clone().find(passed).or_else(|| kept.next())
    }

    fn stop(attempts: usize, last: &str) -> Step {
        let step = Step::of(Case::of(Situation::Stop)).fact("attempts", attempts.to_string());
        step.fact("lines", format!("the last at {last}"))
    }

    /// Whether what serves was made before the work that is open.
    fn is_of_before(&self, serving: &Version) -> bool {
        self.work.is_some_and(|work| {
            work.baseline.get(self.hostname) == Some(&serving.id) || is_before(serving.created, Some(work.began))
        })
    }

    /// Whether the stage serves nothing, or something older than its dev service and not the same commit.
    fn is_behind(&self) -> bool {
        let dev = self.envelope.services.get(self.unit_name).and_then(Service::serving);
        match (self.service.serving(), dev) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(stage), Some(dev)) => {
                let same = stage.commit().zip(dev.commit()).is_some_and(|(stage, dev)| stage == dev);
                is_before(stage.created, dev.created) && !same
            }
        }
    }

    fn deploy(&self) -> Option<crate::domain::call::NextCall> {
        calls::deploy(&self.source, self.hostname)
    }

    /// Checks the document whose setups have to be looked at. Where the code is, only who wrote it knows.
    fn document(&self) -> Option<crate::domain::call::NextCall> {
        match &self.source {
            Source::Unclear { file, .. } => Some(suggest::validate(file)),
            _ => None,
        }
    }

    /// What is known of zerops.yaml, as the texts distinguish it.
    fn file(&self) -> &'static str {
        match &self.source {
            Source::Folder { .. } | Source::Service { .. } => "found",
            Source::Unclear { .. } => "unclear",
            Source::Nowhere => "none",
        }
    }

    /// The step with what every text may name.
    fn with_facts(&self, step: Step) -> Step {
        let label = |version: Option<&Version>| version.map_or_else(|| "nothing".to_owned(), Version::label);
        let doing = self.service.doing.as_ref().map_or("no process is known", |doing| &doing.action);
        let (file, setup, setups) = match &self.source {
            Source::Folder { file, setup, .. } => (file.clone(), setup.clone(), String::new()),
            Source::Service { hostname, setup } => {
                (format!("zerops.yaml in `{hostname}`"), setup.clone().unwrap_or_default(), String::new())
            }
            Source::Unclear { file, setups } => (file.clone(), String::new(), setups.clone()),
            Source::Nowhere => ("zerops.yaml".to_owned(), String::new(), String::new()),
        };
        let remote = if let Push::Configured { url } = &self.unit.push { url.as_str() } else { "its remote" };
        let mut step = step;
        for (name, value) in [
            ("service", self.hostname.to_owned()),
            ("unit", self.unit_name.to_owned()),
            ("from", self.unit_name.to_owned()),
            ("status", self.service.status.to_string()),
            ("doing", doing.to_owned()),
            ("newest", label(self.service.newest())),
            ("serving", label(self.service.serving())),
            ("file", file),
            ("setup", setup),
            ("setups", setups),
            ("remote", remote.to_owned()),
            ("commit", self.unit.pushed.as_ref().map(|pushed| pushed.commit.clone()).unwrap_or_default()),
        ] {
            step.facts.entry(name).or_insert(value);
        }
        Step { service: Some(self.hostname.to_owned()), ..step }
    }
}

/// Whether a look failed at what was asked, so that the question may be what is wrong. What stands in the log or in the
/// variables is so whatever is asked.
fn is_about_the_question(look: &Proof) -> bool {
    let asks_nothing = |line: &str| BY_ITSELF.iter().any(|check| checks::is_of(line, check));
    look.checks.iter().any(|line| !checks::is_passed(line) && !asks_nothing(line))
}

/// Where on its way a version failed, as the texts distinguish it and in words.
fn phase(status: &VersionStatus) -> (&'static str, &'static str) {
    match status {
        VersionStatus::PreparingRuntimeFailed => ("prepare", "preparing the runtime"),
        VersionStatus::DeployFailed => ("start", "its start"),
        VersionStatus::BuildValidationFailed => ("build", "the check of its zerops.yaml"),
        _ => ("build", "the build"),
    }
}

pub(super) fn depth(attempts: usize) -> &'static str {
    if attempts > 2 { "again" } else { "first" }
}
