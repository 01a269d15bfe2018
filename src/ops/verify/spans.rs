//! Which lines of a service's log are of what serves now. A version that is being started, or that failed to start,
//! writes to the same log, and so did what ran before the last restart.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use crate::deploy::classify::Phase;
use crate::deploy::stage::{self, Stage};
use crate::domain::status::ProcessStatus;
use crate::ops::versions::DEPLOYS;
use crate::platform::wire::{AppVersion, AppVersionSummary, LogItem, Process, Service};

/// What begins the program of a container anew.
const RESTARTS: [&str; 3] = ["stack.start", "stack.restart", "stack.reload"];
/// A program that is ended still writes for so long.
const LAST_WORDS: SignedDuration = SignedDuration::from_secs(2);

/// When what.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// Since when what runs now runs; nothing where it was never deployed.
    pub(super) since: Option<Timestamp>,
    /// The same in words.
    pub(super) word: &'static str,
    /// When the version that serves was begun to be started, where it was not restarted since.
    began: Option<Timestamp>,
    /// When others were started in vain, or are being started.
    others: Vec<(Timestamp, Timestamp)>,
}

impl Spans {
    /// What processes and versions tell of a service.
    pub(super) fn of(
        service: &Service,
        active: Option<&AppVersionSummary>,
        processes: &[Process],
        versions: &[AppVersion],
        now: Timestamp,
    ) -> Self {
        let deploy = active.and_then(|version| version.activation_date.or(version.created));
        let own = || processes.iter().filter(|process| process.service_stacks.iter().any(|one| one.id == service.id));
        let is_done = |process: &&Process| process.state() == ProcessStatus::Finished;
        let restarts = own().filter(is_done).filter(|process| RESTARTS.contains(&process.action_name.as_str()));
        let restart = restarts.filter_map(|process| process.finished).max();
        let is_of_active = |process: &&Process| {
            let version = process.app_version.as_ref();
            DEPLOYS.contains(&process.action_name.as_str())
                && version.zip(active).is_some_and(|(version, active)| version.id == active.id)
        };
        let began = own().filter(is_of_active).filter_map(|process| process.started.or(process.created)).max();
        let built = active.and_then(|active| active.build.as_ref()?.end_date);
        let is_restarted = restart > deploy;
        let others = versions.iter().filter(|version| active.is_none_or(|active| active.id != version.id));
        Self {
            since: restart.max(deploy),
            word: if is_restarted { "since the restart" } else { "since the deploy" },
            began: began.map(|began| began.max(built.unwrap_or(began))).filter(|_| !is_restarted),
            others: others.filter_map(|version| started(version, now)).collect(),
        }
    }

    /// The lines of what serves, in the order that they came in. A container that was there before is known by what it
    /// wrote then; a deploy always makes new ones.
    pub(super) fn own(&self, items: Vec<LogItem>, since: Timestamp) -> Vec<LogItem> {
        let is_of_another = |time| self.others.iter().any(|(from, to)| *from <= time && time <= *to);
        // Of a deploy of long ago the start is long ago too.
        let began = self.began.filter(|_| self.since == Some(since)).map_or(since, |began| began.min(since));
        let name = |item: &LogItem| Some(item.container_id.clone()).filter(|id| !id.is_empty());
        let of = |wanted: &dyn Fn(Timestamp) -> bool| -> BTreeSet<String> {
            items.iter().filter(|item| item.timestamp.is_some_and(wanted)).filter_map(name).collect()
        };
        let before = of(&|time| time < began);
        let serving = of(&|time| time >= since && !is_of_another(time));
        let is_own = |item: &LogItem| {
            let Some(time) = item.timestamp else { return true };
            let is_in = |containers: &BTreeSet<String>| containers.contains(&item.container_id);
            if time >= since {
                return !is_of_another(time) || is_in(&serving);
            }
            // While it was started what served before it went on writing.
            time >= began && !item.container_id.is_empty() && !is_in(&before) && !is_of_another(time)
        };
        let kept: Vec<bool> = items.iter().map(is_own).collect();
        items.into_iter().zip(kept).filter_map(|(item, is_own)| is_own.then_some(item)).collect()
    }
}

