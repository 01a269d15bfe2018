//! All state that a client can see. It can be cloned, which is how the search index keeps what was.

use crate::domain::ids::{AppVersionId, ClientId, ProcessId, ProjectId, ServiceId};

use super::app_version::AppVersion;
use super::process::Process;
use super::project::Project;
use super::service::Service;
use super::shelf::{Keyed, Shelf};
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::tokens::TokenKind;

/// One organisation with everything in it.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    /// Which state of the platform it is of.
    pub(crate) platform: PlatformDate,
    pub(crate) client: ClientId,
    pub(crate) user: String,
    pub(crate) projects: Vec<Project>,
    pub(crate) services: Shelf<Service>,
    pub(crate) processes: Shelf<Process>,
    pub(crate) app_versions: Shelf<AppVersion>,
    /// Who reached a project that is gone, so that the process that removed it can be read.
    pub(crate) gone: Vec<(ProjectId, Vec<TokenKind>)>,
}

impl Data {
    pub(crate) fn project(&self, id: &ProjectId) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == *id)
    }

    pub(crate) fn project_mut(&mut self, id: &ProjectId) -> Option<&mut Project> {
        self.projects.iter_mut().find(|project| project.id == *id)
    }

    /// Whether a token reaches what belongs to a project.
    pub(crate) fn reaches(&self, token: TokenKind, id: &ProjectId) -> bool {
        match self.project(id) {
            Some(project) => project.readers.contains(&token),
            None => self.gone.iter().any(|(gone, readers)| gone == id && readers.contains(&token)),
        }
    }

    /// What a token may do with a project.
    pub(crate) fn role(&self, token: TokenKind, id: &ProjectId) -> Option<&'static str> {
        token.role(self.projects.iter().position(|project| project.id == *id)?)
    }

    /// Whether a token may not change a project that it reaches.
    pub(crate) fn only_reads(&self, token: TokenKind, id: &ProjectId) -> bool {
        self.role(token, id) == Some("READ_ONLY")
    }

    pub(crate) fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.get(id.as_str())
    }

    pub(crate) fn service_mut(&mut self, id: &ServiceId) -> Option<&mut Service> {
        self.services.get_mut(id.as_str())
    }

    pub(crate) fn service_named(&self, project: &ProjectId, hostname: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.project == *project && service.hostname == hostname)
    }

    pub(crate) fn process(&self, id: &ProcessId) -> Option<&Process> {
        self.processes.get(id.as_str())
    }

    pub(crate) fn process_mut(&mut self, id: &ProcessId) -> Option<&mut Process> {
        self.processes.get_mut(id.as_str())
    }

    pub(crate) fn app_version(&self, id: &AppVersionId) -> Option<&AppVersion> {
        self.app_versions.get(id.as_str())
    }

    pub(crate) fn app_version_mut(&mut self, id: &AppVersionId) -> Option<&mut AppVersion> {
        self.app_versions.get_mut(id.as_str())
    }
}

impl Keyed for Service {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

impl Keyed for Process {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

impl Keyed for AppVersion {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}
