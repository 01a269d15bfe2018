//! One method per operation, on the one project that the token works on.
//!
//! What is read by id is checked to be of this project: a wide token must not reach another one.
//! Ids that a change is made with are those of a service or process that was read here before.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::SetOnce;

use super::client::{Call, Client};
use super::discovery::Identity;
use super::door::Door;
use super::error::{Error, ErrorKind};
use super::grants;
use super::search::Entry;
use super::wire::{AutoscalingAnswer, AutoscalingRequest, Process, Project, Service};
use crate::domain::ids::{ClientId, ProcessId, ProjectId, ServiceId};
use crate::domain::operation::Effect;
use crate::generated::operations::Operation;

/// What is said where the token has moved.
const ANOTHER_NOW: &str = "The token works on another project than before, or what it may do has changed; call again";

/// A change of the state of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lifecycle {
    /// Starts the containers.
    Start,
    /// Stops the containers.
    Stop,
    /// Restarts the containers.
    Restart,
    /// Reloads the application without a restart.
    Reload,
}

/// The way to one project; cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Session(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: Client,
    identity: Identity,
    /// Set when the API refused the token or has no such project any more: the connection then makes
    /// a new session.
    stale: AtomicBool,
    /// Held from looking whether something is to be changed until the change has been asked for.
    turn: tokio::sync::Mutex<()>,
    /// What the API says of an identity that was kept from before; set from the start where it was asked first.
    confirmed: SetOnce<Result<(), Error>>,
}

impl Session {
    /// The way to the project that the API has just named.
    pub(super) fn new(client: Client, identity: Identity) -> Self {
        Self::with(client, identity, SetOnce::new_with(Some(Ok(()))))
    }

    /// The way to the project that was kept from before, while the API is asked whether that is still so.
    pub(super) fn assumed(client: Client, identity: Identity) -> Self {
        Self::with(client, identity, SetOnce::new())
    }

    fn with(client: Client, identity: Identity, confirmed: SetOnce<Result<(), Error>>) -> Self {
        let (stale, turn) = (AtomicBool::new(false), tokio::sync::Mutex::default());
        Self(Arc::new(Inner { client, identity, stale, turn, confirmed }))
    }

    /// Takes what the API says of an identity that was assumed. One that it does not agree to ends the session.
    pub(super) fn settle(&self, found: Result<&Identity, Error>) {
        let agreed = match found {
            Ok(identity) if *identity == self.0.identity => Ok(()),
            Ok(_) => Err(Error::new(ErrorKind::AuthApiError, ANOTHER_NOW)),
            Err(error) => Err(error),
        };
        if agreed.is_err() {
            self.0.stale.store(true, Ordering::Relaxed);
        }
        // It is set once, by the only one who asks.
        self.0.confirmed.set(agreed).ok();
    }

    /// Waits until the API has said whose the token is, where that was only assumed.
    ///
    /// # Errors
    /// It could not be asked, or says something else. The next session is made anew.
    pub async fn confirmed(&self) -> Result<(), Error> {
        self.0.confirmed.wait().await.clone()
    }

    /// Whether the API says of an assumed identity that it is another one now.
    pub async fn was_mistaken(&self) -> bool {
        self.confirmed().await.is_err_and(|error| error.message == ANOTHER_NOW)
    }

