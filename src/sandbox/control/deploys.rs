//! Versions that are there at once, deployed or failed.

use super::{Control, ControlError, check_reason, service_named};
pub use crate::domain::control::Stage as FailedStage;
use crate::domain::ids::AppVersionId;
use crate::sandbox::import::builds;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::lifecycle::process::ProcessStatus;
use crate::sandbox::lifecycle::service::{self, ServiceEvent};
use crate::sandbox::lifecycle::{effects, engine};
use crate::sandbox::logs::lines;
use crate::sandbox::model::process::{Failure, Work};
use crate::sandbox::model::service::{Port, Service};
use crate::sandbox::world::World;

impl Control {
    /// Makes a new version of a runtime active at once; it listens on these ports with HTTP.
    ///
    /// # Errors
    /// The service is unknown or runs no code.
    pub fn deploy(&self, hostname: &str, ports: &[u16]) -> Result<AppVersionId, ControlError> {
        let mut world = self.shared.world();
        let found = runtime(&world, hostname)?;
        let id = builds::add_version(&mut world, &found.project, &found.id, None);
        let now = world.now();
        if let Some(version) = world.data.app_version_mut(&id) {
            version.ports = ports.iter().map(|port| Port::http(*port)).collect();
            if let Some(build) = &mut version.build {
                build.started = Some(now);
            }
        }
        effects::activate(&mut world, &id);
        if let Some(service) = world.data.service_mut(&found.id) {
            service.status = service::next(service.status, ServiceEvent::Deployed).unwrap_or(service.status);
        }
        world.record();
        Ok(id)
    }

    /// Lets the next version that is built fail at a stage for a reason, and writes these lines into
    /// the log of that stage before.
    pub fn fail_next_deploy(&self, stage: FailedStage, reason: &str, log: &[String]) {
        let at = match stage {
            FailedStage::Build => AppVersionStatus::Building,
            FailedStage::Prepare => AppVersionStatus::PreparingRuntime,
            FailedStage::Init => AppVersionStatus::Deploying,
        };
        let failure = Failure { at: Some(at), log: log.to_vec(), ..Failure::of(reason) };
        self.shared.world().failing.push((Some(Action::Build), failure));
    }

    /// Makes a new version of a runtime that failed, with its process and its log; the version
    /// before it stays active.
    ///
    /// # Errors
    /// The service is unknown or runs no code, or the reason is longer than 1,000 bytes.
    pub fn fail_deploy(&self, hostname: &str, stage: FailedStage, reason: &str) -> Result<AppVersionId, ControlError> {
        check_reason(reason)?;
        let mut world = self.shared.world();
        let found = runtime(&world, hostname)?;
        let id = builds::add_version(&mut world, &found.project, &found.id, None);
        let (service, work) = (Some(&found.id), Work::Build(id.clone()));
        let process = engine::begin(&mut world, &found.project, service, Action::Build, work, None);
        set_status(&mut world, &id, AppVersionStatus::Building);
        lines::pipeline(&mut world, &id, AppVersionStatus::WaitingToBuild, None);
        let failed = match stage {
            FailedStage::Build => AppVersionStatus::BuildFailed,
            FailedStage::Prepare => AppVersionStatus::PreparingRuntimeFailed,
            FailedStage::Init => {
                set_status(&mut world, &id, AppVersionStatus::WaitingToDeploy);
                lines::pipeline(&mut world, &id, AppVersionStatus::Building, None);
                AppVersionStatus::DeployFailed
            }
        };
        set_status(&mut world, &id, failed);
        lines::pipeline(&mut world, &id, AppVersionStatus::Building, Some(&Failure::of(reason)));
        let now = world.now();
        if let Some(build) = world.data.app_version_mut(&id).and_then(|version| version.build.as_mut()) {
            (build.started, build.failed) = (Some(now), Some(now));
        }
        if let Some(process) = world.data.process_mut(&process) {
            process.status = ProcessStatus::Failed;
            process.failure = Some(Failure::of(reason));
            (process.started, process.finished, process.due) = (Some(now), Some(now), None);
        }
        world.record();
        Ok(id)
    }
}

fn set_status(world: &mut World, id: &AppVersionId, status: AppVersionStatus) {
    let now = world.now();
    if let Some(version) = world.data.app_version_mut(id) {
        version.status = status;
        version.last_update = now;
    }
}

fn runtime(world: &World, hostname: &str) -> Result<Service, ControlError> {
    let found = service_named(world, hostname)?;
    if found.kind.is_runtime() {
        return Ok(found);
    }
    Err(ControlError(format!("service `{hostname}` runs no code")))
}
