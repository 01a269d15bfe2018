//! Processes and app versions in one list.

use jiff::Timestamp;

use crate::domain::ids::{AppVersionId, ProcessId};
use crate::domain::status::{ProcessStatus, VersionStatus};
use crate::ops::support::wire_to_view;
use crate::platform::timeline::Recent;
use crate::platform::wire::{AppVersion, Process, Service};

/// What happened, the newest first.
pub(super) struct Timeline {
    pub(super) events: Vec<Event>,
    /// Whether there are older ones.
    pub(super) older: bool,
}

/// A process, or a deploy with its process.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) time: Option<Timestamp>,
    pub(super) services: Vec<String>,
    pub(super) action: String,
    pub(super) status: String,
    pub(super) seconds: Option<i64>,
    pub(super) reason: Option<String>,
    pub(super) process: Option<ProcessId>,
    pub(super) build: Option<AppVersionId>,
    pub(super) name: Option<String>,
    pub(super) source: Option<String>,
}

impl Timeline {
    /// Merges the two lists. Each holds the newest of its kind, so what is older than the end of a list
    /// that has no end is left out: it would stand beside gaps.
    pub(super) fn merge(
        processes: Recent<Process>,
        versions: Recent<AppVersion>,
        services: &[Service],
        limit: usize,
        now: Timestamp,
    ) -> Self {
        let mut older = !(processes.complete && versions.complete);
        let ends = [
            processes.entries.last().filter(|_| !processes.complete).and_then(|process| process.created),
            versions.entries.last().filter(|_| !versions.complete).and_then(|version| version.created),
        ];
        let end = ends.into_iter().flatten().max();
        let mut processes = processes.entries;
        let mut events = Vec::new();
        for version in versions.entries {
            // A rollback is an event of its own, at its own time.
            let of_version = |process: &Process| {
                process.action_name != wire_to_view::ROLLBACK
                    && process.app_version.as_ref().is_some_and(|one| one.id == version.id)
            };
            let process = processes.iter().position(of_version).map(|place| processes.remove(place));
            let hostname = services.iter().find(|service| service.id == version.service_stack_id);
            let hostname = hostname.map(|service| service.name.clone());
            // A version is older than the process that builds it; it belongs to what is known with either.
            let latest = version.created.max(process.as_ref().and_then(|process| process.created));
            if latest >= end {
                events.push(Event::deploy(version, process, hostname, now));
            }
        }
        let known = processes.into_iter().filter(|process| process.created >= end);
        events.extend(known.map(|process| Event::process(process, now)));
        events.sort_by_key(|event| std::cmp::Reverse(event.time));
        older |= events.len() > limit;
        events.truncate(limit);
        Self { events, older }
    }
}

impl Event {
    fn process(process: Process, now: Timestamp) -> Self {
        let begun = process.started.or(process.created);
        let finished = process.finished.or_else(|| (!process.is_terminal()).then_some(now));
        Self {
            time: process.created,
            services: process.service_stacks.iter().map(|service| service.name.clone()).collect(),
            action: action(&process.action_name),
            seconds: seconds(begun, finished),
            reason: process.fail_reason().filter(|_| process.status == "FAILED").map(str::to_owned),
            process: Some(process.id.clone()).filter(|_| process.status != "FINISHED"),
            name: process.app_version.as_ref().and_then(|version| version.name.clone()),
            build: process.app_version.map(|version| version.id).filter(|id| !id.as_str().is_empty()),
            source: None,
            status: process.status,
        }
    }

    fn deploy(version: AppVersion, process: Option<Process>, hostname: Option<String>, now: Timestamp) -> Self {
        let build = version.build.as_ref();
        let begun = build.and_then(|build| build.pipeline_start).or(version.created);
        let ended = build.and_then(|build| build.pipeline_failed.or(build.pipeline_finish));
        let in_progress = is_in_progress(&version.status);
        let of_process = process.map(|process| Self::process(process, now));
        let services = hostname.map(|hostname| vec![hostname]);
        Self {
            time: version.created,
            services: services.or_else(|| of_process.as_ref().map(|event| event.services.clone())).unwrap_or_default(),
            action: "deploy".to_owned(),
            seconds: seconds(begun, ended.or_else(|| in_progress.then_some(now))),
            reason: of_process.as_ref().and_then(|event| event.reason.clone()),
            name: version.name.or_else(|| of_process.as_ref().and_then(|event| event.name.clone())),
            process: of_process.and_then(|event| event.process),
            build: build.is_some().then_some(version.id),
            source: Some(version.source).filter(|source| !source.is_empty()),
            // The API spells this one word differently in versions and in processes.
            status: if version.status == "CANCELLED" { "CANCELED".to_owned() } else { version.status },
        }
    }

