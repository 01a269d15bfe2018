//! What users ask of containers: create, start, stop, restart, delete.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::engine::Engine;
use super::launch::VERSIONS;
use super::output::{ERROR, INFORMATIONAL, say};
use super::repository;
use super::snapshot::Snapshot;
use crate::domain::ids::{ProjectId, ServiceId};
use crate::sandbox::folder::remove;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::engine;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::lifecycle::stages;
use crate::sandbox::model::process::Process;
use crate::sandbox::pipeline::job::Task;
use crate::sandbox::world::World;

impl Engine {
    /// Does what a process is about, and ends the process.
    pub(super) async fn perform(self: &Arc<Self>, task: &Task) {
        if matches!(task.action, Action::Stop | Action::Delete | Action::DeleteProject) {
            self.make_way(task);
        }
        let _turn = match &task.service {
            Some(service) => Some(self.turn(service).await),
            None => None,
        };
        let result = self.act(task).await;
        if !self.tell(task, result) {
            self.undo(task).await;
        }
    }

    /// Tells how it went, unless the process was cancelled.
    fn tell(&self, task: &Task, result: Result<(), String>) -> bool {
        let Some(shared) = self.shared() else { return true };
        let mut world = shared.world();
        if task.cancel.is_cancelled() {
            return false;
        }
        match result {
            Ok(()) => stages::report_active(&mut world, &task.process),
            Err(reason) => stages::report_failure(&mut world, &task.process, &reason),
        }
        world.record();
        true
    }

    /// Ends what is under way for services that are to end: it would hold their turns.
    fn make_way(&self, task: &Task) {
        let Some(shared) = self.shared() else { return };
        let mut world = shared.world();
        let of_task = |process: &Process| match (&task.service, &process.service) {
            (Some(wanted), Some(service)) => service.id == *wanted,
            (Some(_), None) => false,
            (None, _) => process.project == task.project,
        };
        let others = world
            .data
            .processes
            .iter()
            .filter(|process| of_task(process) && process.id != task.process && !process.status.is_over());
        let others: Vec<Process> = others.cloned().collect();
        for process in others {
            if let Some(service) = &process.service {
                self.stop_back(&service.id);
            }
            match process.action {
                Action::Build | Action::Deploy | Action::DeployBackup => engine::cancel(&mut world, &process.id),
                // The end of the service is the end of it too.
                Action::Create | Action::Start | Action::Restart => process.cancel.cancel(),
                _ => {}
            }
        }
        if let Some(service) = &task.service {
            self.stop_back(service);
        }
        world.record();
    }

    async fn act(self: &Arc<Self>, task: &Task) -> Result<(), String> {
        let Some(service) = &task.service else {
            self.end_services(&task.project).await;
            return Ok(());
        };
        match task.action {
            Action::Create => {
                // One that takes the place of another with its id starts without anything of it.
                if self.running(service).is_some() {
                    self.halt(service).await;
                }
                self.forget_files(service).await;
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
            self.forget_files(service).await;
        }
        Ok(())
    }

    /// Puts the containers back to what the status of the service says after its process was
    /// cancelled by its user.
    async fn undo(&self, task: &Task) {
        let (Some(service), Some(shared)) = (&task.service, self.shared()) else { return };
        let canceled = shared.world().data.process(&task.process).is_some_and(|process| process.canceled);
        match task.action {
            _ if !canceled => {}
            Action::Create | Action::Start => self.halt(service).await,
            Action::Restart | Action::Stop if self.running(service).is_none() => self.bring_back(service).await,
            _ => {}
        }
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
            say(&self.sink(service, None, false), INFORMATIONAL, "the container was stopped");
        }
    }

    /// Starts what ran before something else was tried in vain.
    pub(super) async fn bring_back(&self, service: &ServiceId) {
        let cancel = self.back(service);
        let booted = self.boot(service, &cancel).await;
        self.stop_back(service);
        if let Err(error) = booted {
            say(&self.sink(service, None, false), ERROR, format!("the service did not start: {error}"));
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
            self.forget_files(service).await;
        }
        self.end_project(project).await;
    }

    async fn forget_files(&self, service: &ServiceId) {
        let kinds = ["cache", "data", "services", VERSIONS];
        let folders = kinds.map(|kind| self.place(kind, service.as_str()));
        let removing = tokio::task::spawn_blocking(move || {
            for folder in folders {
                remove(&folder).ok();
            }
        });
        removing.await.ok();
    }

    /// Starts what the seeds hold: what is managed, and containers that need no code.
    pub(crate) async fn start_seeds(&self) {
        let Some(shared) = self.shared() else { return };
        let services = {
            let mut world = shared.world();
            repository::begin_builds(&mut world);
            world.record();
            seeded(&world)
        };
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
