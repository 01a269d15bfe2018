//! What happened in the project: its processes and its app versions, the newest first.
//!
//! Direct lists say it as it is now. The app versions of a whole project have none: they are searched
//! for in an index of the whole organisation, which lags by seconds and is told the project.

use super::error::Error;
use super::session::{Session, same};
use super::wire::{AppVersion, Condition, Process, SearchRequest, Sort};
use crate::domain::ids::{AppVersionId, ServiceId};
use crate::generated::operations::Operation;

/// Processes that unfinished ones are looked for among: none goes on for so long that it is older.
const NEWEST: usize = 100;

/// The newest entries of a list.
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
        let list = self.list(Operation::ProjectProcessList, self.project_id().as_str(), wanted, own);
        let (entries, complete) = list.await?;
        Ok(Recent { entries, complete })
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
        let (entries, complete) = match service {
            Some(id) => self.list(Operation::ServiceAppVersionList, id.as_str(), wanted, own).await?,
            None => self.search_app_versions(wanted, own).await?,
        };
        Ok(Recent { entries, complete })
    }

    /// The newest process of a service, or of the project as a whole, with one of these actions that has
    /// not ended.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn unfinished(&self, service: &ServiceId, actions: &[&str]) -> Result<Option<Process>, Error> {
        let is_one = |process: &Process| {
            !process.is_terminal()
                && actions.contains(&process.action_name.as_str())
                && (process.service_stacks.is_empty() || process.service_stacks.iter().any(|one| one.id == *service))
        };
        let recent = self.recent_processes(NEWEST, |_| true).await?;
        Ok(recent.entries.into_iter().filter(is_one).max_by_key(|process| process.created))
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

    /// Of the versions of a whole project there is no direct list.
    async fn search_app_versions(
        &self,
        wanted: usize,
        keep: impl Fn(&AppVersion) -> bool,
    ) -> Result<(Vec<AppVersion>, bool), Error> {
        let search = vec![
            Condition::equals("clientId", self.client_id().as_str()),
            Condition::equals("projectId", self.project_id().as_str()),
        ];
        let newest_first = vec![Sort { name: "created".to_owned(), ascending: Some(false) }];
        let request = SearchRequest { search, sort: newest_first, ..SearchRequest::default() };
        let client = self.client();
        let found = client.newest(Operation::AppVersionSearch, request, wanted, keep, &mut client.budget()).await;
        self.note(found)
    }
}
