//! What that means and what to do next. Pure and total: every envelope has a decision, and every decision a
//! first step, which is a call to make or a question to a human.

mod calls;
mod project;
mod push;
mod service;

pub use project::listed;

use std::collections::BTreeMap;

use super::envelope::{Close, Envelope, Unit};
use super::source::{self, Role};
use crate::domain::call::NextCall;
use crate::domain::situation::{Case, Situation};
use crate::suggest;

/// What was decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What goes on.
    pub phase: Phase,
    /// How every service stands, with what would be done about it.
    pub standings: BTreeMap<String, Step>,
    /// What to do, the first thing first; never empty.
    pub steps: Vec<Step>,
    /// What keeps the open work from being closed by itself: a service or unit and why.
    pub blockers: Vec<(String, String)>,
}

/// What goes on in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing is open.
    Idle,
    /// A bootstrap is open.
    Bootstrap,
    /// Work is open.
    Develop,
    /// Work is open and nothing is left of it to do.
    Closed,
}

impl Phase {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Bootstrap => "bootstrap-active",
            Self::Develop => "develop-active",
            Self::Closed => "develop-closed-auto",
        }
    }
}

/// How something stands, and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The situation with what matters of it.
    pub case: Case,
    /// The service that it is about.
    pub service: Option<String>,
    /// The facts for the words.
    pub facts: BTreeMap<&'static str, String>,
    /// The calls that do it, in order; the last one moves things on. None where a human is asked.
    pub calls: Vec<NextCall>,
    /// Whether the call that moves things on is left to who knows where the code is.
    pub is_open: bool,
}

impl Step {
    fn of(case: Case) -> Self {
        Self { case, service: None, facts: BTreeMap::new(), calls: Vec::new(), is_open: false }
    }

    fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.insert(name, value.into());
        self
    }

    fn call(mut self, call: NextCall) -> Self {
        self.calls.push(call);
        self
    }

    fn calls(mut self, calls: impl IntoIterator<Item = NextCall>) -> Self {
        self.calls.extend(calls);
        self
    }

    /// Whether somebody has to decide what is next: a human, or who knows where the code is.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.is_open || self.calls.is_empty()
    }

    /// Its place among the steps; none where nothing is to be done.
    fn rank(&self) -> Option<u8> {
        use Situation as Is;
        Some(match self.case.situation {
            // What uses a database cannot be mended before the database.
            Is::NotRunning | Is::Broken if self.case.values.iter().any(|(_, value)| *value == "managed") => 0,
            Is::DeployFailed | Is::PushFailed | Is::ProofFailed | Is::RolledBack | Is::ServerWaits => 1,
            Is::NotRunning | Is::Broken | Is::OldVariables => 2,
            Is::Unproven | Is::Doubted => 3,
            Is::FirstDeploy | Is::Emptied | Is::ToDeploy => 4,
            Is::Promote | Is::ToPush | Is::PushNeedsIntegration => 5,
            Is::AwaitingBuild if self.calls.is_empty() => 9,
            Is::Deploying | Is::Busy | Is::AwaitingBuild => 7,
            Is::Stop => 8,
            Is::PushNeedsSetup | Is::PushBroken => 9,
            Is::Unreachable => 10,
            Is::ManualHandover => 11,
            _ => return None,
        })
    }
}

/// Decides.
#[must_use]
pub fn decide(envelope: &Envelope) -> Decision {
    let mut standings = standings(envelope);
    if envelope.production.is_some() {
        for step in standings.values_mut() {
            step.calls.retain(suggest::reads);
        }
    }
    let questioned = in_question(envelope);
    let open = |hostname: &&String| questioned.contains(&hostname.as_str()) || is_needed(envelope, hostname);
    let mut steps: Vec<(u8, &Step)> = standings
        .iter()
        .filter(|(hostname, _)| open(hostname))
        .filter_map(|(_, step)| Some((step.rank()?, step)))
        .collect();
    steps.sort_by_key(|(rank, step)| (*rank, step.service.clone()));
    let mut steps: Vec<Step> = steps.into_iter().map(|(_, step)| step.clone()).collect();
    let is_done = steps.is_empty();
    let blockers = blockers(envelope, &standings, &questioned);
    let phase = match (&envelope.bootstrap, &envelope.work) {
        (Some(_), _) => Phase::Bootstrap,
        (None, None) => Phase::Idle,
        (None, Some(_)) if blockers.is_empty() => Phase::Closed,
        (None, Some(_)) => Phase::Develop,
    };
    if let Some(first) = project::first(envelope) {
        let only = first.case.situation == Situation::Production;
        if only {
            steps.clear();
        }
        steps.insert(0, first);
    } else if is_done {
        steps.push(project::all_proven(envelope, &questioned));
    }
    Decision { phase, standings, steps, blockers }
}