/// From when to when a version was started that does not serve; nothing for one that was not.
fn started(version: &AppVersion, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let build = version.build.as_ref();
    let built = build.and_then(|build| build.end_date);
    let from = built.or(version.created)?;
    let to = match stage::of(version) {
        // What was cancelled before it was built was not started.
        Stage::Cancelled if built.is_none() => return None,
        Stage::Going { built: true } => now,
        Stage::Failed(Phase::Init) | Stage::Cancelled => {
            build.and_then(|build| build.pipeline_failed).or(version.last_update).unwrap_or(now)
        }
        _ => return None,
    };
    Some((from, to.checked_add(LAST_WORDS).unwrap_or(to)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn at(minute: u32) -> String {
        format!("2026-01-02T03:{minute:02}:00Z")
    }

    fn moment(minute: u32) -> Timestamp {
        at(minute).parse().expect("a moment")
    }

    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).expect("JSON")
    }

    fn line(minute: u32, container: &str, text: &str) -> LogItem {
        read(json!({ "timestamp": at(minute), "containerId": container, "message": text }))
    }

    fn process(action: &str, status: &str, from: u32, to: u32, version: Option<&str>) -> Process {
        read(json!({
            "id": "p", "actionName": action, "status": status, "serviceStacks": [{ "id": "web", "name": "web" }],
            "created": at(from), "started": at(from), "finished": at(to), "appVersion": version.map(|id| json!({ "id": id })),
        }))
    }

    fn failed(status: &str, built: u32, failed: u32) -> AppVersion {
        let build = json!({ "serviceStackId": "b", "endDate": at(built), "pipelineFailed": at(failed) });
        read(json!({ "id": "other", "status": status, "source": "CLI", "created": at(built), "build": build }))
    }

    /// The texts of the lines that count, of a version that was begun to be started at minute 9 and went live at 10.
    fn own(processes: &[Process], versions: &[AppVersion], lines: &[LogItem]) -> Vec<String> {
        let service: Service = read(json!({ "id": "web", "name": "web", "status": "ACTIVE" }));
        let build = json!({ "serviceStackId": "b", "endDate": at(9) });
        let active: AppVersionSummary = read(
            json!({ "id": "live", "status": "ACTIVE", "source": "CLI", "activationDate": at(10), "build": build }),
        );
        let all = [processes, &[process("stack.build", "FINISHED", 8, 10, Some("live"))]].concat();
        let spans = Spans::of(&service, Some(&active), &all, versions, moment(50));
        let kept = spans.own(lines.to_vec(), spans.since.expect("a deploy"));
        kept.into_iter().map(|item| item.message).collect()
    }

    #[test]
    fn a_version_that_failed_to_start_says_nothing_of_the_one_that_serves() {
        let broken = failed("DEPLOY_FAILED", 20, 21);
        let lines = [line(12, "a", "live"), line(20, "b", "init"), line(20, "a", "live too"), line(30, "a", "after")];
        assert_eq!(own(&[], &[broken], &lines), ["live", "live too", "after"]);
        // Where nothing tells containers apart, the time alone does.
        let lines = [line(20, "", "init"), line(30, "", "after")];
        assert_eq!(own(&[], &[failed("DEPLOY_FAILED", 20, 21)], &lines), ["after"]);
        // A build that failed has started nothing.
        assert_eq!(own(&[], &[failed("BUILD_FAILED", 20, 21)], &lines), ["init", "after"]);
        let build = json!({ "serviceStackId": "b", "endDate": at(20) });
        let going = read(json!({ "id": "other", "status": "DEPLOYING", "source": "CLI", "build": build }));
        assert!(own(&[], &[going], &lines).is_empty());
    }

    #[test]
    fn what_was_written_before_the_last_restart_is_of_what_ran_then() {
        let lines = [line(12, "a", "crash"), line(30, "a", "again")];
        assert_eq!(own(&[], &[], &lines), ["crash", "again"]);
        for (action, status, wanted) in [
            ("stack.restart", "FINISHED", &["again"][..]),
            ("stack.start", "FINISHED", &["again"]),
            ("stack.restart", "FAILED", &["crash", "again"]),
            ("stack.scale", "FINISHED", &["crash", "again"]),
        ] {
            assert_eq!(own(&[process(action, status, 14, 15, None)], &[], &lines), wanted, "{action} {status}");
        }
    }

    #[test]
    fn what_it_wrote_while_it_was_started_is_its_own() {
        let lines =
            [line(5, "old", "long ago"), line(9, "old", "still"), line(9, "new", "first"), line(9, "", "whose")];
        assert_eq!(own(&[], &[], &lines), ["first"]);
        assert!(own(&[process("stack.restart", "FINISHED", 14, 15, None)], &[], &lines).is_empty());
        // What it wrote long ago says nothing of now.
        let spans = Spans { since: Some(moment(10)), began: Some(moment(9)), ..Spans::default() };
        assert!(spans.own(lines.to_vec(), moment(20)).is_empty());
        assert!(spans.own(vec![line(15, "new", "since")], moment(20)).is_empty());
    }
}
