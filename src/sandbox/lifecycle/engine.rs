//! Applies time to the state: starts processes, moves them through their stages and does to
//! services and versions what the table says.

use jiff::Timestamp;

use super::action::Action;
use super::app_version::{AppVersionEvent, AppVersionStatus};
use super::process::{ProcessEvent, ProcessStatus};
use super::service::{ServiceEvent, ServiceStatus};
use super::{app_version, process, service};
use crate::domain::ids::{AppVersionId, ProcessId, ProjectId, ServiceId};
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::data::Data;
use crate::sandbox::model::process::{Failure, Process, ServiceOfProcess, Work};
use crate::sandbox::scaling::limits::Scaling;
use crate::sandbox::world::World;

/// How long a process takes to stop when asked to. Guessed.
const CANCEL_TAKES: std::time::Duration = std::time::Duration::from_secs(1);

/// When the next thing happens by itself.
pub(crate) fn next_due(data: &Data) -> Option<Timestamp> {
    data.processes.iter().filter_map(|process| process.due).min()
}

/// Makes a process of the present moment; `after` names one it waits for.
pub(crate) fn begin(
    world: &mut World,
    project: &ProjectId,
    service: Option<&ServiceId>,
    action: Action,
    work: Work,
    after: Option<ProcessId>,
) -> ProcessId {
    let now = world.now();
    let id = ProcessId::new(world.ids.next());
    let failure =
        world.failing.iter().position(|(failing, _)| failing.is_none_or(|failing| failing == action)).map(|index| {
            let (_, reason) = world.failing.remove(index);
            Failure { code: None, reason }
        });
    let sequence = world.data.project_mut(project).map_or(0, |project| {
        project.sequence += 1;
        project.sequence
    });
    let service = service.and_then(|id| world.data.service(id)).map(|service| ServiceOfProcess {
        id: service.id.clone(),
        hostname: service.hostname.clone(),
        type_id: crate::sandbox::catalog::family_id(service.kind.family),
        type_name: service.kind.family.name,
        category: service.kind.family.category.wire(),
        version_name: service.kind.version_name.clone(),
        created: service.created,
    });
    world.data.processes.push(Process {
        id: id.clone(),
        project: project.clone(),
        service,
        action,
        work,
        status: ProcessStatus::Pending,
        stage: 0,
        sequence,
        created: now,
        last_update: now,
        started: None,
        finished: None,
        due: after.is_none().then(|| now + action.info().delay()),
        after,
        failure,
        canceled: false,
    });
    id
}

/// Asks a process to stop.
pub(crate) fn cancel(world: &mut World, id: &ProcessId) {
    let now = world.now();
    if let Some(found) = world.data.process_mut(id)
        && let Ok(status) = process::next(found.status, ProcessEvent::Cancel)
    {
        found.status = status;
        found.canceled = true;
        found.last_update = now;
        found.due = Some(now + CANCEL_TAKES);
    }
}

/// Does what is due at this moment in the first process that is due then.
pub(crate) fn step(world: &mut World, due: Timestamp) {
    let Some(found) = world.data.processes.iter().find(|process| process.due == Some(due)).cloned() else { return };
    let info = found.action.info();
    let lasts = |stage: usize| info.stage(stage).unwrap_or_default();
    match found.status {
        ProcessStatus::Pending => {
            advance(world, &found, ProcessEvent::Start);
            began(world, &found);
            // What the platform refuses by a code it refuses at once.
            let refused = found.failure.as_ref().is_some_and(|failure| failure.code.is_some());
            schedule(world, &found.id, 0, if refused { due } else { due + lasts(0) });
        }
        ProcessStatus::Running if info.stage(found.stage + 1).is_some() && found.failure.is_none() => {
            version_event(world, &found, AppVersionEvent::Advance);
            schedule(world, &found.id, found.stage + 1, due + lasts(found.stage + 1));
        }
        ProcessStatus::Running if found.failure.is_some() => {
            advance(world, &found, ProcessEvent::Fail);
            version_event(world, &found, AppVersionEvent::Fail);
            service_event(world, &found, ServiceEvent::ActionFailed);
            over(world, &found, false);
        }
        ProcessStatus::Running => {
            advance(world, &found, ProcessEvent::Finish);
            finished(world, &found);
            over(world, &found, true);
        }
        ProcessStatus::Canceling => {
            advance(world, &found, ProcessEvent::CancelDone);
            version_event(world, &found, AppVersionEvent::Cancel);
            // A build or a change of settings leaves the service alone.
            if found.action.info().begins.is_some() {
                service_event(world, &found, ServiceEvent::Canceled);
            }
            over(world, &found, false);
        }
        ProcessStatus::Finished | ProcessStatus::Failed | ProcessStatus::Canceled => {
            schedule_none(world, &found.id);
        }
    }
}

