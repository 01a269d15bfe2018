//! Taking up a version: what was uploaded becomes a process and a job.

use std::sync::Arc;

use super::job::Job;
use crate::domain::documents::zerops_yaml::run::Protocol;
use crate::domain::documents::zerops_yaml::{self, Run, Setup};
use crate::domain::ids::{AppVersionId, ProcessId};
use crate::sandbox::catalog::{self, TypeInfo};
use crate::sandbox::import::builds;
use crate::sandbox::import::zerops_yaml::default_ports;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::app_version::{self, AppVersionEvent};
use crate::sandbox::lifecycle::engine;
use crate::sandbox::model::app_version::Build;
use crate::sandbox::model::process::{Drive, Process, Work};
use crate::sandbox::model::service::Port;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::uploads::store::Archive;
use crate::sandbox::world::World;

/// What is to be done with a version.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) version: AppVersionId,
    /// None when it was active before.
    pub(crate) archive: Option<Arc<Archive>>,
    /// None when it keeps the one it has.
    pub(crate) setup: Option<Setup>,
    pub(crate) builds: bool,
}

/// Begins to build and deploy a version, or to deploy it alone.
///
/// Guessed: several versions of one service are built side by side.
pub(crate) fn begin(world: &mut World, order: Order) -> Option<ProcessId> {
    let version = world.data.app_version(&order.version)?.clone();
    let found = world.data.service(&version.service)?.clone();
    let build = order.builds.then(|| builds::new_build(world, &found, version.sequence));
    let setup = order.setup.map(Arc::new).or(version.setup).unwrap_or_default();
    let prepares = setup.run.as_ref().and_then(|run| run.prepare_commands.as_ref());
    let prepares = prepares.is_some_and(|commands| !commands.is_empty()) && order.archive.is_some();
    let prepare = prepares.then(|| builds::new_preparation(world, &found, version.sequence));
    let event = if order.builds { AppVersionEvent::Build } else { AppVersionEvent::Deploy };
    let (now, platform, executes) = (world.now(), world.platform, world.executes);
    if let Some(version) = world.data.app_version_mut(&order.version) {
        version.status = app_version::next(version.status, event).ok()?;
        version.last_update = now;
        // Whoever really does the work begins at once, whatever the status says meanwhile.
        let build = build.map(|build| if executes { Build { started: Some(now), ..build } } else { build });
        version.build = build.or(version.build.take());
        version.prepare = prepare;
        // A version that was active before has its ports and variables already.
        if order.archive.is_some() {
            version.ports = ports(platform, &setup, &found.kind);
            version.env = env(&setup);
        }
        version.setup = Some(Arc::clone(&setup));
    }
    let action = match &order.archive {
        None if !world.platform.is_former() => Action::DeployBackup,
        _ if order.builds => Action::Build,
        _ => Action::Deploy,
    };
    let work = Work::Build(order.version.clone());
    let id = engine::begin(world, &found.project, Some(&found.id), action, work, None);
    let drive = if world.executes { Drive::Reports } else { Drive::Checked };
    let process = world.data.process_mut(&id)?;
    process.drive = drive;
    let cancel = process.cancel.clone();
    world.jobs.push(Job {
        version: order.version,
        process: id.clone(),
        service: found.id,
        hostname: found.hostname,
        archive: order.archive,
        git: None,
        setup,
        folders_first: !world.platform.is_former(),
        builds: order.builds,
        cancel,
    });
    Some(id)
}

/// Leaves the build of a repository to whoever really does it; false when it is another one.
pub(crate) fn hand_over(world: &mut World, process: &Process) -> bool {
    let Work::Build(id) = &process.work else { return false };
    let Some(version) = world.data.app_version(id).cloned() else { return false };
    let Some(found) = world.data.service(&version.service).cloned() else { return false };
    if !world.executes || process.failure.is_some() || version.git.is_none() {
        return false;
    }
    if let Some(process) = world.data.process_mut(&process.id) {
        process.drive = Drive::Reports;
    }
    world.jobs.push(Job {
        version: version.id,
        process: process.id.clone(),
        service: found.id,
        hostname: found.hostname,
        archive: None,
        git: version.git,
        setup: Arc::default(),
        folders_first: false,
        builds: true,
        cancel: process.cancel.clone(),
    });
    true
}

/// Gives a version the setup that was found in its repository.
pub(crate) fn adopt(world: &mut World, id: &AppVersionId, setup: &Arc<Setup>) {
    let Some(version) = world.data.app_version(id).cloned() else { return };
    let Some(found) = world.data.service(&version.service).cloned() else { return };
    let prepares = setup.run.as_ref().and_then(|run| run.prepare_commands.as_ref());
    let prepares = prepares.is_some_and(|commands| !commands.is_empty());
    let prepare = prepares.then(|| builds::new_preparation(world, &found, version.sequence));
    let platform = world.platform;
    if let Some(version) = world.data.app_version_mut(id) {
        version.prepare = prepare;
        version.ports = ports(platform, setup, &found.kind);
        version.env = env(setup);
        version.setup = Some(Arc::clone(setup));
    }
}

/// Derived: the base a runtime runs on decides whether it is a web server, which listens on port 80
/// without saying so.
fn ports(platform: PlatformDate, setup: &Setup, kind: &TypeInfo) -> Vec<Port> {
    let run = setup.run.as_ref();
    let Some(ports) = run.and_then(|run| run.ports.as_ref()) else {
        let base = run.and_then(|run| run.base.as_ref()).and_then(|base| base_type(platform, base.as_str()));
        return default_ports(base.as_ref().unwrap_or(kind));
    };
    ports.iter().filter_map(|port| one_port(port)).collect()
}

fn base_type(platform: PlatformDate, base: &str) -> Option<TypeInfo> {
    if platform.is_former() { catalog::find(platform, base) } else { catalog::of_base(platform, base) }
}

fn one_port(port: &zerops_yaml::Port) -> Option<Port> {
    let number = port.port.as_ref().and_then(|number| u16::try_from(number.value).ok())?;
    let udp = port.protocol.as_ref().is_some_and(|it| matches!(it.value, Protocol::Udp | Protocol::UdpCapitals));
    let http = !udp && port.http_support.as_ref().is_some_and(|http| http.value);
    Some(Port {
        number,
        protocol: if udp { "udp" } else { "tcp" },
        scheme: match (udp, http) {
            (true, _) => "udp",
            (false, true) => "http",
            (false, false) => "tcp",
        },
        description: port.description.as_ref().map(|text| text.value.clone()).unwrap_or_default(),
        http,
    })
}

fn env(setup: &Setup) -> Vec<(String, String)> {
    let run: Option<&Run> = setup.run.as_deref();
    let variables = run.and_then(|run| run.env_variables.as_ref());
    let variables = variables.into_iter().flat_map(|variables| variables.iter());
    // Null takes away what `extends` brings.
    let variables = variables.filter(|variable| !variable.is_null);
    variables.map(|variable| (variable.name.clone(), variable.value.clone())).collect()
}
