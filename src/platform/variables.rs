//! Environment variables: one call per variable.
//!
//! The calls that replace a whole set at once are deliberately absent. How they quote values is not
//! known, so writing back what was read could change variables that nobody meant to touch; and what
//! another client sets in between would be lost.

use serde::Serialize;

use super::error::Error;
use super::session::{Session, checked, json};
use super::wire::{Condition, EnvEntry, Process, Project};
use crate::domain::ids::ServiceId;
use crate::generated::operations::Operation;

/// The body that sets a variable of a service.
#[derive(Serialize)]
struct ServiceVariable<'a> {
    key: &'a str,
    content: &'a str,
}

/// The body that sets a variable of a project.
#[derive(Serialize)]
struct ProjectVariable<'a> {
    key: &'a str,
    content: &'a str,
    sensitive: bool,
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

    /// Sets a new variable of a service.
    ///
    /// # Errors
    /// As every call of the platform; the API refuses a key that is taken.
    pub async fn create_service_variable(&self, id: &ServiceId, key: &str, content: &str) -> Result<Process, Error> {
        self.process_of(Operation::ServiceEnvCreate, id, &json(&ServiceVariable { key, content })).await
    }

    /// Changes the value of a variable of a service.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn change_service_variable(&self, variable: &EnvEntry, content: &str) -> Result<Process, Error> {
        let operation = Operation::UserDataPut;
        let body = json(&ServiceVariable { key: &variable.key, content });
        checked(operation, self.run_with(operation, &[&variable.id], &body).await?)
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
    pub async fn create_project_variable(&self, key: &str, content: &str) -> Result<Process, Error> {
        let operation = Operation::ProjectEnvCreate;
        let body = json(&ProjectVariable { key, content, sensitive: false });
        checked(operation, self.run_with(operation, &[self.project_id().as_str()], &body).await?)
    }

    /// Changes the value of a variable of the project; whether it is sensitive stays.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn change_project_variable(&self, variable: &EnvEntry, content: &str) -> Result<Process, Error> {
        let operation = Operation::ProjectEnvPut;
        let body = json(&ProjectVariable { key: &variable.key, content, sensitive: variable.sensitive });
        checked(operation, self.run_with(operation, &[&variable.id], &body).await?)
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
