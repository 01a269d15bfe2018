//! What the notebook says, as the decision reads it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::ids::AppVersionId;
use crate::generated::types::{CloseMode, Layout};
use crate::workflow::envelope::{self, Bootstrap, Close, Deployed, Proof, Push, Pushed, Service, Stage, Unit, Work};
use crate::workflow::notebook::{self, Kind, LOCAL, Reading, Step};

/// Characters of an intent that are shown.
const INTENT: usize = 120;

/// A push of so long ago that a version should have come of it: its job waits for a machine, and builds first.
const LATE: SignedDuration = SignedDuration::from_mins(15);

/// The units, by the hostname that each is called by.
pub(super) fn units(reading: &Reading, now: Timestamp) -> BTreeMap<String, Unit> {
    let known = reading.book.units.iter().filter(|(name, _)| *name != LOCAL);
    known.map(|(name, unit)| (name.clone(), of(unit, now))).collect()
}

fn of(unit: &notebook::Unit, now: Timestamp) -> Unit {
    let proofs = unit.proofs.iter().map(|(service, proofs)| (service.clone(), proofs.iter().map(proof).collect()));
    Unit {
        stage: unit.stage.clone(),
        is_dev: unit.stage.is_some() || matches!(unit.layout, Some(Layout::Standard | Layout::Dev)),
        is_adopted: unit.origin.is_some(),
        close: unit.close_mode.map(|mode| match mode {
            CloseMode::Auto => Close::Auto,
            CloseMode::GitPush => Close::Push,
            CloseMode::Manual => Close::Manual,
        }),
        push: match &unit.remote {
            Some(remote) => Push::Configured { url: remote.url.clone() },
            None => Push::Unconfigured,
        },
        integrates: unit.integration.is_some(),
        pushed: unit.pushed.as_ref().map(|pushed| Pushed {
            commit: pushed.commit.clone(),
            at: pushed.at,
            is_late: now.duration_since(pushed.at) > LATE,
        }),
        proofs: proofs.collect(),
        deployed: unit.deployed.iter().map(|(service, from)| (service.clone(), deployed(from))).collect(),
    }
}

fn deployed(from: &notebook::Deployed) -> Deployed {
    Deployed { folder: from.folder.clone(), setup: from.setup.clone() }
}

fn proof(proof: &notebook::Proof) -> Proof {
    let verdict = match proof.verdict {
        notebook::Verdict::Passed => envelope::Verdict::Passed,
        notebook::Verdict::Failed => envelope::Verdict::Failed,
        notebook::Verdict::Unreached => envelope::Verdict::Unreached,
    };
    Proof { version: AppVersionId::new(proof.version.clone()), at: proof.at, verdict, checks: proof.checks.clone() }
}

/// Hostnames that are noted and that the project does not have.
pub(super) fn gone(reading: &Reading, services: &BTreeMap<String, Service>) -> Vec<String> {
    let units = reading.book.units.iter().filter(|(name, unit)| *name != LOCAL && unit.origin.is_some());
    let noted = units.flat_map(|(name, unit)| std::iter::once(name).chain(unit.stage.as_ref()));
    let mut gone: Vec<String> = noted.filter(|name| !services.contains_key(*name)).cloned().collect();
    gone.sort();
    gone.dedup();
    gone
}

/// The bootstrap that is open: one in hand here, else one that nobody has in hand.
pub(super) fn bootstrap(reading: &Reading) -> Option<Bootstrap> {
    let free = |id: &&String| !reading.is_anothers(Kind::Session, id);
    let sessions = &reading.book.sessions;
    let mine = sessions.keys().find(|id| reading.is_mine(Kind::Session, id));
    let id = mine.or_else(|| sessions.keys().find(free))?;
    let session = &sessions[id];
    Some(Bootstrap {
        id: id.clone(),
        intent: shown(&session.intent),
        stage: match (session.step, &session.why) {
            (Step::Making, Some(why)) => Stage::Failed(shown(why)),
            (Step::Making, None) => Stage::Making,
            (_, Some(why)) => Stage::Findings(shown(why)),
            (Step::Planned, None) => Stage::Planned,
            (Step::Discover, None) => Stage::Plan,
        },
        planned: session
            .plan
            .iter()
            .flat_map(|service| std::iter::once(&service.hostname).chain(&service.stage_hostname))
            .cloned()
            .collect(),
        is_left: mine.is_none(),
    })
}

/// The name of the work that is open: in hand here, else in nobody's hand.
pub(super) fn open_work(reading: &Reading) -> Option<(&String, &notebook::Work)> {
    let open = || reading.book.works.iter().filter(|(_, work)| work.closed.is_none());
    let mine = open().find(|(name, _)| reading.is_mine(Kind::Work, name));
    mine.or_else(|| {
        open().filter(|(name, _)| !reading.is_anothers(Kind::Work, name)).max_by_key(|(_, work)| work.began)
    })
}

/// That work, and a note of what others have in hand.
pub(super) fn work(reading: &Reading, notes: &mut Vec<String>) -> Option<Work> {
    for (name, work) in reading.book.works.iter().filter(|(_, work)| work.closed.is_none()) {
        if reading.is_anothers(Kind::Work, name) {
            let scope = work.scope.join(", ");
            notes.push(format!("another process works on {scope}: \"{}\"", shown(&work.intent)));
        }
    }
    let (name, work) = open_work(reading)?;
    let baseline = work.baseline.iter().map(|(service, id)| (service.clone(), AppVersionId::new(id.clone())));
    Some(Work {
        intent: shown(&work.intent),
        scope: work.scope.clone(),
        began: work.began,
        baseline: baseline.collect(),
        is_left: !reading.is_mine(Kind::Work, name),
    })
}

/// The beginning of an intent, in one line.
fn shown(intent: &str) -> String {
    let line = intent.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(INTENT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