/// The call that deploys to a service from where its code is, where that is known.
#[must_use]
pub fn deploy_to(envelope: &Envelope, service: &str) -> Option<NextCall> {
    let of = |(name, unit): &(&String, &Unit)| *name == service || unit.stage.as_deref() == Some(service);
    let (name, unit) = envelope.units.iter().find(of)?;
    let role = if *name == *service { role(unit) } else { Role::Stage };
    calls::deploy(&source::of(envelope, name, service, role), service)
}

/// The role of the first service of a unit.
fn role(unit: &Unit) -> Role {
    if unit.stage.is_some() || unit.is_dev { Role::Dev } else { Role::Single }
}

/// How every service stands.
fn standings(envelope: &Envelope) -> BTreeMap<String, Step> {
    let mut standings = BTreeMap::new();
    for (name, unit) in &envelope.units {
        let Some(first) = service::standing(envelope, name, name, role(unit), None) else { continue };
        if let Some(stage) = &unit.stage
            && let Some(step) = service::standing(envelope, name, stage, Role::Stage, Some(&first))
        {
            standings.insert(stage.clone(), step);
        }
        standings.insert(name.clone(), first);
        delivered(envelope, name, unit, &mut standings);
    }
    for (hostname, known) in &envelope.services {
        if !standings.contains_key(hostname) {
            standings.insert(hostname.clone(), service::other(hostname, known));
        }
    }
    for hostname in &envelope.gone {
        let step = Step::of(Case::of(Situation::Gone)).fact("service", hostname);
        standings.entry(hostname.clone()).or_insert(Step { service: Some(hostname.clone()), ..step });
    }
    standings
}

/// A unit that is proven and that was chosen to be pushed: what is left of that, where no work is open.
fn delivered(envelope: &Envelope, name: &str, unit: &Unit, standings: &mut BTreeMap<String, Step>) {
    let is_proven =
        |hostname: &str| standings.get(hostname).is_some_and(|step| step.case.situation == Situation::Proven);
    let built = unit.built(name);
    if envelope.work.is_none()
        && is_proven(name)
        && is_proven(built)
        && let Some(step) = service::delivery(envelope, name, unit)
    {
        standings.insert(built.to_owned(), step);
    }
}

/// The services that are to be brought to an end: those of the open work, else all that run code.
fn in_question(envelope: &Envelope) -> Vec<&str> {
    let of_units = envelope
        .units
        .iter()
        .flat_map(|(name, unit)| std::iter::once(name.as_str()).chain(unit.stage.as_deref()))
        .filter(|hostname| envelope.services.contains_key(*hostname));
    match &envelope.work {
        Some(work) => of_units.filter(|hostname| work.scope.iter().any(|one| one == hostname)).collect(),
        None => of_units.collect(),
    }
}

/// Whether everything else may need it: a database, a cache, a queue or a storage.
fn is_needed(envelope: &Envelope, hostname: &str) -> bool {
    envelope.services.get(hostname).is_some_and(|service| !service.category.is_runtime())
}

/// What a human has not said of a unit, with the call that says it.
fn unchosen(unit: &Unit) -> &'static str {
    if unit.is_adopted {
        "close mode not chosen; what the human wants is set with `action: close-mode`"
    } else {
        "not adopted, so no close mode is chosen; `action: adopt` comes before `close-mode`"
    }
}

/// What keeps the open work from being closed by itself.
fn blockers(envelope: &Envelope, standings: &BTreeMap<String, Step>, questioned: &[&str]) -> Vec<(String, String)> {
    if envelope.work.is_none() {
        return Vec::new();
    }
    let mut blockers = Vec::new();
    for hostname in questioned {
        if let Some(step) = standings.get(*hostname).filter(|step| step.case.situation != Situation::Proven) {
            blockers.push(((*hostname).to_owned(), step.case.situation.word().to_owned()));
        }
    }
    for (name, unit) in envelope.units.iter().filter(|(name, _)| questioned.contains(&name.as_str())) {
        match unit.close {
            Some(Close::Auto | Close::Push) => {}
            Some(Close::Manual) => blockers.push((name.clone(), "close mode manual".to_owned())),
            None => blockers.push((name.clone(), unchosen(unit).to_owned())),
        }
    }
    blockers
}
