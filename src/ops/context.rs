//! What an operation works with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::clock::Clock;
use crate::domain::scope::Scope;
use crate::platform::connection::Connection;

/// What all calls of a server share.
#[derive(Debug)]
pub struct Base {
    /// The way to the platform.
    pub connection: Connection,
    /// The source of time.
    pub clock: Arc<dyn Clock>,
    /// Hostname of the service that zcp itself runs in, when it runs in one.
    pub own_hostname: Option<String>,
    /// The folder that paths in arguments are confined to.
    pub working_folder: PathBuf,
    /// Where what the platform said is kept between processes; nowhere when absent.
    pub cache_folder: Option<PathBuf>,
}

/// What one call of an operation works with.
#[derive(Clone, Debug)]
pub struct Context {
    base: Arc<Base>,
    scope: Scope,
}

impl Context {
    /// The context of one call.
    #[must_use]
    pub fn new(base: Arc<Base>, scope: Scope) -> Self {
        Self { base, scope }
    }

    /// The way to the platform.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.base.connection
    }

    /// The source of time.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.base.clock
    }

    /// Hostname of the service that zcp itself runs in, when it runs in one.
    #[must_use]
    pub fn own_hostname(&self) -> Option<&str> {
        self.base.own_hostname.as_deref()
    }

    /// The folder that paths in arguments are confined to.
    #[must_use]
    pub fn working_folder(&self) -> &Path {
        &self.base.working_folder
    }

    /// Where what the platform said is kept between processes.
    #[must_use]
    pub fn cache_folder(&self) -> Option<&Path> {
        self.base.cache_folder.as_deref()
    }

    /// What belongs to this call alone.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }
}
