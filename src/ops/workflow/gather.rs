//! Gathers what is so: the one place where the conductor looks at the platform, the notebook and the folder.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use futures_util::try_join;
use jiff::{SignedDuration, Timestamp};

use super::{folders, known, old_variables};
use crate::deploy::classify::Phase;
use crate::deploy::stage::{self, Stage};
use crate::domain::status::{ProcessStatus, VersionStatus};
use crate::ops::context::Context;
use crate::ops::logs::clean;
use crate::ops::support::{notebook, service_facts, wire_to_view};
use crate::platform::error::Error;
use crate::platform::session::Session;
use crate::platform::wire::{self, AppVersion, Process};
use crate::workflow::envelope::{Doing, Envelope, Service, Variables, Version};
use crate::workflow::units;

/// Processes that are looked at, the newest.
const PROCESSES: usize = 100;
/// Versions that the platform keeps of a service.
const VERSIONS: usize = 10;
/// Runtimes whose versions are asked for one by one; those of more are searched for together.
const EACH: usize = 24;
/// Versions of all services that are searched for.
const SEARCHED: usize = 300;
/// Lists that are read at the same time.
const AT_ONCE: usize = 8;
/// Characters of the name of a version.
const NAME: usize = 40;
/// An upload that began so long ago is nobody's any more.
const UPLOAD: SignedDuration = SignedDuration::from_mins(20);
/// A version that waits for so long without a process waits for ever.
const WAITS: SignedDuration = SignedDuration::from_mins(30);
/// Begins the names of what the platform does for itself.
const INTERNAL: &str = "zL7Master.";

/// What is looked at closely.
#[derive(Clone, Copy, Debug)]
pub(in crate::ops) enum Focus<'a> {
    /// Every service.
    All,
    /// One service, and what belongs to it.
    Service(&'a str),
}

/// Gathers it.
///
/// # Errors
/// As every call of the platform.
pub(in crate::ops) async fn gather(cx: &Context, session: &Session, focus: Focus<'_>) -> Result<Envelope, Error> {
    let (all, processes) = try_join!(session.services(), processes(session))?;
    among(cx, session, focus, &all, &processes).await
}

/// The newest processes that somebody began.
///
/// # Errors
/// As every call of the platform.
pub(in crate::ops) async fn processes(session: &Session) -> Result<Vec<Process>, Error> {
    let of_users = |process: &Process| !process.action_name.starts_with(INTERNAL);
    Ok(session.recent_processes(PROCESSES, of_users).await?.entries)
}

/// Gathers it where the services and the processes have just been read.
///
/// # Errors
/// As every call of the platform.
pub(in crate::ops) async fn among(
    cx: &Context,
    session: &Session,
    focus: Focus<'_>,
    all: &[wire::Service],
    processes: &[Process],
) -> Result<Envelope, Error> {
    let reading = notebook::read(cx, session).await;
    let now = cx.clock().now();
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    for service in all.iter().filter(|service| service.state() != crate::domain::status::ServiceStatus::Deleted) {
        services.insert(service.name.clone(), of(cx, service, processes));
    }
    let units = units::complete(&services, known::units(&reading, now));
    let close: BTreeSet<&str> = match focus {
        Focus::All => services.iter().filter(|(_, one)| one.is_runtime()).map(|(name, _)| name.as_str()).collect(),
        Focus::Service(hostname) => related(&units, hostname),
    };
    let close: Vec<&wire::Service> = all.iter().filter(|service| close.contains(service.name.as_str())).collect();
    for (hostname, versions) in versions(session, &close).await? {
        let active = close.iter().find(|service| service.name == hostname).copied();
        let versions = as_known(versions, active, processes, now);
        if let Some(service) = services.get_mut(&hostname) {
            service.versions = versions;
            let since = service.serving().and_then(|version| version.live_since);
            if let Some(active) = active.filter(|_| !service.is_workspace) {
                service.variables = old_variables::of(active, processes, since);
            }
        }
    }
    let deployed = units.values().flat_map(|unit| unit.deployed.values()).map(|from| from.folder.clone()).collect();
    let mut notes = reading.notes.clone();
    let work = known::work(&reading, &mut notes);
    if reading.forgets {
        notes.push(notebook::FORGETS.to_owned());
    }
    let production = session.production().map(clean);
    if let Some(why) = production.as_ref().filter(|_| cx.allows_production()) {
        notes.push(format!("the project looks like production ({why}), and --allow-production lets zcp write to it"));
    }
    Ok(Envelope {
        project: clean(session.project_name()),
        production: production.filter(|_| !cx.allows_production()),
        gone: known::gone(&reading, &services),
        bootstrap: known::bootstrap(&reading),
        folders: folders::look(cx, deployed).await,
        reaches_containers: cx.is_inside(session.project_id()) || cx.programs().ssh_config.is_some(),
        most_attempts: cx.most_attempts(),
        services,
        units,
        work,
        notes,
    })
}

