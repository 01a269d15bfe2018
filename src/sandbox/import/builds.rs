//! Versions with simulated builds.

use std::collections::HashSet;

use super::service::BuildPart;
use crate::domain::ids::{AppVersionId, ProcessId, ProjectId, ServiceId};
use crate::sandbox::catalog;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::lifecycle::{effects, engine};
use crate::sandbox::model::app_version::{Build, Prepare};
use crate::sandbox::model::process::Work;
use crate::sandbox::model::service::Service;
use crate::sandbox::world::World;

/// Begins a build that will go well where builds are simulated; its ports are those of its source.
pub(crate) fn begin_build(
    world: &mut World,
    project: &ProjectId,
    service: &ServiceId,
    source: Option<&BuildPart>,
    after: Option<ProcessId>,
) -> ProcessId {
    let version = add_version(world, project, service, source);
    engine::begin(world, project, Some(service), Action::Build, Work::Build(version), after)
}

/// Adds a version with a build that has not begun.
pub(crate) fn add_version(
    world: &mut World,
    project: &ProjectId,
    service: &ServiceId,
    source: Option<&BuildPart>,
) -> AppVersionId {
    let mut version = effects::new_version(world, project, service);
    let Some(found) = world.data.service(service).cloned() else { return version.id };
    version.build = Some(new_build(world, &found, version.sequence));
    version.source = if source.is_some() { "GIT" } else { "CLI" };
    version.git = source.map(|source| source.source.clone());
    version.ports = source.map_or(found.ports, |source| source.ports.clone());
    let env = found.runtime_env.into_iter().map(|variable| (variable.key, variable.content));
    version.env = source.map_or_else(|| env.collect(), |source| source.env.clone());
    let id = version.id.clone();
    world.data.app_versions.push(version);
    id
}

/// A build that has not begun.
pub(crate) fn new_build(world: &mut World, found: &Service, sequence: u64) -> Build {
    let (service, service_name) = builder(world, found, sequence);
    let type_version = found.kind.version_name.clone();
    Build { service, service_name, type_version, started: None, built: None, finished: None, failed: None }
}

/// The preparation of a runtime that has not begun.
///
/// Derived: it writes on a service of its own, which clients hide by its category; they follow all
/// that this service writes, so it is another one for each version. Guessed: its name, and that it
/// goes when the next one comes.
pub(crate) fn new_preparation(world: &mut World, found: &Service, sequence: u64) -> Prepare {
    let versions = world.data.app_versions.iter();
    let earlier = versions.filter(|version| version.service == found.id).filter_map(|version| {
        let prepare = version.prepare.as_ref().filter(|prepare| prepare.ended.is_some())?;
        Some(prepare.service.clone())
    });
    let earlier: HashSet<ServiceId> = earlier.collect();
    world.data.services.retain(|service| !earlier.contains(&service.id));
    let service_name = format!("prepare{}v{sequence}", found.hostname);
    let kind = catalog::prepare(&found.kind);
    let new = world.new_service(&found.project, &service_name, kind, catalog::Mode::NonHa);
    let service = new.id.clone();
    world.data.services.push(Service { status: ServiceStatus::Active, ..new });
    Prepare { service, service_name, started: None, ended: None }
}

/// The service that builds the versions of another.
///
/// Observed: builds run in a service of their own, which is kept across them; clients hide its
/// category. Guessed: its name.
fn builder(world: &mut World, found: &Service, sequence: u64) -> (ServiceId, String) {
    // Taken in any case, so that the ids that follow do not depend on what was built before.
    let name = format!("build{}v{sequence}", found.hostname);
    let new = world.new_service(&found.project, &name, catalog::build(&found.kind), catalog::Mode::NonHa);
    let versions = world.data.app_versions.iter().filter(|version| version.service == found.id);
    let known = versions.filter_map(|version| version.build.as_ref()).next_back();
    if let Some(build) = known.filter(|build| world.data.service(&build.service).is_some()) {
        return (build.service.clone(), build.service_name.clone());
    }
    let id = new.id.clone();
    world.data.services.push(Service { status: ServiceStatus::Active, ..new });
    (id, name)
}
