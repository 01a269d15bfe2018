//! A process: something the platform does that takes time.

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::service::Service;
use crate::domain::ids::{AppVersionId, ProcessId, ProjectId, ServiceId};
use crate::domain::scaling::Scaling;
use crate::sandbox::catalog::family_id;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::app_version::AppVersionStatus;
use crate::sandbox::lifecycle::process::ProcessStatus;

/// A process and what it will do.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    pub(crate) id: ProcessId,
    pub(crate) project: ProjectId,
    pub(crate) service: Option<ServiceOfProcess>,
    pub(crate) action: Action,
    pub(crate) work: Work,
    pub(crate) status: ProcessStatus,
    pub(crate) sequence: u64,
    pub(crate) created: Timestamp,
    pub(crate) last_update: Timestamp,
    pub(crate) started: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
    /// When it will move on by itself; none while it waits for another process or is over.
    pub(crate) due: Option<Timestamp>,
    /// The process it waits for.
    pub(crate) after: Option<ProcessId>,
    /// Present when it will fail.
    pub(crate) failure: Option<Failure>,
    pub(crate) canceled: bool,
    pub(crate) drive: Drive,
    /// Ends the work on it.
    pub(crate) cancel: CancellationToken,
}

/// What moves a process from stage to stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drive {
    /// The clock.
    Clock,
    /// The clock, though not past the first stage before the archive was looked at.
    Checked,
    /// Whoever does the work.
    Reports,
}

/// The service of a process, remembered because it may be gone before the process is read.
#[derive(Clone, Debug)]
pub(crate) struct ServiceOfProcess {
    pub(crate) id: ServiceId,
    pub(crate) hostname: String,
    pub(crate) type_id: String,
    pub(crate) type_name: &'static str,
    pub(crate) category: &'static str,
    pub(crate) version_name: String,
    pub(crate) created: Timestamp,
}

impl ServiceOfProcess {
    /// What is remembered of a service.
    pub(crate) fn of(service: &Service) -> Self {
        Self {
            id: service.id.clone(),
            hostname: service.hostname.clone(),
            type_id: family_id(service.kind.family),
            type_name: service.kind.family.name,
            category: service.kind.family.category.as_str(),
            version_name: service.kind.version_name.clone(),
            created: service.created,
        }
    }
}

/// What a process carries besides its action.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    /// Nothing.
    Plain,
    /// Limits to set.
    Scale(Box<Scaling>),
    /// A version to build and activate.
    Build(AppVersionId),
    /// A shared storage to mount or unmount.
    Storage(ServiceId),
}

/// Why a process fails.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The error code, where the platform gives one.
    pub(crate) code: Option<&'static str>,
    /// The reason in words.
    pub(crate) reason: String,
    /// The status of its version in which it fails; none for the end of the first stage.
    pub(crate) at: Option<AppVersionStatus>,
    /// What is written in the log before it.
    pub(crate) log: Vec<String>,
}

impl Failure {
    /// Whether nobody is told why.
    pub(crate) fn is_silent(&self) -> bool {
        self.reason.is_empty() && self.log.is_empty()
    }

    /// A failure that the platform gives no code.
    pub(crate) fn of(reason: impl Into<String>) -> Self {
        Self { code: None, reason: reason.into(), at: None, log: Vec::new() }
    }
}
