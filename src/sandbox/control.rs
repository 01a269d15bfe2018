//! Control of a sandbox from the same process. Every method has a twin among the control
//! endpoints, and none among the API's: a client of the platform cannot do these things.

mod addresses;
pub mod deploys;
mod environment;
pub mod logs;
pub mod population;
pub mod steps;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::faults::{Fault, NotAdded};
use super::import::builds;
use super::lifecycle::action::Action;
use super::lifecycle::engine;
use super::lifecycle::service::ServiceStatus;
use super::model::process::{Failure, Work};
use super::model::service::Service;
use super::model::variables;
use super::paths::PREFIX;
use super::requests::LoggedRequest;
use super::shared::Shared;
use super::tokens::TokenKind;
use super::wire::process;
use super::world::World;
use crate::domain::call::shell_quoted;
use crate::domain::control::Repository;
use crate::domain::ids::{ProcessId, ServiceId};

/// Failures that wait for a process.
const MOST_FAILING: usize = 100;
/// Bytes of a reason.
const MOST_REASON: usize = 1_000;

/// A handle on a sandbox; cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Control {
    shared: Arc<Shared>,
}

/// Why the control did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlError(String);

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ControlError {}

impl From<NotAdded> for ControlError {
    fn from(error: NotAdded) -> Self {
        Self(error.to_string())
    }
}