    /// Whether it is still going on.
    pub(super) fn is_in_progress(&self) -> bool {
        is_in_progress(&self.status)
    }

    /// Whether it ended badly.
    pub(super) fn has_failed(&self) -> bool {
        self.status.ends_with("FAILED")
    }
}

fn is_in_progress(status: &str) -> bool {
    let (process, version) = (ProcessStatus::of(status), VersionStatus::of(status));
    match (process, version) {
        (ProcessStatus::Other(_), VersionStatus::Other(_)) => false,
        (ProcessStatus::Other(_), version) => version.is_going(),
        (process, _) => !process.is_over(),
    }
}

fn seconds(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<i64> {
    from.zip(to).map(|(from, to)| to.duration_since(from).as_secs().max(0))
}

/// One word for what an action does, whatever the platform calls its variants.
fn action(name: &str) -> String {
    let word = match name {
        "stack.build" => "deploy",
        "stack.autoscaling" | "stack.updateAutoscaling" => "scale",
        "stack.userDataFile" | "stack.updateUserData" | "stack.updateProjectEnvs" => "env",
        "stack.enableSubdomainAccess" => "subdomain-enable",
        "stack.disableSubdomainAccess" => "subdomain-disable",
        "stack.sharedStorageConnect" => "connect-storage",
        "stack.sharedStorageDisconnect" => "disconnect-storage",
        name => wire_to_view::action(name),
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn at(second: u8) -> String {
        format!("2026-01-02T03:04:{second:02}Z")
    }

    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).expect("it parses")
    }

    #[test]
    fn a_rollback_stands_where_it_happened() {
        let process = |id: &str, second: u8, action: &str| -> Process {
            let version = json!({ "id": "v", "name": "c0ffee prod" });
            read(
                json!({ "id": id, "status": "FINISHED", "actionName": action, "created": at(second), "appVersion": version }),
            )
        };
        let version: AppVersion = read(json!({ "id": "v", "status": "ACTIVE", "created": at(5), "build": {} }));
        let processes = vec![process("back", 30, "stack.deploy.backup"), process("build", 6, "stack.build")];
        let processes = Recent { entries: processes, complete: true };
        let versions = Recent { entries: vec![version], complete: true };
        let timeline = Timeline::merge(processes, versions, &[], 9, at(50).parse().expect("a moment"));
        let seen: Vec<_> = timeline.events.iter().map(|event| (event.action.as_str(), event.time)).collect();
        let time = |second: u8| at(second).parse::<Timestamp>().ok();
        assert_eq!(seen, [("rollback", time(30)), ("deploy", time(5))]);
        assert_eq!(timeline.events[0].name.as_deref(), Some("c0ffee prod"));
    }

    #[test]
    fn a_deploy_is_as_new_as_its_process() {
        let process = |id: &str, second: u8, version: Option<&str>| -> Process {
            let version = version.map(|id| json!({ "id": id }));
            let status = "FINISHED";
            read(
                json!({ "id": id, "status": status, "actionName": "stack.build", "created": at(second), "appVersion": version }),
            )
        };
        let version = |second: u8| -> AppVersion {
            read(json!({ "id": "v", "status": "ACTIVE", "created": at(second), "build": {} }))
        };
        let now = at(50).parse().expect("a moment");
        for (processes, limit, expected) in [
            (vec![process("build", 9, Some("v"))], 1, vec!["deploy"]),
            (vec![process("other", 12, None), process("build", 9, Some("v"))], 2, vec!["deploy", "deploy"]),
            (vec![process("other", 12, None)], 1, vec!["deploy"]),
        ] {
            let processes = Recent { entries: processes, complete: false };
            let versions = Recent { entries: vec![version(5)], complete: true };
            let timeline = Timeline::merge(processes, versions, &[], limit, now);
            let actions: Vec<&str> = timeline.events.iter().map(|event| event.action.as_str()).collect();
            assert_eq!(actions, expected);
            assert!(timeline.older);
        }
    }
}
