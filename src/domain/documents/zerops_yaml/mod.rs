//! zerops.yaml: how services are built, deployed and run.

pub mod build;
pub mod probe;
pub mod routing;
pub mod run;
pub mod setup;

pub use build::Build;
pub use probe::{ExecProbe, HealthCheck, HttpProbe, ReadinessCheck};
pub use routing::{Header, Redirect, Routing};
pub use run::{Cron, EnvReplace, Port, Run, StartCommand, Volume};
pub use setup::{Deploy, Setup, ZeropsYaml, parse, read};

pub(crate) use setup::{RECORDS, lineage};