impl Control {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// The present moment of the sandbox.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.world().now()
    }

    /// Moves time; what falls due happens in order. Past what a clock can show nothing moves.
    pub fn advance(&self, by: Duration) {
        self.shared.world().advance(by);
    }

    /// The same, and says so when nothing moved.
    ///
    /// # Errors
    /// The moment is after the year 8999.
    pub fn try_advance(&self, by: Duration) -> Result<(), ControlError> {
        if self.shared.world().advance(by) {
            return Ok(());
        }
        Err(ControlError("the clock cannot be moved past the year 8999".to_owned()))
    }

    /// Sets how long a search lags behind the state. What is there now is searchable at once.
    pub fn set_index_lag(&self, lag: Duration) {
        self.shared.world().set_index_lag(lag);
    }

    /// Makes calls go wrong.
    ///
    /// # Errors
    /// The operation is unknown, or a number or a header cannot be what is asked for.
    pub fn add_fault(&self, fault: Fault) -> Result<(), ControlError> {
        fault.check().map_err(|reason| ControlError(reason.to_owned()))?;
        Ok(self.shared.faults().add(fault)?)
    }

    /// Lets backups take so much longer from now on.
    pub fn hold_backups(&self, by: Duration) {
        self.shared.world().backups.held = by;
    }

    /// The faults in force.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.faults().list()
    }

    /// Removes every fault.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// The newest calls of the API, the oldest of them first.
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.requests().entries()
    }

    /// Makes a git repository on this sandbox; answers its address.
    ///
    /// # Errors
    /// Its name is none.
    pub(crate) fn add_repository(&self, repository: Repository) -> Result<String, ControlError> {
        super::git::create(&self.shared, repository).map_err(ControlError)
    }

    /// Makes a git repository on this sandbox. A push to its branch `main` brings about a version of a service,
    /// where one is named, made by `GITHUB`, `GITLAB` or `CLI` with this setup. Answers its address.
    ///
    /// # Errors
    /// Its name is none.
    pub fn add_git(
        &self,
        name: &str,
        hostname: Option<&str>,
        source: &str,
        setup: &str,
    ) -> Result<String, ControlError> {
        self.add_repository(Repository {
            name: name.to_owned(),
            hostname: hostname.map(str::to_owned),
            source: Some(source.to_owned()),
            setup: Some(setup.to_owned()),
            branch: None,
        })
    }

    /// Forgets the calls so far.
    pub fn clear_requests(&self) {
        self.shared.requests().clear();
    }

    /// Puts everything back to where the sandbox started: seeds, clock, faults and log.
    pub fn reset(&self) {
        // The options made a world once, so they do again.
        if let Ok(world) = World::new(&self.shared.options) {
            self.shared.replace(world);
        }
        self.clear_faults();
        self.clear_requests();
    }

    /// Lets the next process of an action (such as `stack.restart`, or `*` for any) end FAILED for a
    /// reason.
    ///
    /// # Errors
    /// The action is unknown, the reason is longer than 1,000 bytes, or 100 failures wait already.
    pub fn fail_next(&self, action: &str, reason: &str) -> Result<(), ControlError> {
        let action = if action == "*" { None } else { Some(action_named(action)?) };
        check_reason(reason)?;
        let mut world = self.shared.world();
        if world.failing.len() >= MOST_FAILING {
            return Err(ControlError(format!("{MOST_FAILING} failures wait for a process already")));
        }
        world.failing.push((action, Failure::of(reason)));
        Ok(())
    }

    /// Begins a process as if someone else had: nothing is checked.
    ///
    /// # Errors
    /// The service or the action is unknown, or the action is none of such a service.
    pub fn start_process(&self, hostname: &str, action: &str) -> Result<ProcessId, ControlError> {
        let action = action_named(action)?;
        let mut world = self.shared.world();
        let found = service_named(&world, hostname)?;
        if action == Action::DeleteProject || (action == Action::Build && !found.kind.is_runtime()) {
            return Err(ControlError(format!("`{}` is no action of service `{hostname}`", action.info().name)));
        }
        let id = if action == Action::Build {
            builds::begin_build(&mut world, &found.project, &found.id, None, None)
        } else {
            engine::begin(&mut world, &found.project, Some(&found.id), action, Work::Plain, None)
        };
        world.record();
        Ok(id)
    }

    /// Sets the status of a service, such as `STOPPED`, whatever it is now.
    ///
    /// # Errors
    /// The service or the status is unknown.
    pub fn set_status(&self, hostname: &str, status: &str) -> Result<(), ControlError> {
        let known = ServiceStatus::from_wire(status);
        let status = known.ok_or_else(|| ControlError(format!("`{status}` is no status of a service")))?;
        let mut world = self.shared.world();
        let found = service_named(&world, hostname)?;
        let now = world.now();
        if let Some(service) = world.data.service_mut(&found.id) {
            service.status = status;
            service.last_update = now;
        }
        world.record();
        Ok(())
    }

    /// What a person wants to know: address, tokens, projects and how to use them.
    #[must_use]
    pub fn status(&self) -> Value {
        let world = self.shared.world();
        let projects: Vec<Value> = world
            .data
            .projects
            .iter()
            .map(|project| {
                let services = world.data.services.iter().filter(|service| service.project == project.id);
                let services: serde_json::Map<String, Value> = services
                    .filter(|service| !service.is_system())
                    .map(|service| (service.hostname.clone(), json!(service.status.wire())))
                    .collect();
                json!({ "id": project.id, "name": project.name, "services": services })
            })
            .collect();
        let stale = world.data.services.iter().filter(|service| variables::restart_required(&world.data, service));
        let stale: Vec<&str> = stale.map(|service| service.hostname.as_str()).collect();
        let tokens: serde_json::Map<String, Value> =
            TokenKind::ALL.iter().map(|kind| (kind.name().to_owned(), json!(kind.token()))).collect();
        json!({
            "url": self.shared.url,
            "sshConfig": self.shared.ssh_config.get(),
            "now": world.now().to_string(),
            "platform": self.shared.options.platform.name(),
            "clock": format!("{:?}", self.shared.options.clock).to_lowercase(),
            "tokens": tokens,
            "restartRequired": stale,
            "projects": projects,
            "folder": self.shared.folder.path(),
            "tls": self.shared.secure.as_ref().map(|secure| json!({ "url": secure.url, "caFile": secure.ca_file })),
            "exports": [
                format!("export ZCP_API_HOST={}", self.shared.url),
                format!("export ZCP_API_KEY={}", TokenKind::Valid.token()),
            ],
            "zcli": self.zcli_exports(),
        })
    }

    /// The id of a service.
    ///
    /// # Errors
    /// The service is unknown.
    pub fn service_id(&self, hostname: &str) -> Result<ServiceId, ControlError> {
        service_named(&self.shared.world(), hostname).map(|found| found.id)
    }

    /// Lines that lead zcli here and nowhere else; none without TLS, which it asks for. The user's own
    /// login stays as it is.
    #[must_use]
    pub fn zcli_exports(&self) -> Vec<String> {
        let Some(secure) = &self.shared.secure else { return Vec::new() };
        let file = |path: &Path| shell_quoted(&path.display().to_string());
        vec![
            format!("export SSL_CERT_FILE={}", file(&secure.ca_file)),
            format!("export ZEROPS_REGIONURL={}{PREFIX}/region/zcli", secure.url),
            format!("export ZEROPS_CLI_DATA_FILE_PATH={}", file(&self.shared.folder.path().join("zcli.data"))),
        ]
    }

    /// A process as the API answers it.
    pub(crate) fn process(&self, id: &ProcessId) -> Value {
        let world = self.shared.world();
        world.data.process(id).map_or(Value::Null, |found| process::full(&world.data, found))
    }
}

fn check_reason(reason: &str) -> Result<(), ControlError> {
    if reason.len() > MOST_REASON {
        return Err(ControlError(format!("`reason` has at most {MOST_REASON} bytes")));
    }
    Ok(())
}

fn action_named(name: &str) -> Result<Action, ControlError> {
    Action::named(name).ok_or_else(|| {
        let names: Vec<&str> = Action::ALL.iter().map(|action| action.info().name).collect();
        ControlError(format!("`{name}` is no action. Known: {}", names.join(", ")))
    })
}

/// The service of this name in the first project that has one.
fn service_named(world: &World, hostname: &str) -> Result<Service, ControlError> {
    let found = world.data.services.iter().find(|service| service.hostname == hostname);
    found.cloned().ok_or_else(|| ControlError(format!("no service is called `{hostname}`")))
}
