//! Applies time to the state: starts processes, moves them through their stages and does to
//! services and versions what the table says.

use jiff::Timestamp;

use super::action::Action;
use super::app_version::AppVersionEvent;
use super::process::{ProcessEvent, ProcessStatus};
use super::service::{ServiceEvent, ServiceStatus};
use super::{app_version, effects, process, service};
use crate::domain::ids::{ProcessId, ProjectId, ServiceId};
use crate::sandbox::logs::lines;
use crate::sandbox::model::data::Data;
use crate::sandbox::model::process::{Failure, Process, ServiceOfProcess, Work};
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
    // What nobody asked for neither takes a number of the others nor a failure meant for them.
    let internal = action == Action::Internal;
    let id = ProcessId::new(if internal { world.side_ids.next() } else { world.ids.next() });
    let planned = |failing: &Option<Action>| !internal && failing.is_none_or(|failing| failing == action);
    let failure = world.failing.iter().position(|(failing, _)| planned(failing)).map(|index| {
        let (_, reason) = world.failing.remove(index);
        Failure { code: None, reason }
    });
    let sequence = world.data.project_mut(project).map_or(0, |project| {
        project.sequence += 1;
        project.sequence
    });
    let service = service.and_then(|id| world.data.service(id)).map(ServiceOfProcess::of);
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
            effects::finished(world, &found);
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

fn began(world: &mut World, found: &Process) {
    version_event(world, found, AppVersionEvent::Advance);
    if let Some(event) = found.action.info().begins {
        service_event(world, found, event);
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

pub(crate) fn version_event(world: &mut World, found: &Process, event: AppVersionEvent) {
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
        let reason = found.failure.as_ref().map(|failure| failure.reason.as_str());
        lines::pipeline(world, id, reason.filter(|_| event == AppVersionEvent::Fail));
    }
}

/// A service whose status was set by control keeps it where the event does not fit.
pub(crate) fn service_event(world: &mut World, found: &Process, event: ServiceEvent) {
    let now = world.now();
    let Some(id) = found.service.as_ref().map(|service| service.id.clone()) else { return };
    if let Some(service) = world.data.service_mut(&id) {
        let status: Result<ServiceStatus, _> = service::next(service.status, event);
        service.status = status.unwrap_or(service.status);
        service.last_update = now;
    }
}
