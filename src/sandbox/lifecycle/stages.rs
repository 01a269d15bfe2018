//! The stages of a version that is built and deployed, and what its worker reports of them.

use std::time::Duration;

use super::app_version::{self, AppVersionEvent, AppVersionStatus};
use super::engine;
use super::process::ProcessStatus;
use crate::domain::ids::ProcessId;
use crate::sandbox::logs::lines;
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::process::{Drive, Failure, Process, Work};
use crate::sandbox::world::World;

/// How long a stage lasts when nothing runs. Guessed.
pub(crate) const fn lasts(status: AppVersionStatus) -> Duration {
    Duration::from_secs(match status {
        AppVersionStatus::Building => 20,
        AppVersionStatus::PreparingRuntime => 10,
        AppVersionStatus::Deploying => 9,
        _ => 1,
    })
}

/// The version that a process builds or deploys.
pub(crate) fn version<'w>(world: &'w World, found: &Process) -> Option<&'w AppVersion> {
    match &found.work {
        Work::Build(id) => world.data.app_version(id),
        _ => None,
    }
}

/// What comes after the stage that a process is in; none after the last one.
pub(crate) fn next_event(world: &World, found: &Process) -> Option<AppVersionEvent> {
    let version = version(world, found)?;
    let prepares = version.prepare.as_ref().is_some_and(|prepare| prepare.started.is_none());
    match version.status {
        AppVersionStatus::Building | AppVersionStatus::WaitingToDeploy if prepares => Some(AppVersionEvent::Prepare),
        AppVersionStatus::WaitingToBuild
        | AppVersionStatus::Building
        | AppVersionStatus::PreparingRuntime
        | AppVersionStatus::WaitingToDeploy => Some(AppVersionEvent::Advance),
        _ => None,
    }
}

/// Lets something happen to the version of a process; without one nothing does.
pub(crate) fn version_event(world: &mut World, found: &Process, event: AppVersionEvent) {
    let Work::Build(id) = &found.work else { return };
    let now = world.now();
    if let Some(version) = world.data.app_version_mut(id)
        && let Ok(status) = app_version::next(version.status, event)
    {
        let before = std::mem::replace(&mut version.status, status);
        version.last_update = now;
        if let Some(build) = &mut version.build {
            match event {
                AppVersionEvent::Fail | AppVersionEvent::Cancel => build.failed = Some(now),
                _ => build.started = build.started.or(Some(now)),
            }
            if before == AppVersionStatus::Building {
                build.built = Some(now);
            }
        }
        if let Some(prepare) = &mut version.prepare {
            if status == AppVersionStatus::PreparingRuntime {
                prepare.started = Some(now);
            } else if before == AppVersionStatus::PreparingRuntime {
                prepare.ended = Some(now);
            }
        }
        // Whoever really does the work writes its lines too.
        let process = world.data.process(&found.id);
        if process.is_none_or(|process| process.drive != Drive::Reports) {
            let failure = process.and_then(|process| process.failure.clone());
            lines::pipeline(world, id, before, failure.as_ref().filter(|_| event == AppVersionEvent::Fail));
        }
    }
}

/// The archive of a version was looked at: the clock may go on, to a failure if there is a reason.
pub(crate) fn release(world: &mut World, id: &ProcessId, reason: Option<String>) {
    let now = world.now();
    let Some(process) = world.data.process_mut(id).filter(|process| process.drive == Drive::Checked) else { return };
    process.drive = Drive::Clock;
    if let Some(reason) = reason {
        process.failure = Some(Failure::of(reason));
    }
    if process.status == ProcessStatus::Running && process.due.is_none() {
        process.due = Some(now);
    }
}

/// The stage that a process is in went well.
pub(crate) fn report_done(world: &mut World, id: &ProcessId) {
    if let Some(found) = running(world, id)
        && let Some(event) = next_event(world, &found)
    {
        version_event(world, &found, event);
    }
}

/// The stage that a process is in failed.
pub(crate) fn report_failure(world: &mut World, id: &ProcessId, reason: &str) {
    if running(world, id).is_none() {
        return;
    }
    if let Some(process) = world.data.process_mut(id) {
        process.failure = Some(Failure::of(reason));
    }
    if let Some(found) = world.data.process(id).cloned() {
        engine::fail(world, &found);
    }
}

/// The version of a process is active.
pub(crate) fn report_active(world: &mut World, id: &ProcessId) {
    if let Some(found) = running(world, id) {
        engine::finish(world, &found);
    }
}

/// The process, running: reports are faster than the clock that lets it begin.
fn running(world: &mut World, id: &ProcessId) -> Option<Process> {
    let found = world.data.process(id).filter(|process| process.drive == Drive::Reports).cloned()?;
    match found.status {
        ProcessStatus::Pending => {
            engine::start(world, &found);
            engine::schedule(world, id, None);
            world.data.process(id).cloned()
        }
        ProcessStatus::Running => Some(found),
        _ => None,
    }
}
