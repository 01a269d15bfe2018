//! What happened in the project: its processes and its app versions, the newest first.
//!
//! The searches are of the whole organisation, so each is told the project and each entry is held
//! against it.

use super::error::Error;
use super::session::{Session, same};
use super::wire::{AppVersion, Condition, Process, SearchRequest, Sort};
use crate::domain::ids::{AppVersionId, ServiceId};
use crate::generated::operations::Operation;

/// The newest entries of a search.
#[derive(Clone, Debug)]
pub struct Recent<T> {
    /// The entries, the newest first.
    pub entries: Vec<T>,
    /// Whether there are no older ones.
    pub complete: bool,
}

impl Session {
    /// The newest processes that are kept, so many at most.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn recent_processes(
        &self,
        wanted: usize,
        keep: impl Fn(&Process) -> bool,
    ) -> Result<Recent<Process>, Error> {
        let own = |process: &Process| process.project_id == *self.project_id() && keep(process);
        self.recent(Operation::ProcessSearch, None, wanted, own).await
    }

    /// The newest app versions that are kept, so many at most, of one service or of all.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn recent_app_versions(
        &self,
        service: Option<&ServiceId>,
        wanted: usize,
        keep: impl Fn(&AppVersion) -> bool,
    ) -> Result<Recent<AppVersion>, Error> {
        let of_service = |version: &AppVersion| service.is_none_or(|id| version.service_stack_id == *id);
        let own =
            |version: &AppVersion| version.project_id == *self.project_id() && of_service(version) && keep(version);
        self.recent(Operation::AppVersionSearch, service, wanted, own).await
    }

    /// One app version as it is now.
    ///
    /// # Errors
    /// `NotFound` also for a version of another project; else as every call of the platform.
    pub async fn app_version(&self, id: &AppVersionId) -> Result<AppVersion, Error> {
        let operation = Operation::AppVersionGet;
        let version: AppVersion = self.run(operation, &[id.as_str()]).await?;
        same(operation, &version.id, id, "app version")?;
        if version.project_id != *self.project_id() {
            return Err(Error::not_in_project(operation.info(), "app version"));
        }
        if version.status == "ACTIVE" {
            self.changes().note(&version.service_stack_id, None, self.now());
        }
        Ok(version)
    }

    /// The newest version of a service that has a build.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn latest_build(&self, service: &ServiceId) -> Result<Option<AppVersion>, Error> {
        let built = |version: &AppVersion| version.build.is_some();
        let recent = self.recent_app_versions(Some(service), 1, built).await?;
        Ok(recent.entries.into_iter().next())
    }

    async fn recent<T: super::search::Entry>(
        &self,
        operation: Operation,
        service: Option<&ServiceId>,
        wanted: usize,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Recent<T>, Error> {
        let mut search = vec![
            Condition::equals("clientId", self.client_id().as_str()),
            Condition::equals("projectId", self.project_id().as_str()),
        ];
        search.extend(service.map(|id| Condition::equals("serviceStackId", id.as_str())));
        let newest_first = vec![Sort { name: "created".to_owned(), ascending: Some(false) }];
        let request = SearchRequest { search, sort: newest_first, ..SearchRequest::default() };
        let client = self.client();
        let found = client.newest(operation, request, wanted, keep, &mut client.budget()).await;
        let (entries, complete) = self.note(found)?;
        Ok(Recent { entries, complete })
    }
}
