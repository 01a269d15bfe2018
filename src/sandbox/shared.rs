//! What the server and the control share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::faults::FaultList;
use super::folder::Folder;
use super::options::Options;
use super::pipeline::worker::Worker;
use super::requests::RequestLog;
use super::world::World;

/// The sandbox without its listener.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    /// `http://127.0.0.1:PORT`
    pub(crate) url: String,
    pub(crate) folder: Folder,
    /// Present when versions are really built and run.
    pub(crate) worker: Option<Arc<dyn Worker>>,
    world: Mutex<World>,
    faults: Mutex<FaultList>,
    requests: Mutex<RequestLog>,
}

impl Shared {
    pub(crate) fn new(
        options: Options,
        url: String,
        folder: Folder,
        world: World,
        worker: Option<Arc<dyn Worker>>,
    ) -> Self {
        let world = Mutex::new(world);
        Self { options, url, folder, worker, world, faults: Mutex::default(), requests: Mutex::default() }
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

    pub(crate) fn requests(&self) -> MutexGuard<'_, RequestLog> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
