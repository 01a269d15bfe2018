//! Everything that runs for a sandbox: which containers there are, and what is to be done next.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use tokio_util::sync::CancellationToken;

use super::container::forget_gone;
use super::guard::Guard;
use super::instance::Instance;
use super::isolation::{self, Isolation, Plain};
use super::network::Network;
use super::output::Sink;
use crate::domain::ids::{AppVersionId, ProjectId, ServiceId};
use crate::sandbox::backups;
use crate::sandbox::folder::remove;
use crate::sandbox::logs::lines;
use crate::sandbox::logs::store::{APPLICATION, WEB_SERVER};
use crate::sandbox::pipeline::job::{Job, Task};
use crate::sandbox::pipeline::report::Report;
use crate::sandbox::pipeline::worker::Worker;
use crate::sandbox::shared::Shared;

/// Where the programs are that containers have beside the computer's.
const PROGRAMS: &str = "bin";

/// Runs what is deployed.
pub(crate) struct Engine {
    /// It is wherever its work goes on; the sandbox alone does not keep it.
    this: Weak<Engine>,
    shared: OnceLock<Weak<Shared>>,
    pub(super) program: PathBuf,
    folder: PathBuf,
    guard: Arc<Guard>,
    /// Why containers are plain processes, if they are.
    pub(crate) plain: Option<String>,
    state: Mutex<State>,
    numbers: AtomicU64,
}

#[derive(Default)]
struct State {
    networks: HashMap<ProjectId, Arc<tokio::sync::OnceCell<Isolation>>>,
    running: HashMap<ServiceId, Arc<Instance>>,
    /// What changes the containers of a service, one after the other.
    turns: HashMap<ServiceId, Arc<tokio::sync::Mutex<()>>>,
    over: bool,
    /// The process groups of those who are logged in where there are no namespaces.
    sessions: Vec<u32>,
    /// What ends the start of what ran before, while it lasts.
    back: HashMap<ServiceId, CancellationToken>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("plain", &self.plain).finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes ready to run things. Its files go to a folder, which is taken away in the end together
    /// with `temporary` even if the sandbox does not come to do it.
    pub(crate) async fn start(
        program: Option<&Path>,
        folder: PathBuf,
        temporary: &Path,
        namespaces: bool,
    ) -> io::Result<Arc<Self>> {
        let program = match program {
            Some(program) => std::path::absolute(program)?,
            None => std::env::current_exe()?,
        };
        let guard = Arc::new(Guard::start(&program, temporary)?);
        let programs = folder.join(PROGRAMS);
        isolation::write_programs(&programs)?;
        let plain = if namespaces {
            isolation::probe(&program, &folder.join("probe"), &programs).await.err()
        } else {
            Some("namespaces are switched off".to_owned())
        };
        Ok(Arc::new_cyclic(|this| Self {
            this: Weak::clone(this),
            shared: OnceLock::new(),
            program,
            folder,
            guard,
            plain,
            state: Mutex::default(),
            numbers: AtomicU64::new(0),
        }))
    }

    /// Lets it see the state.
    pub(crate) fn attach(&self, shared: &Arc<Shared>) {
        self.shared.set(Arc::downgrade(shared)).ok();
    }

