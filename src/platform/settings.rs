//! How long and how often the client tries.

use std::path::PathBuf;
use std::time::Duration;

use crate::domain::environment::given;
use crate::generated::variables::{ZCP_CA_FILE, ZCP_RECIPES_HOST};

/// Limits of the client; the default is for production, tests shrink them.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The longest time for a connection to come about.
    pub connect_timeout: Duration,
    /// The longest time of one exchange, from the first byte sent to the last one read.
    pub call_timeout: Duration,
    /// The longest time of one operation with all its retries.
    pub total_timeout: Duration,
    /// The longest time of one look at a service of the project, which is none of the platform's.
    pub probe_timeout: Duration,
    /// The largest body that is read, in bytes.
    pub max_body_bytes: usize,
    /// How often one operation is tried at most.
    pub max_attempts: u32,
    /// The pause before the first retry; it doubles with each one.
    pub backoff_base: Duration,
    /// The longest pause that the client chooses by itself.
    pub backoff_max: Duration,
    /// A file with certificate authorities in PEM that are trusted beside those of the system.
    pub ca_file: Option<PathBuf>,
    /// The host of the catalogue of recipes, where it is another than usual.
    pub recipes_host: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            call_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(45),
            probe_timeout: Duration::from_secs(10),
            max_body_bytes: 16 * 1024 * 1024,
            max_attempts: 5,
            backoff_base: Duration::from_millis(300),
            backoff_max: Duration::from_secs(8),
            ca_file: None,
            recipes_host: None,
        }
    }
}

/// The host of the catalogue of recipes when nothing names one.
pub(super) const DEFAULT_RECIPES_HOST: &str = "api.zerops.io";

impl Settings {
    /// The default, with what the environment says.
    #[must_use]
    pub fn from_environment() -> Self {
        let ca_file = given(std::env::var_os(ZCP_CA_FILE)).map(PathBuf::from);
        let recipes_host = given(std::env::var_os(ZCP_RECIPES_HOST)).map(|name| name.to_string_lossy().into_owned());
        Self { ca_file, recipes_host, ..Self::default() }
    }

    /// The same settings with every duration multiplied.
    ///
    /// # Panics
    /// When the factor is negative or not finite.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            connect_timeout: self.connect_timeout.mul_f64(factor),
            call_timeout: self.call_timeout.mul_f64(factor),
            total_timeout: self.total_timeout.mul_f64(factor),
            probe_timeout: self.probe_timeout.mul_f64(factor),
            backoff_base: self.backoff_base.mul_f64(factor),
            backoff_max: self.backoff_max.mul_f64(factor),
            ..self
        }
    }
}
