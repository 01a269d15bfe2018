//! Starting, stopping, restarting, reloading and deleting services.

use super::call::{Answer, Call};
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::lifecycle::service::{self, ServiceStatus};
use crate::sandbox::model::data::Data;
use crate::sandbox::model::process::Work;
use crate::sandbox::model::service::Service;
use crate::sandbox::wire::error::ApiError;

/// Starts a service.
pub(crate) fn start(call: &mut Call<'_>) -> Answer {
    act(call, Action::Start)
}

/// Stops a service.
pub(crate) fn stop(call: &mut Call<'_>) -> Answer {
    act(call, Action::Stop)
}

/// Restarts a service.
pub(crate) fn restart(call: &mut Call<'_>) -> Answer {
    act(call, Action::Restart)
}

/// Reloads a service. Derived: some types cannot.
pub(crate) fn reload(call: &mut Call<'_>) -> Answer {
    if !call.service(0)?.kind.family.traits.reload {
        return Err(ApiError::new("serviceStackReloadNotAvailable", "Service stack reload is not available."));
    }
    act(call, Action::Reload)
}

/// Deletes a service; it is DELETING as soon as the process runs.
pub(crate) fn delete(call: &mut Call<'_>) -> Answer {
    act(call, Action::Delete)
}

fn act(call: &mut Call<'_>, action: Action) -> Answer {
    let found = call.service(0)?;
    check(&call.world.data, found, action)?;
    let (project, id) = (found.project.clone(), found.id.clone());
    let process = engine::begin(call.world, &project, Some(&id), action, Work::Plain, None);
    call.process_answer(&process)
}

/// Whether an action can begin on a service.
///
/// Guessed: every code here, read off its name; the platform may also queue what is refused here.
pub(crate) fn check(data: &Data, found: &Service, action: Action) -> Result<(), ApiError> {
    check_kept(data, found)?;
    if action == Action::Delete {
        return Ok(());
    }
    if matches!(found.status, ServiceStatus::New | ServiceStatus::Creating) {
        return Err(ApiError::new("serviceStackCreating", "Service stack is being created."));
    }
    if unfinished(data, found, |action| action.info().begins.is_some()) {
        return Err(ApiError::new("processIsAlreadyRunning", "Process is already running."));
    }
    let fits = action.info().begins.is_none_or(|event| service::next(found.status, event).is_ok());
    if fits { Ok(()) } else { Err(refusal(found.status, action)) }
}

/// Whether a service is the user's and is to stay.
pub(crate) fn check_kept(data: &Data, found: &Service) -> Result<(), ApiError> {
    if found.is_system() {
        return Err(ApiError::new("serviceStackIsSystemNotSupported", "System service stack is not supported."));
    }
    if found.status == ServiceStatus::Deleting || unfinished(data, found, |action| action == Action::Delete) {
        return Err(ApiError::new("stackWillBeDeleted", "Stack will be deleted."));
    }
    Ok(())
}

fn unfinished(data: &Data, found: &Service, wanted: impl Fn(Action) -> bool) -> bool {
    data.processes.iter().any(|process| {
        !process.status.is_over()
            && wanted(process.action)
            && process.service.as_ref().is_some_and(|service| service.id == found.id)
    })
}

fn refusal(status: ServiceStatus, action: Action) -> ApiError {
    match (status, action) {
        (ServiceStatus::ReadyToDeploy, _) => {
            ApiError::new("serviceStackIsReadyToDeploy", "Service stack is ready to deploy.")
        }
        (ServiceStatus::Failed | ServiceStatus::RepairFailed, _) => {
            ApiError::new("serviceStackIsFailed", "Service stack is failed.")
        }
        (ServiceStatus::Upgrading, _) => ApiError::new("serviceStackUpgrading", "Service stack is being upgraded."),
        (ServiceStatus::Stopped, _) => ApiError::new("activeServiceStackRequired", "Active service stack is required."),
        _ => ApiError::new("serviceStackStatusNotSupported", "Service stack status is not supported."),
    }
}
