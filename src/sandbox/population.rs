//! A large project: what it would hold after a week of use, made at once.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::catalog;
use super::control::logs::{STEP, generated};
use super::lifecycle::action::Action;
use super::lifecycle::app_version::AppVersionStatus;
use super::lifecycle::process::ProcessStatus;
use super::lifecycle::service::ServiceStatus;
use super::logs::lines::{fraction, source};
use super::logs::store::NewLine;
use super::model::app_version::{AppVersion, Build};
use super::model::env::{self, EnvKind, EnvVariable};
use super::model::process::{Drive, Failure, Process, ServiceOfProcess, Work};
use super::model::service::{Port, Service};
use super::world::World;
use crate::domain::ids::{AppVersionId, ProcessId, ServiceId};

/// How far apart events are.
const EVENT_STEP: Duration = Duration::from_mins(1);
/// How many services have builds; each has a service of its own that builds.
const BUILT: usize = 100;
/// How many services write lines.
const WRITERS: usize = 20;
/// How many services there are per type, one after the other.
const TYPES: &[&str] =
    &["nodejs@22", "nodejs@22", "python@3.12", "go@1.22", "nodejs@22", "postgresql@16", "php-nginx@8.4", "valkey@7.2"];
/// What processes do besides building.
const ACTIONS: &[Action] = &[Action::Restart, Action::EnvFile, Action::Scale, Action::EnableSubdomain, Action::Reload];

/// Adds services to the first project and answers their ids.
pub(crate) fn services(world: &mut World, count: u32) -> Vec<ServiceId> {
    let Some(project) = world.data.projects.first().map(|project| project.id.clone()) else { return Vec::new() };
    let now = world.now();
    let mut made = Vec::new();
    for index in 1..=count {
        let place = usize::try_from(index).unwrap_or(0);
        let Some(kind) = catalog::find(world.platform, TYPES[place % TYPES.len()]) else { continue };
        let runtime = kind.is_runtime();
        let hostname = if runtime { format!("app{index:04}") } else { format!("store{index:04}") };
        let mut entries = env::generated(&kind, &hostname, &mut world.side_ids);
        entries.push(("LOG_LEVEL".to_owned(), "info".to_owned(), EnvKind::Secret));
        let ports = Port::of(&kind);
        let status = match index {
            index if runtime && index % 50 == 1 => ServiceStatus::ReadyToDeploy,
            index if index % 40 == 3 => ServiceStatus::Stopped,
            _ => ServiceStatus::Active,
        };
        let id = ServiceId::new(world.side_ids.next());
        let service = Service {
            id: id.clone(),
            status,
            ports: if runtime && status != ServiceStatus::ReadyToDeploy { vec![Port::http(3000)] } else { ports },
            env: variables(world, entries, now),
            ..world.service(id.clone(), &project, &hostname, kind, catalog::Mode::NonHa)
        };
        world.data.services.push(service);
        made.push(id);
    }
    made
}

fn variables(world: &mut World, entries: Vec<(String, String, EnvKind)>, now: Timestamp) -> Vec<EnvVariable> {
    let entries = entries.into_iter();
    entries.map(|(key, content, kind)| EnvVariable::new(world.side_ids.next(), key, content, kind, now)).collect()
}

/// Adds processes and app versions of services, the newest of them a minute ago.
pub(crate) fn events(world: &mut World, services: &[ServiceId], count: u32) {
    let found: Vec<Service> = services.iter().filter_map(|id| world.data.service(id)).cloned().collect();
    let runtimes: Vec<Service> =
        found.iter().filter(|service| service.kind.is_runtime()).take(BUILT).cloned().collect();
    if runtimes.is_empty() {
        return;
    }
    let mut builders = vec![None; runtimes.len()];
    let now = world.now();
    let mut left = count;
    let mut index = 0_usize;
    while left > 0 {
        let time = now - EVENT_STEP * left;
        if index.is_multiple_of(3) && left > 1 {
            let place = index / 3 % runtimes.len();
            let built = builders[place].get_or_insert_with(|| world.side_ids.next()).clone();
            build(world, &runtimes[place], &ServiceId::new(built), index / 3 / runtimes.len(), time);
            left -= 2;
        } else {
            let action = if index % 41 == 40 { Action::Internal } else { ACTIONS[index % ACTIONS.len()] };
            let failed = index % 37 == 5;
            process(world, &found[index % found.len()], action, Work::Plain, time, failed);
            left -= 1;
        }
        index += 1;
    }
    for (runtime, builder) in runtimes.iter().zip(builders) {
        if let Some(id) = builder {
            let name = format!("build{}v1", runtime.hostname);
            let kind = catalog::build(&runtime.kind);
            let service = world.service(ServiceId::new(id), &runtime.project, &name, kind, catalog::Mode::NonHa);
            world.data.services.push(Service { status: ServiceStatus::Active, ..service });
        }
    }
}

