//! What users ask of containers: create, start, stop, restart, delete.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::engine::Engine;
use super::output::{INFORMATIONAL, say};
use super::snapshot::Snapshot;
use crate::domain::ids::{ProjectId, ServiceId};
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::lifecycle::stages;
use crate::sandbox::pipeline::job::Task;
use crate::sandbox::world::World;

impl Engine {
    /// Does what a process is about, and ends the process.
    pub(super) async fn perform(self: &Arc<Self>, task: &Task) {
        let result = self.act(task).await;
        let Some(shared) = self.shared() else { return };
        let mut world = shared.world();
        if task.cancel.is_cancelled() {
            return;
        }
        match result {
            Ok(()) => stages::report_active(&mut world, &task.process),
            Err(reason) => stages::report_failure(&mut world, &task.process, &reason),
        }
        world.record();
    }

    async fn act(self: &Arc<Self>, task: &Task) -> Result<(), String> {
        let Some(service) = &task.service else {
            self.end_services(&task.project).await;
            return Ok(());
        };
        let _turn = self.turn(service).await;
        match task.action {
            Action::Create => {
                if self.runs_from_the_start(service) {
                    self.boot(service, &task.cancel).await?;
                }
            }
            Action::Start => self.boot(service, &task.cancel).await?,
            Action::Restart => {
                self.halt(service).await;
                self.boot(service, &task.cancel).await?;
            }
            Action::Stop | Action::Delete => self.halt(service).await,
            _ => {}
        }
        if task.action == Action::Delete {
            self.forget_files(service);
        }
        Ok(())
    }

    fn take(&self, service: &ServiceId) -> Option<Snapshot> {
        Snapshot::take(&self.shared()?.world(), service, None)
    }

    /// Whether a new service has containers before anything is deployed.
    fn runs_from_the_start(&self, service: &ServiceId) -> bool {
        let Some(shared) = self.shared() else { return false };
        let world = shared.world();
        world.data.service(service).is_some_and(|found| !found.kind.is_runtime() || found.start_without_code)
    }

    async fn boot(&self, service: &ServiceId, cancel: &CancellationToken) -> Result<(), String> {
        let Some(snapshot) = self.take(service) else { return Ok(()) };
        let instance = self.launch(&snapshot, cancel).await?;
        let before = self.replace(&snapshot.project, service, &snapshot.hostname, Some(instance)).await;
        if let Some(before) = before {
            before.end().await;
        }
        Ok(())
    }

    async fn halt(&self, service: &ServiceId) {
        let Some(snapshot) = self.take(service) else { return };
        if let Some(before) = self.replace(&snapshot.project, service, &snapshot.hostname, None).await {
            before.end().await;
            say(&self.sink(service, false), INFORMATIONAL, "the container was stopped");
        }
    }

    /// Starts what ran before something else was tried in vain.
    pub(super) async fn bring_back(&self, service: &ServiceId) {
        if let Err(error) = self.boot(service, &CancellationToken::new()).await {
            tracing::warn!(error, "a service could not be started again");
        }
    }

    async fn end_services(&self, project: &ProjectId) {
        let services: Vec<ServiceId> = self.shared().map_or_else(Vec::new, |shared| {
            let world = shared.world();
            let all = world.data.services.iter().filter(|service| service.project == *project);
            all.map(|service| service.id.clone()).collect()
        });
        for service in &services {
            self.halt(service).await;
            self.forget_files(service);
        }
        self.end_project(project).await;
    }

    fn forget_files(&self, service: &ServiceId) {
        let mut folders: Vec<_> =
            ["cache", "data", "services"].iter().map(|kind| self.place(kind, service.as_str())).collect();
        if let Some(shared) = self.shared() {
            let world = shared.world();
            let versions = world.data.app_versions.iter().filter(|version| version.service == *service);
            folders.extend(versions.map(|version| self.version_folder(&version.id)));
        }
        drop(tokio::task::spawn_blocking(move || {
            for folder in folders {
                std::fs::remove_dir_all(folder).ok();
            }
        }));
    }

    /// Starts what the seeds hold: what is managed, and containers that need no code.
    pub(crate) async fn start_seeds(&self) {
        let Some(shared) = self.shared() else { return };
        let services = seeded(&shared.world());
        let start = async |service: &ServiceId| {
            let _turn = self.turn(service).await;
            self.bring_back(service).await;
        };
        futures_util::future::join_all(services.iter().map(start)).await;
    }
}

fn seeded(world: &World) -> Vec<ServiceId> {
    let active = world.data.services.iter().filter(|service| service.status == ServiceStatus::Active);
    active.filter(|service| !service.is_system()).map(|service| service.id.clone()).collect()
}