/// A service and the other half of its unit.
fn related<'a>(units: &'a BTreeMap<String, crate::workflow::envelope::Unit>, hostname: &'a str) -> BTreeSet<&'a str> {
    let of = |(name, unit): &(&String, &crate::workflow::envelope::Unit)| {
        *name == hostname || unit.stage.as_deref() == Some(hostname)
    };
    let unit = units.iter().find(of);
    let other = unit.into_iter().flat_map(|(name, unit)| [Some(name.as_str()), unit.stage.as_deref()]).flatten();
    other.chain([hostname]).collect()
}

fn of(cx: &Context, service: &wire::Service, processes: &[Process]) -> Service {
    let unfinished = processes
        .iter()
        .filter(|process| !process.is_terminal() && process.service_stacks.iter().any(|one| one.id == service.id));
    let doing = unfinished.max_by_key(|process| process.created);
    Service {
        type_name: clean(service.type_name()),
        category: service.kind(),
        status: service.state(),
        is_workspace: service_facts::is_workspace(service) || cx.is_own(service),
        doing: doing.map(|process| Doing {
            process: process.id.clone(),
            action: clean(wire_to_view::action(&process.action_name)),
        }),
        versions: Vec::new(),
        speaks_http: service.ports.iter().any(service_facts::speaks_http),
        is_public: service.subdomain_access,
        variables: Variables::default(),
    }
}

/// The versions of services, by hostname.
async fn versions(session: &Session, services: &[&wire::Service]) -> Result<Vec<(String, Vec<AppVersion>)>, Error> {
    let is_real = |version: &AppVersion| !version.is_empty();
    let mut found = Vec::new();
    if services.len() > EACH {
        let all = session.recent_app_versions(None, SEARCHED, is_real).await?.entries;
        for service in services {
            let own = all.iter().filter(|version| version.service_stack_id == service.id).cloned().collect();
            found.push((service.name.clone(), own));
        }
        return Ok(found);
    }
    for chunk in services.chunks(AT_ONCE) {
        let lists = chunk.iter().map(|service| session.recent_app_versions(Some(&service.id), VERSIONS, is_real));
        let lists = try_join_all(lists).await?;
        found.extend(chunk.iter().zip(lists).map(|(service, list)| (service.name.clone(), list.entries)));
    }
    Ok(found)
}

/// The versions as they are to be understood, the newest first. The one that serves is among them, however
/// many came after it.
fn as_known(
    mut versions: Vec<AppVersion>,
    service: Option<&wire::Service>,
    processes: &[Process],
    now: Timestamp,
) -> Vec<Version> {
    versions.sort_by_key(|version| std::cmp::Reverse(version.created));
    let mut known: Vec<Version> =
        versions.iter().take(VERSIONS).filter_map(|version| understood(version, processes, now)).collect();
    let active = service.and_then(|service| service.active_app_version.as_ref()).filter(|version| !version.is_empty());
    if let Some(active) = active.filter(|active| !known.iter().any(|version| version.id == active.id)) {
        known.push(Version {
            id: active.id.clone(),
            status: VersionStatus::Active,
            name: name_of(active.name.as_deref(), &active.id, processes),
            source: active.source.clone(),
            was_built: active.build.is_some(),
            created: active.created,
            live_since: active.activation_date,
        });
    }
    known
}

/// One version. What nobody will ever end is not taken for something that goes on.
fn understood(version: &AppVersion, processes: &[Process], now: Timestamp) -> Option<Version> {
    let of_version = |process: &&Process| process.app_version.as_ref().is_some_and(|one| one.id == version.id);
    let process = processes.iter().filter(of_version).max_by_key(|process| process.created);
    let age = version.created.map(|created| now.duration_since(created));
    let is_old = |limit: SignedDuration| process.is_none() && age.is_some_and(|age| age > limit);
    let mut status = match stage::of(version) {
        Stage::Failed(Phase::Prepare) => VersionStatus::PreparingRuntimeFailed,
        Stage::Failed(Phase::Init) => VersionStatus::DeployFailed,
        Stage::Failed(Phase::Build) if version.state().is_going() => VersionStatus::BuildFailed,
        _ => version.state(),
    };
    if status.is_going() {
        // A build that dies before its container is there leaves its version waiting; only the process says so.
        match process.map(Process::state) {
            Some(ProcessStatus::Failed) => status = VersionStatus::BuildFailed,
            Some(ProcessStatus::Canceled) => status = VersionStatus::Cancelled,
            None if status == VersionStatus::Uploading && is_old(UPLOAD) => return None,
            None if is_old(WAITS) => status = VersionStatus::BuildFailed,
            _ => {}
        }
    }
    Some(Version {
        id: version.id.clone(),
        status,
        name: name_of(version.name.as_deref(), &version.id, processes),
        source: clean(&version.source),
        was_built: version.build.is_some(),
        created: version.created,
        live_since: version.activation_date,
    })
}

/// What a version is called: lists of a service do not say it, its processes do.
fn name_of(own: Option<&str>, id: &crate::domain::ids::AppVersionId, processes: &[Process]) -> Option<String> {
    let mut named = processes.iter().filter_map(|process| process.app_version.as_ref()).filter(|one| one.id == *id);
    let name = own.or_else(|| named.find_map(|one| one.name.as_deref()))?;
    let name: String = clean(name).chars().take(NAME).collect();
    (!name.is_empty()).then_some(name)
}
