//! What the project as a whole is in.

use super::Step;
use crate::domain::situation::{Axis, Case, Situation};
use crate::domain::status::ServiceStatus;
use crate::generated::types::Route;
use crate::suggest;
use crate::workflow::envelope::{Bootstrap, Envelope, Service, Stage, Unit};

/// Hostnames that a sentence names.
const NAMED: usize = 6;

/// What comes before anything about a service: production, a bootstrap, a project without a runtime.
pub(super) fn first(envelope: &Envelope) -> Option<Step> {
    if let Some(why) = &envelope.production {
        return Some(Step::of(Case::of(Situation::Production)).fact("why", why));
    }
    if let Some(open) = &envelope.bootstrap {
        return Some(of_bootstrap(envelope, open));
    }
    if !envelope.services.values().any(|service| !service.is_workspace) {
        return Some(Step::of(Case::of(Situation::Empty)).call(suggest::bootstrap(None, None)));
    }
    if !envelope.services.values().any(Service::is_runtime) {
        let others = envelope.services.iter().filter(|(_, service)| !service.is_workspace);
        let others: Vec<&str> = others.map(|(hostname, _)| hostname.as_str()).collect();
        let step = Step::of(Case::of(Situation::NoRuntime)).fact("others", listed(&others));
        return Some(step.call(suggest::bootstrap(None, None)));
    }
    None
}

fn of_bootstrap(envelope: &Envelope, open: &Bootstrap) -> Step {
    let intent = if open.intent.is_empty() { "without an intent" } else { &open.intent };
    let step = |situation| Step::of(Case::of(situation)).fact("intent", intent);
    if open.is_left {
        return step(Situation::Interrupted).call(suggest::bootstrap(Some(Route::Resume), Some(&open.id)));
    }
    let planned: Vec<&str> = open.planned.iter().map(String::as_str).collect();
    let scope = listed(&planned);
    match &open.stage {
        Stage::Route => step(Situation::ChooseRoute).call(suggest::bootstrap(None, None)),
        Stage::Plan => step(Situation::PlanNeeded).call(suggest::services()),
        Stage::Findings(why) => step(Situation::PlanInvalid).fact("why", why).call(suggest::services()),
        Stage::Planned => step(Situation::PlanReady).fact("scope", scope).call(suggest::provision()),
        Stage::Making => {
            let is_left = |hostname: &&str| !is_made(envelope, hostname);
            let left: Vec<&str> = planned.iter().copied().filter(is_left).collect();
            let (made, scope) = if left.is_empty() { ("yes", scope) } else { ("no", listed(&left)) };
            let case = Case::of(Situation::Provisioning).with(Axis::Made, made);
            Step::of(case).fact("scope", scope).call(suggest::provision())
        }
        Stage::Failed(why) => step(Situation::ProvisionFailed).fact("why", why),
    }
}

/// Whether a planned service is there and nothing makes it any more.
fn is_made(envelope: &Envelope, hostname: &str) -> bool {
    let settled = [ServiceStatus::Active, ServiceStatus::ReadyToDeploy];
    let made = |service: &Service| service.doing.is_none() && settled.contains(&service.status);
    envelope.services.get(hostname).is_some_and(made)
}

/// Nothing is left to do for what is in question.
pub(super) fn all_proven(envelope: &Envelope, questioned: &[&str]) -> Step {
    let undecided = |(name, unit): (&String, &Unit)| questioned.contains(&name.as_str()) && unit.close.is_none();
    let mode = if envelope.units.iter().any(undecided) { "open" } else { "decided" };
    let gone = envelope.orphaned();
    let work = match &envelope.work {
        Some(_) if gone.is_some() => "gone",
        Some(_) => "open",
        None => "none",
    };
    let case = Case::of(Situation::AllProven).with(Axis::Work, work).with(Axis::Mode, mode);
    // An older version that serves again is not what one would take for it.
    let shown = |hostname: &&str| {
        let service = envelope.services.get(*hostname).filter(|service| service.taken_back().is_some());
        let serving = service.and_then(Service::serving);
        serving.map_or_else(|| (*hostname).to_owned(), |version| format!("{hostname} (back at {})", version.short()))
    };
    let gone = gone.into_iter().flat_map(|work| work.scope.iter().cloned());
    let shown: Vec<String> = questioned.iter().map(shown).chain(gone).collect();
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    let step = Step::of(case).fact("scope", listed(&shown));
    match &envelope.work {
        Some(work) => step.fact("intent", &work.intent).call(suggest::close()),
        None => step,
    }
}

/// Hostnames in a sentence.
#[must_use]
pub fn listed(hostnames: &[&str]) -> String {
    let shown = hostnames.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match hostnames.len().saturating_sub(NAMED) {
        0 if hostnames.is_empty() => "the services".to_owned(),
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