    pub(super) fn shared(&self) -> Option<Arc<Shared>> {
        self.shared.get().and_then(Weak::upgrade)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The isolation of a project, made at its first use.
    pub(super) async fn isolation(&self, project: &ProjectId) -> io::Result<Isolation> {
        let cell = Arc::clone(self.state().networks.entry(project.clone()).or_default());
        let made = cell.get_or_try_init(|| async {
            let programs = self.folder.join(PROGRAMS);
            if self.plain.is_some() {
                let plain = Plain { guard: Arc::clone(&self.guard), programs, program: self.program.clone() };
                return Ok(Isolation::Plain(Arc::new(plain)));
            }
            let folder = self.folder.join(format!("p{}", self.number()));
            let network = Network::start(&self.program, &folder, &programs).await?;
            io::Result::Ok(Isolation::Namespaces(Arc::new(network)))
        });
        let isolation = made.await?.clone();
        if self.state().over {
            release(&isolation);
            return Err(io::Error::other("the sandbox has stopped"));
        }
        Ok(isolation)
    }

    /// Lets a process group end with the sandbox where no namespace does it.
    pub(super) fn keep_group(&self, group: u32) {
        if self.plain.is_some() {
            self.guard.add(group);
            let mut state = self.state();
            state.sessions.push(group);
            forget_gone(&self.guard, &mut state.sessions);
        }
    }

    /// What ends the start of what ran before; one that was under way ends.
    pub(super) fn back(&self, service: &ServiceId) -> CancellationToken {
        let token = CancellationToken::new();
        self.stop_back(service);
        self.state().back.insert(service.clone(), token.clone());
        token
    }

    /// Ends the start of what ran before.
    pub(super) fn stop_back(&self, service: &ServiceId) {
        if let Some(token) = self.state().back.remove(service) {
            token.cancel();
        }
    }

    /// A number that nothing else has.
    pub(super) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// A folder of its own for something.
    pub(super) fn place(&self, kind: &str, name: &str) -> PathBuf {
        self.folder.join(kind).join(name)
    }

    /// The turn to change the containers of a service.
    pub(super) async fn turn(&self, service: &ServiceId) -> tokio::sync::OwnedMutexGuard<()> {
        let turn = Arc::clone(self.state().turns.entry(service.clone()).or_default());
        turn.lock_owned().await
    }

    /// Everything that runs.
    pub(super) fn all_running(&self) -> Vec<(ServiceId, Arc<Instance>)> {
        self.state().running.iter().map(|(service, instance)| (service.clone(), Arc::clone(instance))).collect()
    }

    /// What runs for a service.
    pub(crate) fn running(&self, service: &ServiceId) -> Option<Arc<Instance>> {
        self.state().running.get(service).cloned()
    }

    /// The same for a request, which keeps it from ending while it lasts. Taken in one look: what is
    /// replaced gets no further request.
    pub(super) fn engage(&self, service: &ServiceId) -> Option<(Arc<Instance>, Arc<()>)> {
        let state = self.state();
        let instance = state.running.get(service)?;
        Some((Arc::clone(instance), Arc::clone(&instance.requests)))
    }

    /// Puts something in the place of what runs for a service, and answers that.
    pub(super) async fn replace(
        &self,
        project: &ProjectId,
        service: &ServiceId,
        hostname: &str,
        instance: Option<Arc<Instance>>,
    ) -> Option<Arc<Instance>> {
        if let Ok(Isolation::Namespaces(network)) = self.isolation(project).await {
            let address = instance.as_ref().and_then(|instance| instance.container.address());
            network.hosts.set(hostname, address).ok();
        }
        let mut state = self.state();
        match instance {
            Some(instance) => state.running.insert(service.clone(), instance),
            None => state.running.remove(service),
        }
    }

    /// Where the lines of a service go, or of a version of it.
    pub(super) fn sink(&self, service: &ServiceId, version: Option<&AppVersionId>, web: bool) -> Sink {
        let (shared, service) = (self.shared.get().cloned().unwrap_or_default(), service.clone());
        let version = version.cloned();
        let facility = if web { WEB_SERVER } else { APPLICATION };
        Arc::new(move |texts| {
            if let Some(shared) = shared.upgrade() {
                lines::of_service(&mut shared.world(), &service, version.as_ref(), facility, texts);
            }
        })
    }

    /// Ends everything of a project.
    pub(super) async fn end_project(&self, project: &ProjectId) {
        let network = self.state().networks.remove(project);
        if let Some(Isolation::Namespaces(network)) = network.as_ref().and_then(|cell| cell.get()) {
            network.end().await;
        }
    }

    /// Ends everything, and waits for it. What is begun later fails.
    pub(crate) async fn end(&self) {
        let networks = self.forget(true);
        let instances: Vec<_> = self.state().running.drain().map(|(_, instance)| instance).collect();
        for instance in &instances {
            instance.stop.cancel();
        }
        for isolation in &networks {
            match isolation {
                Isolation::Namespaces(network) => network.end().await,
                Isolation::Plain(_) => {}
            }
        }
        for instance in instances {
            instance.container.end().await;
        }
    }

    /// Lets everything end without waiting for it.
    pub(crate) fn release(&self) {
        for isolation in self.forget(true) {
            release(&isolation);
        }
        for instance in self.state().running.values() {
            instance.stop.cancel();
        }
    }

    /// Ends everything, to begin anew with another state.
    pub(crate) async fn reset(&self) {
        self.end().await;
        let (folder, programs) = (self.folder.clone(), self.folder.join(PROGRAMS));
        let removing = tokio::task::spawn_blocking(move || {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
            for path in entries.filter(|path| *path != programs) {
                remove(&path).ok();
            }
        });
        removing.await.ok();
        self.state().over = false;
    }

    fn forget(&self, over: bool) -> Vec<Isolation> {
        let mut state = self.state();
        state.over = over;
        state.turns.clear();
        state.networks.drain().filter_map(|(_, cell)| cell.get().cloned()).collect()
    }
}

fn release(isolation: &Isolation) {
    if let Isolation::Namespaces(network) = isolation {
        network.release();
    }
}

impl Worker for Engine {
    fn begin(&self, job: Job, report: Report) {
        let Some(engine) = self.this.upgrade() else { return };
        tokio::spawn(async move { engine.deploy(&job, &report).await });
    }

    fn carry_out(&self, task: Task) {
        let Some(engine) = self.this.upgrade() else { return };
        tokio::spawn(async move { engine.perform(&task).await });
    }

    fn back_up(&self, backup: backups::Task) {
        let Some(engine) = self.this.upgrade() else { return };
        tokio::spawn(async move { engine.back_up(&backup).await });
    }
}
