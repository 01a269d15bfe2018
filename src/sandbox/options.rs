//! How a sandbox is started.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::platform_date::PlatformDate;
use super::seeds::Seed;
use super::ssh::machines::Machines;

/// The largest archive in bytes unless something else is said. Guessed.
const LARGEST_UPLOAD: u64 = 10 * 1024 * 1024 * 1024;

/// How the sandbox's time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ClockMode {
    /// With the computer's clock.
    #[default]
    Real,
    /// Every process is over by the first call after the one that made it.
    Instant,
    /// Only when the control says so.
    Manual,
}

/// The settings of a sandbox.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// What the projects hold at the start, one project each. Without any there is an empty one.
    pub seeds: Vec<Seed>,
    /// How time passes.
    pub clock: ClockMode,
    /// Which state of the platform is played.
    pub platform: PlatformDate,
    /// Whether ids, secrets and (unless the clock is real) times are the same in every run.
    pub deterministic: bool,
    /// How long a search lags behind the state; by the clock mode when absent.
    pub index_lag: Option<Duration>,
    /// Whether to listen with TLS too, at a port of its own; 0 takes any free one.
    pub tls_port: Option<u16>,
    /// Whether what is deployed really runs. It is simulated otherwise.
    pub execute: bool,
    /// Whether containers have namespaces of their own where the system gives them.
    pub namespaces: Option<bool>,
    /// This program, which containers run again; the running one when absent.
    pub program: Option<PathBuf>,
    /// The domain of the public addresses, once it is known.
    pub(crate) domain: Option<String>,
    /// Where files are kept; a temporary folder when absent.
    pub folder: Option<PathBuf>,
    /// The largest archive in bytes; 10 GiB when absent.
    pub upload_limit: Option<u64>,
    /// What can be logged in to over SSH. Without any no server for it is started.
    pub machines: Option<Arc<dyn Machines>>,
}

impl Options {
    /// Real clock, any port, nothing seeded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What tests want: a reproducible run on a clock that waits for nobody.
    #[must_use]
    pub fn deterministic(clock: ClockMode) -> Self {
        Self { clock, deterministic: true, ..Self::default() }
    }

    /// Sets the port.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Adds a project with what it holds.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seeds.push(seed);
        self
    }

    /// Sets how time passes.
    #[must_use]
    pub fn clock(mut self, clock: ClockMode) -> Self {
        self.clock = clock;
        self
    }

    /// Sets which state of the platform is played.
    #[must_use]
    pub fn platform(mut self, platform: PlatformDate) -> Self {
        self.platform = platform;
        self
    }

    /// Sets how long a search lags behind the state.
    #[must_use]
    pub fn index_lag(mut self, lag: Duration) -> Self {
        self.index_lag = Some(lag);
        self
    }

    /// Listens with TLS too, at this port; 0 takes any free one.
    #[must_use]
    pub fn tls_port(mut self, port: u16) -> Self {
        self.tls_port = Some(port);
        self
    }

    /// Sets whether what is deployed really runs.
    #[must_use]
    pub fn execute(mut self, execute: bool) -> Self {
        self.execute = execute;
        self
    }

    /// Sets whether containers have namespaces of their own where the system gives them.
    #[must_use]
    pub fn namespaces(mut self, namespaces: bool) -> Self {
        self.namespaces = Some(namespaces);
        self
    }

    /// Sets the program that containers run again. A program that is not zcp itself has to.
    #[must_use]
    pub fn program(mut self, program: impl Into<PathBuf>) -> Self {
        self.program = Some(program.into());
        self
    }

    /// Sets where files are kept.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Sets the largest archive in bytes.
    #[must_use]
    pub fn upload_limit_bytes(mut self, bytes: u64) -> Self {
        self.upload_limit = Some(bytes);
        self
    }

    /// Sets what can be logged in to over SSH.
    #[must_use]
    pub fn machines(mut self, machines: Arc<dyn Machines>) -> Self {
        self.machines = Some(machines);
        self
    }

    /// The largest archive in bytes.
    pub(crate) fn upload_limit(&self) -> u64 {
        self.upload_limit.unwrap_or(LARGEST_UPLOAD)
    }
}