/// Makes a version active in place of the one before it, with its ports.
pub(crate) fn activate(world: &mut World, id: &AppVersionId) {
    let now = world.now();
    let Some(version) = world.data.app_version_mut(id) else { return };
    version.status = AppVersionStatus::Active;
    version.activated = Some(now);
    version.last_update = now;
    if let Some(build) = &mut version.build {
        build.finished = Some(now);
    }
    let (service, ports) = (version.service.clone(), version.ports.clone());
    let replaced = app_version::next(AppVersionStatus::Active, AppVersionEvent::Replace);
    world.data.app_versions.change(
        |other| other.service == service && other.id != *id && other.status == AppVersionStatus::Active,
        |other| {
            other.status = replaced.unwrap_or(other.status);
            other.last_update = now;
        },
    );
    if let Some(found) = world.data.service_mut(&service) {
        found.active_version = Some(id.clone());
        found.ports = ports;
        found.last_update = now;
    }
}

/// A new version of a service, not yet part of the data.
pub(crate) fn new_version(world: &mut World, project: &ProjectId, service: &ServiceId) -> AppVersion {
    let sequence = world.data.app_versions.iter().filter(|version| version.service == *service).count() + 1;
    AppVersion {
        id: AppVersionId::new(world.ids.next()),
        project: project.clone(),
        service: service.clone(),
        status: AppVersionStatus::WaitingToBuild,
        source: "NONE",
        sequence: u64::try_from(sequence).unwrap_or(u64::MAX),
        created: world.now(),
        last_update: world.now(),
        activated: None,
        build: None,
        git_url: None,
        ports: Vec::new(),
    }
}

fn began(world: &mut World, found: &Process) {
    version_event(world, found, AppVersionEvent::Advance);
    if let Some(event) = found.action.info().begins {
        service_event(world, found, event);
    }
}

fn finished(world: &mut World, found: &Process) {
    let now = world.now();
    if let Work::Build(version) = &found.work {
        activate(world, version);
    }
    if let Some(event) = found.action.info().ends {
        service_event(world, found, event);
    }
    let Some(id) = found.service.as_ref().map(|service| service.id.clone()) else {
        if found.action == Action::DeleteProject {
            remove_project(world, &found.project);
        }
        return;
    };
    match (&found.action, &found.work) {
        (Action::Create, _) => created(world, &id),
        (Action::Delete, _) => remove_service(world, &id),
        (Action::Scale, Work::Scale(scaling)) => scaled(world, &id, scaling),
        (Action::EnableSubdomain | Action::DisableSubdomain, _) => {
            if let Some(found_service) = world.data.service_mut(&id) {
                found_service.subdomain_access = found.action == Action::EnableSubdomain;
                found_service.last_update = now;
            }
        }
        (Action::ConnectStorage, Work::Storage(storage)) => {
            if let Some(found_service) = world.data.service_mut(&id)
                && !found_service.storages.contains(storage)
            {
                found_service.storages.push(storage.clone());
            }
        }
        (Action::DisconnectStorage, Work::Storage(storage)) => {
            if let Some(found_service) = world.data.service_mut(&id) {
                found_service.storages.retain(|other| other != storage);
            }
        }
        _ => {}
    }
}