/// One build with its version and its process. Every tenth fails; the last good one is active.
fn build(world: &mut World, service: &Service, builder: &ServiceId, round: usize, time: Timestamp) {
    let failed = round % 10 == 9;
    let end = time + EVENT_STEP / 2;
    let id = AppVersionId::new(world.side_ids.next());
    if !failed {
        let before = world.data.service(&service.id).and_then(|service| service.active_version.clone());
        if let Some(version) = before.and_then(|id| world.data.app_version_mut(&id)) {
            version.status = AppVersionStatus::Backup;
        }
        if let Some(service) = world.data.service_mut(&service.id) {
            service.active_version = Some(id.clone());
        }
    }
    world.data.app_versions.push(AppVersion {
        id: id.clone(),
        project: service.project.clone(),
        service: service.id.clone(),
        status: if failed { AppVersionStatus::BuildFailed } else { AppVersionStatus::Active },
        name: None,
        prepare: None,
        setup: None,
        source: if round.is_multiple_of(2) { "CLI" } else { "GIT" },
        sequence: u64::try_from(round + 1).unwrap_or(u64::MAX),
        created: time,
        last_update: end,
        activated: (!failed).then_some(end),
        build: Some(Build {
            service: builder.clone(),
            service_name: format!("build{}v1", service.hostname),
            type_version: service.kind.version_name.clone(),
            started: Some(time),
            built: Some(end),
            finished: (!failed).then_some(end),
            failed: failed.then_some(end),
        }),
        git: None,
        ports: service.ports.clone(),
        env: Vec::new(),
    });
    process(world, service, Action::Build, Work::Build(id), time, failed);
}

fn process(world: &mut World, service: &Service, action: Action, work: Work, time: Timestamp, failed: bool) {
    let id = ProcessId::new(world.side_ids.next());
    let sequence = world.data.project_mut(&service.project).map_or(0, |project| {
        project.sequence += 1;
        project.sequence
    });
    let end = time + EVENT_STEP / 2;
    let reason = || if action == Action::Build { "npm run build: exit status 1" } else { "the container did not stop" };
    world.data.processes.push(Process {
        id,
        project: service.project.clone(),
        service: Some(ServiceOfProcess::of(service)),
        action,
        work,
        status: if failed { ProcessStatus::Failed } else { ProcessStatus::Finished },
        sequence,
        created: time,
        last_update: end,
        started: Some(time + Duration::from_secs(1)),
        finished: Some(end),
        due: None,
        after: None,
        failure: failed.then(|| Failure::of(reason())),
        canceled: false,
        drive: Drive::Clock,
        cancel: world.lifetime.child_token(),
    });
}

/// Adds lines of some services, the newest of them now.
pub(crate) fn log_lines(world: &mut World, services: &[ServiceId], count: u32) {
    let found = services.iter().filter_map(|id| world.data.service(id)).filter(|service| service.kind.is_runtime());
    let writers: Vec<_> =
        found.take(WRITERS).map(|service| (Arc::new(source(service)), service.hostname.clone())).collect();
    if writers.is_empty() {
        return;
    }
    let now = world.now();
    for index in 0..count {
        let (source, hostname) = &writers[usize::try_from(index).unwrap_or(0) % writers.len()];
        let time = fraction(now - STEP * (count - index), world.logs.next_number());
        let (severity, facility, message) = generated(index);
        world.logs.push(source, NewLine { time, severity, facility, tag: hostname, message: &message });
    }
}
