//! Mounting shared storages into runtimes.

use super::call::{Answer, Call};
use super::lifecycle;
use crate::domain::ids::ServiceId;
use crate::domain::status::Category;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::model::process::Work;
use crate::sandbox::model::service::Service;
use crate::sandbox::wire::error::ApiError;

/// Mounts a shared storage.
///
/// Guessed: mounting what is mounted succeeds and changes nothing.
pub(crate) fn connect(call: &mut Call<'_>) -> Answer {
    let (found, storage) = services(call, Action::ConnectStorage)?;
    if storage.status != ServiceStatus::Active {
        return Err(ApiError::new("sharedStorageServiceStackInactive", "Shared storage service stack is not active."));
    }
    begin(call, Action::ConnectStorage, &found, storage.id)
}

/// Unmounts a shared storage.
pub(crate) fn disconnect(call: &mut Call<'_>) -> Answer {
    let (found, storage) = services(call, Action::DisconnectStorage)?;
    if !found.storages.contains(&storage.id) {
        return Err(ApiError::new("serviceStackConnectionNotFound", "Service stack connection not found."));
    }
    begin(call, Action::DisconnectStorage, &found, storage.id)
}

fn begin(call: &mut Call<'_>, action: Action, found: &Service, storage: ServiceId) -> Answer {
    let work = Work::Storage(storage);
    let process = engine::begin(call.world, &found.project, Some(&found.id), action, work, None);
    call.process_answer(&process)
}

/// Guessed: the codes for a service that is no runtime and for one that is no shared storage.
fn services(call: &Call<'_>, action: Action) -> Result<(Service, Service), ApiError> {
    let found = call.service(0)?;
    let id = ServiceId::new(call.required_text("sharedStorageId")?);
    lifecycle::check(&call.world.data, found, action)?;
    if !found.kind.is_runtime() {
        return Err(ApiError::new("serviceStackInvalidCategory", "Service stack category is invalid."));
    }
    let storage =
        call.world.data.service(&id).filter(|storage| {
            storage.project == found.project && storage.kind.family.category == Category::SharedStorage
        });
    let storage = storage.ok_or_else(|| ApiError::new("sharedStorageNotFound", "Shared storage not found."))?;
    Ok((found.clone(), storage.clone()))
}