    /// Whoever holds this is alone with deciding about a change; others wait.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.turn.lock().await
    }

    /// What a program, a page or a file says, made harmless: one short line without secrets that are known.
    #[must_use]
    pub fn said(&self, text: &str) -> String {
        let client = self.client();
        Door { token: &client.token, other: None, secrets: &client.secrets }.words(text)
    }

    /// The same of a text of any length, whose lines stay: only secrets are taken out.
    #[must_use]
    pub fn masked(&self, text: &str) -> String {
        let client = self.client();
        Door { token: &client.token, other: None, secrets: &client.secrets }.text(text)
    }

    pub(super) fn client(&self) -> &Client {
        &self.0.client
    }

    pub(super) fn is_stale(&self) -> bool {
        self.0.stale.load(Ordering::Relaxed)
    }

    /// The organisation of the project.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.0.identity.client_id
    }

    /// The project.
    #[must_use]
    pub fn project_id(&self) -> &ProjectId {
        &self.0.identity.project_id
    }

    /// The name of the project when the session was made.
    #[must_use]
    pub fn project_name(&self) -> &str {
        &self.0.identity.project_name
    }

    /// Why the project looked like production when the session was made, if it did.
    #[must_use]
    pub fn production(&self) -> Option<&str> {
        self.0.identity.production.as_deref()
    }

    /// What the token may do in the project, in the platform's word: that of its own record, else that of
    /// its owner in the organisation. None where neither says it.
    ///
    /// # Errors
    /// When the API failed to say.
    pub async fn role(&self) -> Result<Option<String>, Error> {
        let Identity { user, organisations, project_id, client_id, .. } = &self.0.identity;
        let mut budget = self.client().budget();
        let granted = grants::of(self.client(), user, organisations, &mut budget).await?;
        if let Some(granted) = granted {
            let grant = granted.into_iter().find(|grant| grant.project_id == *project_id);
            return Ok(grant.map(|grant| grant.role_code).filter(|role| !role.is_empty()));
        }
        let memberships = user.client_user_list.iter().flatten();
        let own = memberships.filter(|membership| membership.client_id == *client_id);
        Ok(own.map(|membership| membership.role_code.clone()).find(|role| !role.is_empty()))
    }

    /// The project as it is now.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn project(&self) -> Result<Project, Error> {
        let operation = Operation::ProjectGet;
        let project: Project = self.run(operation, &[self.project_id().as_str()]).await?;
        if project.id == *self.project_id() {
            Ok(project)
        } else {
            Err(Error::of(operation.info(), ErrorKind::Api, "the API answered another project", true))
        }
    }

    /// The user's services by name, as they are now.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn services(&self) -> Result<Vec<Service>, Error> {
        let own = |service: &Service| {
            service.project_id == *self.project_id() && !service.is_machinery() && service.status != "DELETED"
        };
        let list = self.list(Operation::ProjectServiceList, self.project_id().as_str(), usize::MAX, own);
        let (mut services, _) = list.await?;
        services.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(services)
    }

    /// Entries of a direct list that are kept, so many at most, and whether there are no more.
    pub(super) async fn list<T: Entry>(
        &self,
        operation: Operation,
        of: &str,
        wanted: usize,
        keep: impl Fn(&T) -> bool,
    ) -> Result<(Vec<T>, bool), Error> {
        let client = &self.0.client;
        self.note(client.list(operation, &[of], wanted, keep, &mut client.budget()).await)
    }

    /// One service as it is now.
    ///
    /// # Errors
    /// `NotFound` also for a service of another project; else as every call of the platform.
    pub async fn service(&self, id: &ServiceId) -> Result<Service, Error> {
        let operation = Operation::ServiceGet;
        let service: Service = self.run(operation, &[id.as_str()]).await?;
        same(operation, &service.id, id, "service")?;
        self.own_service(operation, service)
    }

    /// One service by its hostname as it is now; none when there is no such service, or when it is
    /// the platform's own.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn service_by_hostname(&self, hostname: &str) -> Result<Option<Service>, Error> {
        let operation = Operation::ServiceByName;
        let service = self.run(operation, &[self.project_id().as_str(), hostname]).await;
        match service
            .and_then(|service| self.own_service(operation, service))
            .and_then(|service| named(service, hostname))
        {
            Ok(service) => Ok((!service.is_machinery()).then_some(service)),
            // The project itself being gone is not the absence of a service.
            Err(error) if is_without_project(&error) => Err(error),
            Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Starts, stops, restarts or reloads a service.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn lifecycle(&self, id: &ServiceId, change: Lifecycle) -> Result<Process, Error> {
        let operation = match change {
            Lifecycle::Start => Operation::ServiceStart,
            Lifecycle::Stop => Operation::ServiceStop,
            Lifecycle::Restart => Operation::ServiceRestart,
            Lifecycle::Reload => Operation::ServiceReload,
        };
        self.process_of(operation, id, &Value::Null).await
    }

    /// Sets the scaling limits of a service; no process when they applied at once.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn set_autoscaling(&self, id: &ServiceId, limits: &AutoscalingRequest) -> Result<Option<Process>, Error> {
        let operation = Operation::ServiceAutoscalingPut;
        let answer: AutoscalingAnswer = self.run_with(operation, &[id.as_str()], &json(limits)).await?;
        answer.process.map(|process| checked(operation, process)).transpose()
    }

    /// Makes the HTTP ports of a service public, or takes that back.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn set_subdomain(&self, id: &ServiceId, on: bool) -> Result<Process, Error> {
        let operation = if on { Operation::ServiceSubdomainEnable } else { Operation::ServiceSubdomainDisable };
        self.process_of(operation, id, &Value::Null).await
    }

    /// Deletes a service and its data.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn delete_service(&self, id: &ServiceId) -> Result<Process, Error> {
        self.process_of(Operation::ServiceDelete, id, &Value::Null).await
    }

    /// One process as it is now.
    ///
    /// # Errors
    /// `NotFound` also for a process of another project; else as every call of the platform.
    pub async fn process(&self, id: &ProcessId) -> Result<Process, Error> {
        let operation = Operation::ProcessGet;
        let process: Process = self.run(operation, &[id.as_str()]).await?;
        same(operation, &process.id, id, "process")?;
        if process.project_id != *self.project_id() {
            return Err(Error::not_in_project(operation.info(), "process"));
        }
        Ok(process)
    }

    /// Asks a process to stop. Read it with [`Session::process`] before, which refuses those of
    /// other projects.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn cancel_process(&self, id: &ProcessId) -> Result<Process, Error> {
        let process = self.run(Operation::ProcessCancel, &[id.as_str()]).await?;
        checked(Operation::ProcessCancel, process)
    }

    fn own_service(&self, operation: Operation, service: Service) -> Result<Service, Error> {
        if service.project_id == *self.project_id() {
            Ok(service)
        } else {
            Err(Error::not_in_project(operation.info(), "service"))
        }
    }

    pub(super) async fn process_of(
        &self,
        operation: Operation,
        id: &ServiceId,
        body: &Value,
    ) -> Result<Process, Error> {
        checked(operation, self.run_with(operation, &[id.as_str()], body).await?)
    }

    pub(super) async fn run<T: DeserializeOwned>(&self, operation: Operation, arguments: &[&str]) -> Result<T, Error> {
        self.run_with(operation, arguments, &Value::Null).await
    }

    pub(super) async fn run_with<T: DeserializeOwned>(
        &self,
        operation: Operation,
        arguments: &[&str],
        body: &Value,
    ) -> Result<T, Error> {
        if operation.info().effect != Effect::Read {
            self.confirmed().await?;
        }
        self.note(self.0.client.call(Call { body, ..Call::new(operation, arguments) }).await)
    }

    /// Remembers that the token was refused, or that the project is gone.
    pub(super) fn note<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|mut error| {
            let is_gone = is_without_project(&error);
            if is_gone {
                error.message.push_str("; the next call looks for the project of the token again");
            }
            if is_gone || error.kind.is_auth() {
                self.0.stale.store(true, Ordering::Relaxed);
            }
            error
        })
    }
}

