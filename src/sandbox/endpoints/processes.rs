//! Processes.

use super::call::{Answer, Call, LongAnswer};
use crate::domain::ids::ProcessId;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::lifecycle::process::ProcessStatus;
use crate::sandbox::lifecycle::{engine, stages};
use crate::sandbox::model::process::Process;
use crate::sandbox::search;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::index::Processes;
use crate::sandbox::wire::process;

/// One process.
pub(crate) fn get(call: &mut Call<'_>) -> Answer {
    Ok(process::full(&call.world.data, call.process(0)?))
}

/// Asks a process to stop.
///
/// Guessed: which of the three codes is for what; that asking twice is fine; that a service that
/// is being deleted cannot be kept.
///
/// Derived: a version that is being deployed can no longer be cancelled.
pub(crate) fn cancel(call: &mut Call<'_>) -> Answer {
    let id = call.process(0)?.id.clone();
    cancel_one(call, &id)
}

/// Asks a process to stop that is known.
pub(crate) fn cancel_one(call: &mut Call<'_>, id: &ProcessId) -> Answer {
    let data = &call.world.data;
    let found = data.process(id).ok_or_else(|| ApiError::process_not_found(data.platform))?;
    let (id, status) = (found.id.clone(), found.status);
    if status.is_over() {
        return Err(ApiError::new("processAlreadyFinished", "Process already finished."));
    }
    let deletes = matches!(found.action, Action::Delete | Action::DeleteProject);
    let version = stages::version(call.world, found).map(|version| version.status);
    let deploys = matches!(version, Some(AppVersionStatus::WaitingToDeploy | AppVersionStatus::Deploying));
    if status == ProcessStatus::Running && (deletes || deploys) {
        return Err(ApiError::new("processCanNoLongerBeCanceled", "Process can no longer be canceled."));
    }
    let project = (found.action == Action::DeleteProject).then(|| found.project.clone());
    engine::cancel(call.world, &id);
    if let Some(project) = project.and_then(|project| call.world.data.project_mut(&project)) {
        project.deleting = false;
    }
    call.process_answer(&id)
}

/// The processes of every project the token reaches, as the index knows them.
pub(crate) fn search(call: &mut Call<'_>) -> LongAnswer {
    search::answer(&Processes(call.view()?), &call.body)
}

/// The processes of a project. Guessed: the newest first.
pub(crate) fn of_project(call: &mut Call<'_>) -> Answer {
    let project = call.project(0)?.id.clone();
    let data = &call.world.data;
    let found = data.processes.iter().rev().filter(|found| found.project == project);
    list(call, found)
}

/// The processes of a service. Guessed: the newest first.
pub(crate) fn of_service(call: &mut Call<'_>) -> Answer {
    let id = call.service(0)?.id.clone();
    let data = &call.world.data;
    let found = data.processes.iter().rev();
    let found = found.filter(|found| found.service.as_ref().is_some_and(|service| service.id == id));
    list(call, found)
}

fn list<'a>(call: &Call<'_>, found: impl Iterator<Item = &'a Process>) -> Answer {
    let wanted = found.filter(|found| call.has_status(found.status.wire()));
    let wanted = wanted.filter(|found| call.contains("actionNameContains", found.action.info().name));
    call.list(wanted, |found| process::full(&call.world.data, found))
}
