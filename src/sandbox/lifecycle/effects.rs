//! What processes do to services, versions and projects when they end.

use std::sync::Arc;

use jiff::Timestamp;

use super::action::Action;
use super::app_version::{AppVersionEvent, AppVersionStatus};
use super::process::ProcessStatus;
use super::service::ServiceEvent;
use super::{app_version, engine, service};
use crate::domain::ids::{AppVersionId, ProjectId, ServiceId};
use crate::domain::scaling::Scaling;
use crate::sandbox::catalog;
use crate::sandbox::ids::derived_id;
use crate::sandbox::logs::lines;
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::env::{EnvKind, EnvVariable};
use crate::sandbox::model::process::{Process, Work};
use crate::sandbox::model::variables;
use crate::sandbox::world::World;

/// How many versions are kept that were active.
const MOST_BACKUPS: usize = 10;

/// Makes a version active in place of the one before it, with its ports.
pub(crate) fn activate(world: &mut World, id: &AppVersionId) {
    let now = world.now();
    let Some(version) = world.data.app_version_mut(id) else { return };
    version.status = AppVersionStatus::Active;
    version.activated = Some(now);
    version.last_update = now;
    // A rollback builds nothing, so the build that made the version has ended when it did.
    if let Some(build) = &mut version.build {
        build.finished.get_or_insert(now);
    }
    let (service, ports) = (version.service.clone(), version.ports.clone());
    let run = version.setup.as_ref().and_then(|setup| setup.run.as_ref());
    let base = run.and_then(|run| run.base.as_ref()).map(|base| base.raw.clone());
    let env = version.env.iter().enumerate().map(|(index, (key, content))| {
        let id = derived_id(id.as_str(), index);
        EnvVariable::new(id, key, content.clone(), EnvKind::Runtime, now)
    });
    let env: Vec<EnvVariable> = env.collect();
    let replaced = app_version::next(AppVersionStatus::Active, AppVersionEvent::Replace);
    world.data.app_versions.change(
        |other| other.service == service && other.id != *id && other.status == AppVersionStatus::Active,
        |other| {
            other.status = replaced.unwrap_or(other.status);
            other.last_update = now;
        },
    );
    let platform = world.platform;
    if let Some(found) = world.data.service_mut(&service) {
        found.active_version = Some(id.clone());
        found.ports = ports;
        found.kind = base.and_then(|base| catalog::of_base(platform, &base)).unwrap_or_else(|| found.kind.clone());
        found.runtime_env = env;
        found.last_update = now;
    }
    drop_backups(world, &service);
    boot(world, &service);
}

/// Derived: ten versions are kept beside the active one, the newest.
fn drop_backups(world: &mut World, service: &ServiceId) {
    let versions = world.data.app_versions.iter().filter(|version| version.service == *service);
    let mut kept: Vec<(Option<Timestamp>, AppVersionId)> = versions
        .filter(|version| version.status == AppVersionStatus::Backup)
        .map(|version| (version.activated, version.id.clone()))
        .collect();
    kept.sort_by_key(|(activated, _)| *activated);
    for (_, id) in &kept[..kept.len().saturating_sub(MOST_BACKUPS)] {
        world.uploads.forget(id);
        world.data.app_versions.retain(|version| version.id != *id);
    }
}

/// A new version of a service, not yet part of the data.
pub(crate) fn new_version(world: &mut World, project: &ProjectId, service: &ServiceId) -> AppVersion {
    let versions = world.data.app_versions.iter().filter(|version| version.service == *service);
    let sequence = versions.map(|version| version.sequence).max().unwrap_or_default() + 1;
    AppVersion {
        id: AppVersionId::new(world.ids.next()),
        project: project.clone(),
        service: service.clone(),
        status: AppVersionStatus::WaitingToBuild,
        source: "NONE",
        name: None,
        sequence,
        created: world.now(),
        last_update: world.now(),
        activated: None,
        build: None,
        prepare: None,
        setup: None,
        git: None,
        ports: Vec::new(),
        env: Vec::new(),
    }
}

/// What the end of a process that went well does.
pub(crate) fn finished(world: &mut World, found: &Process) {
    let now = world.now();
    if let Work::Build(version) = &found.work {
        activate(world, version);
    }
    if let Some(event) = found.action.info().ends {
        engine::service_event(world, found, event);
    }
    let Some(id) = found.service.as_ref().map(|service| service.id.clone()) else {
        if found.action == Action::DeleteProject {
            remove_project(world, &found.project);
        }
        return;
    };
    match (&found.action, &found.work) {
        (Action::Create, _) => created(world, &id),
        (Action::Start | Action::Restart, _) => boot(world, &id),
        (Action::Stop, _) => lines::stopped(world, &id),
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
    let routes = matches!(
        found.action,
        Action::EnableSubdomain | Action::DisableSubdomain | Action::Build | Action::Deploy | Action::DeployBackup
    );
    if routes {
        engine::begin(world, &found.project, Some(&id), Action::Internal, Work::Plain, None);
    }
}

/// Starts the containers of a service: they see the environment as it is stored now.
///
/// Derived: only this does; a reload keeps the old one.
pub(crate) fn boot(world: &mut World, id: &ServiceId) {
    let environment = world.data.service(id).map(|service| variables::environment(&world.data, service));
    if let (Some(service), Some(environment)) = (world.data.service_mut(id), environment) {
        service.booted = Some(Arc::new(environment));
    }
    lines::started(world, id);
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
    if running {
        boot(world, id);
    }
}

fn scaled(world: &mut World, id: &ServiceId, change: &Scaling) {
    let now = world.now();
    if let Some(found) = world.data.service_mut(id) {
        found.custom_scaling.overlay(change);
        found.last_update = now;
    }
}

/// Takes a service away.
fn remove_service(world: &mut World, id: &ServiceId) {
    empty_service(world, id);
    world.data.services.retain(|service| service.id != *id);
    world
        .data
        .services
        .change(|other| other.storages.contains(id), |other| other.storages.retain(|storage| storage != id));
}

/// Takes away what belongs to a service: its versions, and what it left unfinished is canceled.
pub(crate) fn empty_service(world: &mut World, id: &ServiceId) {
    let now = world.now();
    for version in world.data.app_versions.iter().filter(|version| version.service == *id) {
        world.uploads.forget(&version.id);
    }
    world.data.app_versions.retain(|version| version.service != *id);
    world.data.processes.change(
        |process| process.service.as_ref().is_some_and(|service| service.id == *id) && !process.status.is_over(),
        |process| {
            process.status = ProcessStatus::Canceled;
            process.cancel.cancel();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::options::{ClockMode, Options};
    use crate::sandbox::seeds::Seed;

    #[test]
    fn ten_versions_are_kept_and_numbers_are_not_used_again() {
        let seed = Seed::new("demo", "services: [{hostname: app, type: nodejs@22}]");
        let mut world = World::new(&Options::deterministic(ClockMode::Instant).seed(seed)).expect("a world");
        let found = world.data.services.iter().find(|service| service.hostname == "app").cloned().expect("a service");
        for _ in 0..13 {
            let version = new_version(&mut world, &found.project, &found.id);
            let id = version.id.clone();
            world.data.app_versions.push(version);
            activate(&mut world, &id);
        }
        let left: Vec<u64> = world.data.app_versions.iter().map(|version| version.sequence).collect();
        assert_eq!(left, (3..=13).collect::<Vec<u64>>());
        assert_eq!(new_version(&mut world, &found.project, &found.id).sequence, 14);
    }
}
