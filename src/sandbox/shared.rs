//! What the server and the control share.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::faults::FaultList;
use super::folder::Folder;
use super::options::Options;
use super::pipeline::worker::Worker;
use super::requests::RequestLog;
use super::world::World;
use crate::domain::control::Repository;

/// The sandbox without its listener.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    /// `http://127.0.0.1:PORT`
    pub(crate) url: String,
    /// The same for those who want TLS.
    pub(crate) secure: Option<Secure>,
    pub(crate) folder: Folder,
    /// Present when versions are really built and run.
    pub(crate) worker: Option<Arc<dyn Worker>>,
    /// The configuration for `ssh -F`, once the server for it has started.
    pub(crate) ssh_config: OnceLock<PathBuf>,
    world: Mutex<World>,
    faults: Mutex<FaultList>,
    requests: Mutex<RequestLog>,
    repositories: Mutex<BTreeMap<String, Repository>>,
}

/// How to reach a sandbox through TLS.
#[derive(Clone, Debug)]
pub(crate) struct Secure {
    /// `https://127.0.0.1:PORT`
    pub(crate) url: String,
    /// The certificate of the authority, as PEM.
    pub(crate) ca_file: PathBuf,
}

impl Shared {
    pub(crate) fn new(
        options: Options,
        url: String,
        secure: Option<Secure>,
        folder: Folder,
        world: World,
        worker: Option<Arc<dyn Worker>>,
    ) -> Self {
        let world = Mutex::new(world);
        let (faults, requests, repositories) = (Mutex::default(), Mutex::default(), Mutex::default());
        let ssh_config = OnceLock::new();
        Self { options, url, secure, folder, worker, ssh_config, world, faults, requests, repositories }
    }

    /// The address under which a caller came.
    pub(crate) fn address(&self, secure: bool) -> &str {
        match &self.secure {
            Some(address) if secure => &address.url,
            _ => &self.url,
        }
    }

    /// The state, brought up to the present. A panic elsewhere does not make it unusable.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.settle();
        world
    }

    /// Puts another state in place, whatever became of the present one.
    pub(crate) fn replace(&self, world: World) {
        *self.world.lock().unwrap_or_else(PoisonError::into_inner) = world;
        self.world.clear_poison();
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, FaultList> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn repositories(&self) -> MutexGuard<'_, BTreeMap<String, Repository>> {
        self.repositories.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, RequestLog> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
