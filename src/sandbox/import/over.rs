//! What `override` does to services that exist, as the platform is today.
//!
//! Observed (2026-08): it is needed on every existing service that a document names, managed ones too, and
//! changes nothing by itself: no process, and fields that differ are ignored. With `startWithoutCode` an
//! empty version is deployed over what runs, which stays as a backup. Nothing is ever made again.
//! Guessed: a service that is being deleted keeps its name to the end.

use super::service::ServicePart;
use crate::domain::ids::ProcessId;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::lifecycle::{effects, engine};
use crate::sandbox::model::process::Work;
use crate::sandbox::model::service::Service;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::world::World;

/// Whether a document may name this service.
pub(super) fn may_stand(part: &ServicePart, existing: &Service) -> bool {
    part.replaces && existing.status != ServiceStatus::Deleting
}

/// A hostname that is taken.
pub(super) fn taken(part: &ServicePart) -> ApiError {
    ApiError::new("serviceStackNameUnavailable", "Service stack name is unavailable.")
        .reason("name", part.hostname.as_str())
}

/// Does what the document says to a service that exists.
pub(super) fn apply(world: &mut World, part: &ServicePart, existing: &Service) -> Option<ProcessId> {
    if !part.start_without_code || !existing.kind.is_runtime() {
        return None;
    }
    let mut version = effects::new_version(world, &existing.project, &existing.id);
    version.status = AppVersionStatus::WaitingToDeploy;
    let work = Work::Build(version.id.clone());
    world.data.app_versions.push(version);
    Some(engine::begin(world, &existing.project, Some(&existing.id), Action::Deploy, work, None))
}
