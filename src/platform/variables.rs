//! Environment variables: one call per variable.
//!
//! The calls that replace a whole set at once are deliberately absent. How they quote values is not
//! known, so writing back what was read could change variables that nobody meant to touch; and what
//! another client sets in between would be lost.

use futures_util::try_join;
use serde::Serialize;

use super::error::{Error, ErrorKind};
use super::session::{Session, checked, json};
use super::wire::{AppVersion, Condition, EnvEntry, Process, Project, Service};
use crate::domain::ids::ServiceId;
use crate::generated::operations::Operation;

/// A value as a call gives it to a variable. All of it is sent each time: what a body does not say to be
/// sensitive is refused, or becomes plain.
#[derive(Clone, Copy, Serialize)]
pub struct Value<'a> {
    /// The name of the variable.
    pub key: &'a str,
    /// The value.
    pub content: &'a str,
    /// Whether it is kept from those who may only read.
    pub sensitive: bool,
}

impl Session {
    /// Remembers what is a secret, so that nothing else shows it.
    fn learn(&self, entries: &[EnvEntry]) {
        let secret = |entry: &&EnvEntry| entry.sensitive || entry.kind == "SECRET";
        self.client().secrets.learn(entries.iter().filter(secret).map(|entry| entry.content.as_str()));
    }

    /// Remembers values that a call is going to set: what fails first may quote those that come after it.
    pub fn conceal<'a>(&self, values: impl IntoIterator<Item = &'a str>) {
        self.client().secrets.learn(values);
    }

    /// The environment variables of a service, its own and the system's.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn service_env(&self, id: &ServiceId) -> Result<Vec<EnvEntry>, Error> {
        let list: super::wire::Items<EnvEntry> = self.run(Operation::ServiceEnvList, &[id.as_str()]).await?;
        self.learn(&list.items);
        Ok(list.items)
    }

    /// The same, with those marked that the active version brought.
    ///
    /// On today's platform the list tells them from a user's own by nothing; the version does. One that was
    /// pushed by a command line may name none: then the refusal of a change is what tells.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn service_variables(&self, service: &Service) -> Result<Vec<EnvEntry>, Error> {
        let serving = service.active_app_version.as_ref().filter(|version| !version.id.as_str().is_empty());
        let Some(version) = serving else { return self.service_env(&service.id).await };
        let active = async {
            match self.run::<AppVersion>(Operation::AppVersionGet, &[version.id.as_str()]).await {
                Ok(active) => Ok(active.user_data_list),
                // It was replaced meanwhile and is gone.
                Err(error) if error.kind == ErrorKind::NotFound => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        };
        let (mut entries, of_version) = try_join!(self.service_env(&service.id), active)?;
        for entry in entries.iter_mut().filter(|entry| entry.kind == "USER") {
            entry.from_version = of_version.iter().any(|variable| variable.key == entry.key);
        }
        Ok(entries)
    }

    /// Sets a new variable of a service.
    ///
    /// # Errors
    /// As every call of the platform; the API refuses a key that is taken.
    pub async fn create_service_variable(&self, id: &ServiceId, value: Value<'_>) -> Result<Process, Error> {
        self.process_of(Operation::ServiceEnvCreate, id, &json(&value)).await
    }

    /// Changes a variable of a service.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn change_service_variable(&self, variable: &EnvEntry, value: Value<'_>) -> Result<Process, Error> {
        let operation = Operation::UserDataPut;
        checked(operation, self.run_with(operation, &[&variable.id], &json(&value)).await?)
    }

    /// Removes a variable of a service.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn delete_service_variable(&self, variable: &EnvEntry) -> Result<Process, Error> {
        let operation = Operation::UserDataDelete;
        checked(operation, self.run(operation, &[&variable.id]).await?)
    }

    /// The environment variables of the project. Only a search answers them, and its index lags by
    /// seconds.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn project_env(&self) -> Result<Vec<EnvEntry>, Error> {
        let conditions = [
            Condition::equals("clientId", self.client_id().as_str()),
            Condition::equals("id", self.project_id().as_str()),
        ];
        let client = self.client();
        let found = client.search::<Project>(Operation::ProjectSearch, &conditions, &mut client.budget()).await;
        let own = self.note(found)?.into_iter().find(|project| project.id == *self.project_id());
        let missing = || Error::not_in_project(Operation::ProjectSearch.info(), "entry of the search index");
        let own = own.ok_or_else(missing)?;
        self.learn(&own.env_list);
        Ok(own.env_list)
    }

    /// Sets a new variable of the project.
    ///
    /// # Errors
    /// As every call of the platform; the API refuses a key that is taken.
    pub async fn create_project_variable(&self, value: Value<'_>) -> Result<Process, Error> {
        let operation = Operation::ProjectEnvCreate;
        checked(operation, self.run_with(operation, &[self.project_id().as_str()], &json(&value)).await?)
    }

    /// Changes a variable of the project.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn change_project_variable(&self, variable: &EnvEntry, value: Value<'_>) -> Result<Process, Error> {
        let operation = Operation::ProjectEnvPut;
        checked(operation, self.run_with(operation, &[&variable.id], &json(&value)).await?)
    }

    /// Removes a variable of the project.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn delete_project_variable(&self, variable: &EnvEntry) -> Result<Process, Error> {
        let operation = Operation::ProjectEnvDelete;
        checked(operation, self.run(operation, &[&variable.id]).await?)
    }
}