/// The end of a creation.
///
/// Derived: a managed service is up; a runtime without code waits for it, unless its containers
/// were asked for, which makes a version with source NONE.
fn created(world: &mut World, id: &ServiceId) {
    let Some(found) = world.data.service(id).cloned() else { return };
    let running = !found.kind.is_runtime() || found.start_without_code;
    let event = if running { ServiceEvent::CreatedRunning } else { ServiceEvent::CreatedEmpty };
    if found.kind.is_runtime() && found.start_without_code {
        let version = new_version(world, &found.project, id);
        let version_id = version.id.clone();
        world.data.app_versions.push(version);
        activate(world, &version_id);
    }
    let now = world.now();
    if let Some(found) = world.data.service_mut(id) {
        found.status = service::next(found.status, event).unwrap_or(found.status);
        found.last_update = now;
    }
}

fn scaled(world: &mut World, id: &ServiceId, change: &Scaling) {
    let now = world.now();
    if let Some(found) = world.data.service_mut(id) {
        found.custom_scaling = found.custom_scaling.overlaid(change);
        found.last_update = now;
    }
}

/// Takes a service away; what it left unfinished is canceled.
fn remove_service(world: &mut World, id: &ServiceId) {
    let now = world.now();
    world.data.services.retain(|service| service.id != *id);
    world.data.app_versions.retain(|version| version.service != *id);
    world
        .data
        .services
        .change(|other| other.storages.contains(id), |other| other.storages.retain(|storage| storage != id));
    world.data.processes.change(
        |process| process.service.as_ref().is_some_and(|service| service.id == *id) && !process.status.is_over(),
        |process| {
            process.status = ProcessStatus::Canceled;
            process.finished = Some(now);
            process.last_update = now;
            process.due = None;
        },
    );
}

fn remove_project(world: &mut World, id: &ProjectId) {
    let services: Vec<ServiceId> =
        world.data.services.iter().filter(|service| service.project == *id).map(|found| found.id.clone()).collect();
    for service in services {
        remove_service(world, &service);
    }
    if let Some(index) = world.data.projects.iter().position(|project| project.id == *id) {
        let project = world.data.projects.remove(index);
        world.data.gone.push((project.id, project.readers));
    }
}

fn advance(world: &mut World, found: &Process, event: ProcessEvent) {
    let now = world.now();
    if let Some(process) = world.data.process_mut(&found.id)
        && let Ok(status) = process::next(process.status, event)
    {
        process.status = status;
        process.last_update = now;
        if event == ProcessEvent::Start {
            process.started = Some(now);
        }
        if status.is_over() {
            process.finished = Some(now);
            process.due = None;
        }
    }
}

/// Lets the processes begin that waited for this one, or cancels them when it went wrong.
fn over(world: &mut World, found: &Process, well: bool) {
    let now = world.now();
    let waiting: Vec<Process> =
        world.data.processes.iter().filter(|other| other.after.as_ref() == Some(&found.id)).cloned().collect();
    for other in waiting {
        if well {
            schedule(world, &other.id, 0, now + other.action.info().delay());
        } else {
            cancel(world, &other.id);
        }
    }
}

fn schedule(world: &mut World, id: &ProcessId, stage: usize, due: Timestamp) {
    if let Some(process) = world.data.process_mut(id) {
        process.stage = stage;
        process.due = Some(due);
    }
}

fn schedule_none(world: &mut World, id: &ProcessId) {
    if let Some(process) = world.data.process_mut(id) {
        process.due = None;
    }
}

fn version_event(world: &mut World, found: &Process, event: AppVersionEvent) {
    let Work::Build(id) = &found.work else { return };
    let now = world.now();
    if let Some(version) = world.data.app_version_mut(id)
        && let Ok(status) = app_version::next(version.status, event)
    {
        version.status = status;
        version.last_update = now;
        if let Some(build) = &mut version.build {
            match event {
                AppVersionEvent::Advance => build.started = build.started.or(Some(now)),
                AppVersionEvent::Fail | AppVersionEvent::Cancel => build.failed = Some(now),
                AppVersionEvent::Replace => {}
            }
        }
    }
}

/// A service whose status was set by control keeps it where the event does not fit.
fn service_event(world: &mut World, found: &Process, event: ServiceEvent) {
    let now = world.now();
    let Some(id) = found.service.as_ref().map(|service| service.id.clone()) else { return };
    if let Some(service) = world.data.service_mut(&id) {
        let status: Result<ServiceStatus, _> = service::next(service.status, event);
        service.status = status.unwrap_or(service.status);
        service.last_update = now;
    }
}
