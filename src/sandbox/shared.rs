//! What the server and the control share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::faults::FaultList;
use super::options::Options;
use super::requests::RequestLog;
use super::world::World;

/// The sandbox without its listener.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    /// `http://127.0.0.1:PORT`
    pub(crate) url: String,
    world: Mutex<World>,
    faults: Mutex<FaultList>,
    requests: Mutex<RequestLog>,
}

impl Shared {
    pub(crate) fn new(options: Options, url: String, world: World) -> Self {
        Self { options, url, world: Mutex::new(world), faults: Mutex::default(), requests: Mutex::default() }
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
