//! Which services run with variables as they were before a change. No record of the platform says it: its processes
//! tell when variables were changed and when containers began, which is when they read them.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use futures_util::try_join;
use jiff::{SignedDuration, Timestamp};

use super::gather;
use crate::domain::documents::references::{Form, parse};
use crate::domain::status::ProcessStatus;
use crate::ops::support::{service_facts, wire_to_view};
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Process, Service};
use crate::workflow::envelope::{Envelope, Variables};

/// Changes of variables of one service.
const OF_SERVICE: [&str; 2] = ["stack.updateUserData", "stack.userDataFile"];
/// Changes of variables of the project, which all services see.
const OF_PROJECT: &str = "stack.updateProjectEnvs";
/// What begins containers early in its time. A reload is none: it leaves them what they began with.
const BEGINS: [&str; 5] = ["stack.create", "stack.start", "stack.restart", "stack.deploy", wire_to_view::ROLLBACK];
/// What begins them when it is nearly over.
const BUILD: &str = "stack.build";
/// What takes a service away.
const DELETES: &str = "stack.delete";
/// Between what a variable says of its change and what the process of that says.
const NEAR: SignedDuration = SignedDuration::from_secs(10);
/// Services whose variables are searched for references at most, and of how many at the same time.
const SEARCHED: usize = 40;
const AT_ONCE: usize = 8;

/// What the processes tell of the variables of a service, which may have gone live at a moment that is known.
pub(super) fn of(service: &Service, processes: &[Process], live_since: Option<Timestamp>) -> Variables {
    let Some(changed) = changes(service, processes).filter_map(ended).max() else { return Variables::default() };
    let began = processes.iter().filter(|process| is_of(process, service)).filter_map(began).chain(live_since).max();
    let runs = service_facts::is_runtime(service) && service_facts::may_run(service);
    Variables { changed: Some(changed), are_old: runs && began.is_none_or(|began| began < changed) }
}

/// The services that run with old variables, by hostname, from a look of its own.
///
/// # Errors
/// As every call of the platform.
pub(in crate::ops) async fn hostnames(session: &Session) -> Result<BTreeSet<String>, Error> {
    let (services, processes) = futures_util::try_join!(session.services(), gather::processes(session))?;
    let mut known: BTreeMap<String, Variables> =
        services.iter().map(|service| (service.name.clone(), of(service, &processes, live_since(service)))).collect();
    for (hostname, changed) in referring(session, &services, &processes, &known).await? {
        known.insert(hostname, Variables { changed: Some(changed), are_old: true });
    }
    Ok(known.into_iter().filter(|(_, variables)| variables.are_old).map(|(hostname, _)| hostname).collect())
}

/// Adds those that only refer to what was changed, or to what is gone.
///
/// # Errors
/// As every call of the platform.
pub(super) async fn complete(
    session: &Session,
    envelope: &mut Envelope,
    services: &[Service],
    processes: &[Process],
) -> Result<(), Error> {
    let known = envelope.services.iter().map(|(hostname, service)| (hostname.clone(), service.variables)).collect();
    let (referring, bereft) =
        try_join!(referring(session, services, processes, &known), bereft(session, services, processes))?;
    for (hostname, changed) in referring {
        if let Some(service) = envelope.services.get_mut(&hostname).filter(|service| !service.is_workspace) {
            service.variables = Variables { changed: Some(changed), are_old: true };
        }
    }
    for (hostname, gone) in bereft {
        if let Some(service) = envelope.services.get_mut(&hostname).filter(|service| !service.is_workspace) {
            // What was seen before says nothing of what it is without that.
            service.variables.changed = service.variables.changed.max(Some(gone));
        }
    }
    Ok(())
}

