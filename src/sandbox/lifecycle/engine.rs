//! Applies time to the state: starts processes, moves them through their stages and does to
//! services and versions what the table says.

use std::time::Duration;

use jiff::Timestamp;

use super::action::Action;
use super::app_version::AppVersionEvent;
use super::process::{ProcessEvent, ProcessStatus};
use super::service::{ServiceEvent, ServiceStatus};
use super::{effects, process, service, stages};
use crate::domain::ids::{ProcessId, ProjectId, ServiceId};
use crate::sandbox::model::data::Data;
use crate::sandbox::model::process::{Drive, Process, ServiceOfProcess, Work};
use crate::sandbox::pipeline::begin;
use crate::sandbox::pipeline::job::Task;
use crate::sandbox::world::World;

/// How long a process takes to stop when asked to. Guessed.
const CANCEL_TAKES: Duration = Duration::from_secs(1);

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
    let failure =
        world.failing.iter().position(|(failing, _)| planned(failing)).map(|index| world.failing.remove(index).1);
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
        sequence,
        created: now,
        last_update: now,
        started: None,
        finished: None,
        due: after.is_none().then(|| now + action.info().delay()),
        after,
        failure,
        canceled: false,
        drive: Drive::Clock,
        cancel: world.lifetime.child_token(),
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
        found.cancel.cancel();
        found.last_update = now;
        found.due = Some(now + CANCEL_TAKES);
    }
}

/// Does what is due at this moment in the first process that is due then.
pub(crate) fn step(world: &mut World, due: Timestamp) {
    let Some(found) = world.data.processes.iter().find(|process| process.due == Some(due)).cloned() else { return };
    match found.status {
        ProcessStatus::Pending => {
            start(world, &found);
            // What the platform refuses by a code it refuses at once.
            let refused = found.failure.as_ref().is_some_and(|failure| failure.code.is_some());
            let lasts = if refused { Duration::ZERO } else { lasts(world, &found) };
            let reported = found.drive == Drive::Reports || begin::hand_over(world, &found) || hand_over(world, &found);
            schedule(world, &found.id, (!reported).then(|| due + lasts));
        }
        // It goes on when the archive was looked at.
        ProcessStatus::Running if found.drive == Drive::Checked => schedule(world, &found.id, None),
        ProcessStatus::Running if fails(world, &found) => fail(world, &found),
        ProcessStatus::Running => match stages::next_event(world, &found) {
            Some(event) => {
                stages::version_event(world, &found, event);
                let lasts = lasts(world, &found);
                schedule(world, &found.id, Some(due + lasts));
            }
            None => finish(world, &found),
        },
        ProcessStatus::Canceling => {
            advance(world, &found, ProcessEvent::CancelDone);
            stages::version_event(world, &found, AppVersionEvent::Cancel);
            // A build or a change of settings leaves the service alone.
            if found.action.info().begins.is_some() {
                service_event(world, &found, ServiceEvent::Canceled);
            }
            over(world, &found, false);
        }
        ProcessStatus::Finished | ProcessStatus::Failed | ProcessStatus::Canceled => {
            schedule(world, &found.id, None);
        }
    }
}

/// Leaves a process to the worker when it is about containers that really run.
fn hand_over(world: &mut World, found: &Process) -> bool {
    use Action as A;
    let real = matches!(found.action, A::Create | A::Delete | A::Start | A::Stop | A::Restart | A::DeleteProject);
    if !world.executes || !real || found.failure.is_some() {
        return false;
    }
    if let Some(process) = world.data.process_mut(&found.id) {
        process.drive = Drive::Reports;
    }
    world.tasks.push(Task {
        process: found.id.clone(),
        action: found.action,
        project: found.project.clone(),
        service: found.service.as_ref().map(|service| service.id.clone()),
        cancel: found.cancel.clone(),
    });
    true
}

/// Lets a process run.
pub(crate) fn start(world: &mut World, found: &Process) {
    advance(world, found, ProcessEvent::Start);
    if let Some(event) = stages::next_event(world, found) {
        stages::version_event(world, found, event);
    }
    if let Some(event) = found.action.info().begins {
        service_event(world, found, event);
    }
}

/// Ends a process that went wrong.
pub(crate) fn fail(world: &mut World, found: &Process) {
    advance(world, found, ProcessEvent::Fail);
    stages::version_event(world, found, AppVersionEvent::Fail);
    service_event(world, found, ServiceEvent::ActionFailed);
    over(world, found, false);
}

/// Ends a process that went well.
pub(crate) fn finish(world: &mut World, found: &Process) {
    advance(world, found, ProcessEvent::Finish);
    effects::finished(world, found);
    over(world, found, true);
}

/// Whether a process goes wrong in the stage it is in.
fn fails(world: &World, found: &Process) -> bool {
    let status = stages::version(world, found).map(|version| version.status);
    found.failure.as_ref().is_some_and(|failure| failure.at.is_none() || failure.at == status)
}

/// How long what a process is in lasts.
fn lasts(world: &World, found: &Process) -> Duration {
    stages::version(world, found).map_or_else(|| found.action.info().lasts(), |version| stages::lasts(version.status))
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
            schedule(world, &other.id, Some(now + other.action.info().delay()));
        } else {
            cancel(world, &other.id);
        }
    }
}

/// Says when a process moves on by itself.
pub(crate) fn schedule(world: &mut World, id: &ProcessId, due: Option<Timestamp>) {
    if let Some(process) = world.data.process_mut(id) {
        process.due = due;
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
