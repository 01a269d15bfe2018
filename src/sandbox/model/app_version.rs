//! A version of an application.

use std::sync::Arc;

use jiff::Timestamp;

use super::service::Port;
use crate::domain::documents::zerops_yaml::Setup;
use crate::domain::ids::{AppVersionId, ProjectId, ServiceId};
use crate::sandbox::lifecycle::app_version::AppVersionStatus;

/// A version with the build that made it.
#[derive(Clone, Debug)]
pub(crate) struct AppVersion {
    pub(crate) id: AppVersionId,
    pub(crate) project: ProjectId,
    pub(crate) service: ServiceId,
    pub(crate) status: AppVersionStatus,
    /// `GIT`, `CLI` or `NONE`.
    pub(crate) source: &'static str,
    /// The name that its maker gave it.
    pub(crate) name: Option<String>,
    pub(crate) sequence: u64,
    pub(crate) created: Timestamp,
    pub(crate) last_update: Timestamp,
    pub(crate) activated: Option<Timestamp>,
    pub(crate) build: Option<Build>,
    /// Present when a runtime of its own is made for it.
    pub(crate) prepare: Option<Prepare>,
    /// The setup it is built and run by, where that is known.
    pub(crate) setup: Option<Arc<Setup>>,
    /// The repository it is built from.
    pub(crate) git: Option<GitSource>,
    /// The ports its configuration opens once it is active.
    pub(crate) ports: Vec<Port>,
    /// The variables its configuration sets at run time.
    pub(crate) env: Vec<(String, String)>,
}

/// A repository to build, once.
#[derive(Clone, Debug)]
pub(crate) struct GitSource {
    pub(crate) url: String,
    pub(crate) setup: String,
    /// What stands in place of the zerops.yaml of the repository.
    pub(crate) zerops_yaml: Option<String>,
}

/// The build of a version.
#[derive(Clone, Debug)]
pub(crate) struct Build {
    pub(crate) service: ServiceId,
    pub(crate) service_name: String,
    pub(crate) type_version: String,
    pub(crate) started: Option<Timestamp>,
    /// When the build itself was over; the pipeline goes on.
    pub(crate) built: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
    pub(crate) failed: Option<Timestamp>,
}

/// The preparation of a runtime.
#[derive(Clone, Debug)]
pub(crate) struct Prepare {
    pub(crate) service: ServiceId,
    pub(crate) service_name: String,
    pub(crate) started: Option<Timestamp>,
    pub(crate) ended: Option<Timestamp>,
}