/// Runtimes that refer to a service that was deleted, with when it was.
async fn bereft(
    session: &Session,
    services: &[Service],
    processes: &[Process],
) -> Result<Vec<(String, Timestamp)>, Error> {
    let deletions = processes
        .iter()
        .filter(|process| process.action_name == DELETES && process.state() == ProcessStatus::Finished)
        .flat_map(|process| process.service_stacks.iter().map(|service| (&service.name, process.finished)));
    let gone: Vec<(&String, Timestamp)> = deletions
        .filter(|(name, _)| !name.is_empty() && !services.iter().any(|service| service.name == **name))
        .filter_map(|(name, finished)| Some((name, finished?)))
        .collect();
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let users: Vec<&Service> =
        services.iter().filter(|service| service_facts::is_runtime(service)).take(SEARCHED).collect();
    let mut found = Vec::new();
    for (user, entries) in read(session, &users).await? {
        let names: Vec<_> = entries.iter().flat_map(|entry| parse(&entry.content)).collect();
        let is_named = |hostname: &str| {
            let of_it = |name: &str| name.strip_prefix(hostname).is_some_and(|rest| rest.starts_with('_'));
            names.iter().any(|one| one.form == Form::Name && of_it(one.name))
        };
        let last = gone.iter().filter(|(hostname, _)| is_named(hostname)).map(|(_, at)| *at).max();
        found.extend(last.map(|at| (user.name.clone(), at)));
    }
    Ok(found)
}

/// Services that are up to date with their own variables and refer to one of another service that was changed after
/// they had begun, with when. What leads nowhere by now is left alone: a restart would only lose what still works.
async fn referring(
    session: &Session,
    services: &[Service],
    processes: &[Process],
    known: &BTreeMap<String, Variables>,
) -> Result<Vec<(String, Timestamp)>, Error> {
    let began = |service: &Service| {
        let own = processes.iter().filter(|process| is_of(process, service)).filter_map(began);
        own.chain(live_since(service)).max()
    };
    let own_change = |service: &Service| {
        let own = processes.iter().filter(|process| is_of(process, service));
        own.filter(|process| OF_SERVICE.contains(&process.action_name.as_str())).filter_map(ended).max()
    };
    let up_to_date = |service: &&Service| {
        service_facts::is_runtime(service)
            && service_facts::may_run(service)
            && known.get(&service.name).is_some_and(|variables| !variables.are_old)
    };
    let users: Vec<(&Service, Option<Timestamp>)> =
        services.iter().filter(up_to_date).map(|service| (service, began(service))).take(SEARCHED).collect();
    let is_used = |changed: Timestamp, own: &Service| {
        users.iter().any(|(user, began)| user.id != own.id && began.is_none_or(|began| began < changed))
    };
    let changed: Vec<&Service> = services
        .iter()
        .filter(|service| own_change(service).is_some_and(|changed| is_used(changed, service)))
        .take(SEARCHED)
        .collect();
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut when: BTreeMap<String, Timestamp> = BTreeMap::new();
    for (service, entries) in read(session, &changed).await? {
        for entry in &entries {
            if let Some(ended) = changes_of(service, entry, processes).max() {
                when.insert(format!("{}_{}", service.name, entry.key), ended);
            }
        }
    }
    let named: Vec<&Service> = users.iter().map(|(user, _)| *user).collect();
    let mut found = Vec::new();
    for (user, entries) in read(session, &named).await? {
        let names = entries.iter().flat_map(|entry| parse(&entry.content)).filter(|one| one.form == Form::Name);
        let changed = names.filter_map(|one| when.get(one.name)).max().copied();
        let began = users.iter().find(|(one, _)| one.id == user.id).and_then(|(_, began)| *began);
        if let Some(changed) = changed.filter(|changed| began.is_none_or(|began| began < *changed)) {
            found.push((user.name.clone(), changed));
        }
    }
    Ok(found)
}

/// The variables of services, a few at a time.
async fn read<'a>(session: &Session, services: &[&'a Service]) -> Result<Vec<(&'a Service, Vec<EnvEntry>)>, Error> {
    let mut read = Vec::new();
    for chunk in services.chunks(AT_ONCE) {
        let lists = try_join_all(chunk.iter().map(|service| session.service_env(&service.id))).await?;
        read.extend(chunk.iter().copied().zip(lists));
    }
    Ok(read)
}

/// When the changes of one variable had ended. A deploy writes those of zerops.yaml anew, so its own time says too
/// little: a process has to be of that time.
fn changes_of<'a>(
    service: &'a Service,
    entry: &'a EnvEntry,
    processes: &'a [Process],
) -> impl Iterator<Item = Timestamp> + 'a {
    let is_near = |process: &&Process| {
        let (Some(at), Some(created)) = (entry.last_update, process.created) else { return false };
        at >= created - NEAR && process.finished.is_none_or(|finished| at <= finished + NEAR)
    };
    let own = processes.iter().filter(|process| is_of(process, service));
    own.filter(|process| OF_SERVICE.contains(&process.action_name.as_str())).filter(is_near).filter_map(ended)
}