fn is_without_project(error: &Error) -> bool {
    error.api_code.as_deref() == Some("projectNotFound")
}

/// What is said of a thing is said of the one that was asked for, or nobody can rely on it.
pub(super) fn same<Id: PartialEq>(operation: Operation, answered: &Id, asked: &Id, what: &str) -> Result<(), Error> {
    if answered == asked {
        return Ok(());
    }
    Err(Error::of(operation.info(), ErrorKind::Api, format!("the API answered another {what}"), true))
}

/// What is done to a service goes by its id, so an answer about another one must not be taken.
fn named(service: Service, hostname: &str) -> Result<Service, Error> {
    if service.name == hostname {
        return Ok(service);
    }
    Err(Error::of(Operation::ServiceByName.info(), ErrorKind::Api, "the API answered another service", true))
}

/// A process that was started has an id, or nobody could follow it.
pub(super) fn checked(operation: Operation, process: Process) -> Result<Process, Error> {
    if process.id.as_str().is_empty() {
        return Err(Error::of(operation.info(), ErrorKind::Api, "the API answered a process without an id", true));
    }
    Ok(process)
}

/// The bodies here are structs of numbers and texts, which always have a JSON form.
pub(super) fn json(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_process_than_asked_for_is_not_taken() {
        let same = |answered| same(Operation::ProcessGet, &ProcessId::new(answered), &ProcessId::new("p1"), "process");
        assert!(same("p1").is_ok());
        for other in ["zzz", ""] {
            let error = same(other).expect_err("another");
            assert_eq!(
                (error.kind, error.message.as_str()),
                (ErrorKind::Api, "process.get: the API answered another process")
            );
        }
    }

    #[test]
    fn another_service_than_asked_for_is_not_taken() {
        let service = |name: &str| serde_json::from_value(serde_json::json!({ "name": name })).expect("a service");
        assert_eq!(named(service("api"), "api").expect("the one").name, "api");
        assert_eq!(named(service("db"), "api").expect_err("another").kind, ErrorKind::Api);
    }
}
