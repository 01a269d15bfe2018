//! A version that is to be built and deployed.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::domain::documents::zerops_yaml::Setup;
use crate::domain::ids::{AppVersionId, ProcessId, ProjectId, ServiceId};
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::model::app_version::GitSource;
use crate::sandbox::uploads::store::Archive;

/// Everything that a worker needs to know about a version.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) version: AppVersionId,
    /// The process that clients follow.
    pub(crate) process: ProcessId,
    pub(crate) service: ServiceId,
    pub(crate) hostname: String,
    /// What was uploaded; the file lives as long as this does. None when a version that was active
    /// before is to be active again.
    pub(crate) archive: Option<Arc<Archive>>,
    /// The repository that it is built from instead; its setup is known when it was fetched.
    pub(crate) git: Option<GitSource>,
    /// The setup with everything it takes from others.
    pub(crate) setup: Arc<Setup>,
    /// Whether the archive has to name each folder before what is in it.
    pub(crate) folders_first: bool,
    /// Whether `build` is carried out; otherwise the archive is deployed as it is.
    pub(crate) builds: bool,
    /// Ends the work: the process was cancelled, the service deleted or the sandbox stopped.
    pub(crate) cancel: CancellationToken,
}

impl Job {
    /// Whether it is a version that was never active.
    pub(crate) fn is_new(&self) -> bool {
        self.archive.is_some() || self.git.is_some()
    }
}

/// Something to do with the containers of a service, or of every service of a project.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// The process that clients follow.
    pub(crate) process: ProcessId,
    pub(crate) action: Action,
    pub(crate) project: ProjectId,
    pub(crate) service: Option<ServiceId>,
    pub(crate) cancel: CancellationToken,
}