/// The changes of what a service sees, its own and the project's.
fn changes<'a>(service: &'a Service, processes: &'a [Process]) -> impl Iterator<Item = &'a Process> {
    processes.iter().filter(|process| {
        let action = process.action_name.as_str();
        action == OF_PROJECT || (OF_SERVICE.contains(&action) && is_of(process, service))
    })
}

fn is_of(process: &Process, service: &Service) -> bool {
    process.service_stacks.iter().any(|one| one.id == service.id)
}

/// When a change had ended, as far as it has; nothing for what was not made.
fn ended(process: &Process) -> Option<Timestamp> {
    let is_void = matches!(process.state(), ProcessStatus::Failed | ProcessStatus::Canceled);
    process.finished.or(process.created).filter(|_| !is_void)
}

/// When a process began containers.
fn began(process: &Process) -> Option<Timestamp> {
    let began = match process.action_name.as_str() {
        BUILD => process.finished,
        action if BEGINS.contains(&action) => process.started.or(process.created),
        _ => None,
    };
    began.filter(|_| process.state() == ProcessStatus::Finished)
}

fn live_since(service: &Service) -> Option<Timestamp> {
    service.active_app_version.as_ref()?.activation_date
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn service(status: &str) -> Service {
        let kind = json!({ "serviceStackTypeVersionName": "ubuntu/nodejs@22", "serviceStackTypeCategory": "USER" });
        let service = json!({ "id": "api", "name": "api", "status": status, "serviceStackTypeInfo": kind });
        serde_json::from_value(service).expect("a service")
    }

    /// `stack.restart FINISHED 3 5`: from minute 3 to 5, of the service; without one where the name says so.
    fn process(line: &str) -> Process {
        let words: Vec<&str> = line.split(' ').collect();
        let minute = |place: usize| words.get(place).map(|minute| format!("2026-01-02T03:{minute:0>2}:00Z"));
        let of: Vec<_> =
            [json!({ "id": "api", "name": "api" })].into_iter().filter(|_| words[0] != OF_PROJECT).collect();
        let process = json!({
            "id": "p", "actionName": words[0], "status": words[1], "serviceStacks": of,
            "created": minute(2), "started": minute(2), "finished": minute(3),
        });
        serde_json::from_value(process).expect("a process")
    }

    #[test]
    fn what_began_before_a_change_had_ended_has_old_variables() {
        let set = "stack.updateUserData FINISHED 10 12";
        for (status, lines, is_old) in [
            ("ACTIVE", &[][..], false),
            ("ACTIVE", &[set], true),
            ("ACTIVE", &["stack.updateProjectEnvs FINISHED 10 12"], true),
            ("ACTIVE", &["stack.updateUserData FAILED 10 12"], false),
            ("ACTIVE", &["stack.restart FINISHED 3 5", set], true),
            ("ACTIVE", &[set, "stack.restart FINISHED 13 15"], false),
            ("ACTIVE", &[set, "stack.restart FINISHED 11 15"], true),
            ("ACTIVE", &[set, "stack.restart FAILED 13 15"], true),
            ("ACTIVE", &[set, "stack.reload FINISHED 13 15"], true),
            ("ACTIVE", &[set, "stack.build FINISHED 9 15"], false),
            ("ACTIVE", &[set, "stack.deploy.backup FINISHED 13 15"], false),
            ("ACTIVE", &[set, "stack.restart FINISHED 13 15", "stack.updateUserData FINISHED 16 17"], true),
            ("STOPPED", &[set], false),
            ("READY_TO_DEPLOY", &[set], false),
        ] {
            let processes: Vec<Process> = lines.iter().map(|line| process(line)).collect();
            assert_eq!(of(&service(status), &processes, None).are_old, is_old, "{status} {lines:?}");
        }
        let live = "2026-01-02T03:20:00Z".parse().ok();
        let known = of(&service("ACTIVE"), &[process(set)], live);
        assert_eq!((known.are_old, known.changed), (false, "2026-01-02T03:12:00Z".parse().ok()));
    }
}
