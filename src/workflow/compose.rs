//! In which words: the table of `spec/situations.yaml`, filled with the facts of a decision, as short as it is
//! useful. What to do comes first; how the services stand comes after it, those that need something first.

use super::decide::{Decision, Phase, Step, listed};
use super::envelope::{Envelope, Service};
use crate::domain::call::NextCall;
use crate::domain::situation::{Row, Situation};
use crate::domain::status::ServiceStatus;
use crate::generated::situations::TABLE;

/// Calls that an answer suggests.
const CALLS: usize = 4;
/// Steps after the first that are named.
const LATER: usize = 3;
/// Bytes of the lines about services.
const SERVICE_BYTES: usize = 3_200;
/// What keeps work open, at most so many lines.
const BLOCKERS: usize = 6;
/// Characters of a fact in a text.
const FACT: usize = 200;

/// What is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guidance {
    /// The project and what goes on, in one line.
    pub head: String,
    /// What to do: the first thing with its reason, the others by their titles.
    pub steps: Vec<String>,
    /// How the services stand, one a line.
    pub services: Vec<String>,
    /// What keeps the open work from being closed by itself.
    pub blocked: Vec<String>,
    /// What a person should know of the notebook.
    pub notes: Vec<String>,
    /// The calls to make next, the first one first.
    pub next: Vec<NextCall>,
}

/// Puts a decision into words.
#[must_use]
pub fn compose(envelope: &Envelope, decision: &Decision) -> Guidance {
    let mut steps = Vec::new();
    for (index, step) in decision.steps.iter().take(LATER + 1).enumerate() {
        let (title, text) = words(step);
        steps.push(if index == 0 { format!("{title}. {text}") } else { format!("{title}.") });
    }
    let more = decision.steps.len().saturating_sub(LATER + 1);
    if more > 0 {
        steps.push(format!("And {more} more."));
    }
    Guidance {
        head: head(envelope, decision),
        steps,
        services: services(envelope, decision),
        blocked: blocked(decision),
        notes: envelope.notes.clone(),
        next: calls(decision),
    }
}

/// The title and the text of a step.
#[must_use]
pub fn words(step: &Step) -> (String, String) {
    let row = row(step);
    let filled = |text: &str| fill(text, step);
    row.map(|row| (filled(row.title), filled(row.text))).unwrap_or_default()
}

/// The row of the table that is for a step.
#[must_use]
pub fn row(step: &Step) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.is_for(&step.case))
}

/// The calls that are suggested for one service: those of its own step.
#[must_use]
pub fn calls_for(decision: &Decision, service: &str) -> Vec<NextCall> {
    decision.standings.get(service).map(|step| step.calls.clone()).unwrap_or_default()
}

fn fill(text: &str, step: &Step) -> String {
    let mut text = text.to_owned();
    for (name, value) in &step.facts {
        let shown: String = match value.char_indices().nth(FACT) {
            Some((end, _)) => format!("{}…", &value[..end]),
            None => value.clone(),
        };
        text = text.replace(&format!("${{{name}}}"), &shown);
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn head(envelope: &Envelope, decision: &Decision) -> String {
    let mut head = format!("{}: {}", envelope.project, decision.phase.word());
    if let Some(work) = &envelope.work {
        let left = if work.is_left { ", left by a process that has ended" } else { "" };
        let scope: Vec<&str> = work.scope.iter().map(String::as_str).collect();
        head.push_str(&format!(" \"{}\" on {}{left}", work.intent, listed(&scope)));
    }
    if decision.phase == Phase::Closed {
        head.push_str(if envelope.orphaned().is_some() { ", which is gone" } else { ", nothing left to do" });
    }
    head
}

/// Those that need something first, each with all that matters; the rest by their names.
fn services(envelope: &Envelope, decision: &Decision) -> Vec<String> {
    let at_rest = |situation| matches!(situation, Situation::Proven | Situation::Supports | Situation::Workspace);
    let mut standings: Vec<(&String, &Step)> = decision.standings.iter().collect();
    standings.sort_by_key(|(hostname, step)| (at_rest(step.case.situation), *hostname));
    let mut lines = Vec::new();
    let mut room = SERVICE_BYTES;
    for (index, (hostname, step)) in standings.iter().enumerate() {
        let line = line(envelope, hostname, step);
        if line.len() > room {
            let left = standings.len() - index;
            lines.push(format!("{left} more, {} of them at rest; zerops_discover lists them", {
                standings[index..].iter().filter(|(_, step)| at_rest(step.case.situation)).count()
            }));
            break;
        }
        room -= line.len();
        lines.push(line);
    }
    lines
}

/// `appdev ubuntu/nodejs@22 ACTIVE, unproven: 0a1b2c3d serves`
fn line(envelope: &Envelope, hostname: &str, step: &Step) -> String {
    let situation = step.case.situation;
    let Some(service) = envelope.services.get(hostname) else { return format!("{hostname}: {situation}") };
    let mut line = format!("{hostname} {} {}", service.type_name, service.status);
    if situation != Situation::Supports {
        line.push_str(&format!(", {situation}"));
    }
    if service.variables.are_old && situation != Situation::OldVariables {
        line.push_str(", old variables");
    }
    if let Some(versions) = versions(service) {
        line.push_str(&format!(": {versions}"));
    }
    let of = envelope.units.iter().find(|(_, unit)| unit.stage.as_deref() == Some(hostname));
    if let Some((dev, _)) = of {
        line.push_str(&format!(" (stage of {dev})"));
    }
    line
}

/// Which version serves, and what became of the newest where that is another one.
fn versions(service: &Service) -> Option<String> {
    let (newest, serving) = (service.newest(), service.serving());
    // What is stopped serves nothing before it is started.
    let serves = if service.status == ServiceStatus::Stopped { "is to be started" } else { "serves" };
    match (newest, serving) {
        (Some(newest), Some(serving)) if newest.id != serving.id => {
            Some(format!("newest {} {}, {} {serves}", newest.short(), newest.status, serving.short()))
        }
        (_, Some(serving)) => Some(format!("{} {serves}", serving.short())),
        (Some(newest), None) => Some(format!("newest {} {}", newest.short(), newest.status)),
        (None, None) => None,
    }
}

fn blocked(decision: &Decision) -> Vec<String> {
    let mut lines: Vec<String> =
        decision.blockers.iter().take(BLOCKERS).map(|(what, why)| format!("{what}: {why}")).collect();
    let more = decision.blockers.len().saturating_sub(BLOCKERS);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

/// All calls of the first step, then the first call of each later one.
fn calls(decision: &Decision) -> Vec<NextCall> {
    let mut calls: Vec<NextCall> = Vec::new();
    let first = decision.steps.iter().take(1).flat_map(|step| &step.calls);
    // What has to be written first is no call to make beside another one.
    let is_ready = |step: &&Step| step.case.values.iter().all(|(_, value)| !matches!(*value, "none" | "unclear"));
    let later = decision.steps.iter().skip(1).filter(is_ready).filter_map(|step| step.calls.first());
    for call in first.chain(later) {
        if calls.len() < CALLS && !calls.contains(call) {
            calls.push(call.clone());
        }
    }
    calls
}
