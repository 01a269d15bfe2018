//! What an operation works with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::deploy::programs::Programs;
use crate::domain::clock::Clock;
use crate::domain::failure::{Fail, Failure};
use crate::domain::ids::{ProjectId, ServiceId};
use crate::domain::network::PrivateNetwork;
use crate::domain::scope::Scope;
use crate::generated::errors::PlatformError;
use crate::platform::connection::Connection;
use crate::platform::wire::Service;
use crate::workflow::envelope::MOST_ATTEMPTS;
use crate::workflow::notebook::Notebook;

/// What all calls of a server share, whichever project they are for.
#[derive(Debug)]
pub struct Base {
    /// The source of time.
    pub clock: Arc<dyn Clock>,
    /// Hostname of the service that zcp itself runs in, when it runs in one.
    pub own_hostname: Option<String>,
    /// The id of that service. It decides, where it is known: anybody can set a variable `hostname`.
    pub own_service: Option<ServiceId>,
    /// The project of that service.
    pub own_project: Option<ProjectId>,
    /// Where the services of the project are in its private network.
    pub network: PrivateNetwork,
    /// The folder that paths in arguments are confined to.
    pub working_folder: PathBuf,
    /// Where what the platform said is kept between processes; nowhere when absent.
    pub cache_folder: Option<PathBuf>,
    /// Whether that goes for a platform on this computer too. It is a sandbox, and each is another one.
    pub keeps_local: bool,
    /// The programs of this computer that operations may run.
    pub programs: Programs,
    /// Where choices and proofs are noted.
    pub notebook: Arc<Notebook>,
    /// Whether a project that looks like production is written to.
    pub allow_production: bool,
    /// Attempts in a row after which a human is asked.
    pub most_attempts: usize,
    /// What generated values follow from, where they have to be the same each time; the system's randomness when absent.
    pub seed: Option<[u8; 32]>,
}

impl Base {
    /// One that runs in no service, keeps nothing on disk and may not change what looks like production.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            own_hostname: None,
            own_service: None,
            own_project: None,
            network: PrivateNetwork::default(),
            working_folder: PathBuf::new(),
            cache_folder: None,
            keeps_local: false,
            programs: Programs::default(),
            notebook: Arc::new(Notebook::in_memory()),
            allow_production: false,
            most_attempts: MOST_ATTEMPTS,
            seed: None,
        }
    }
}

/// What one call of an operation works with.
#[derive(Clone, Debug)]
pub struct Context {
    base: Arc<Base>,
    connection: Connection,
    scope: Scope,
}

impl Context {
    /// The context of a call that nobody cancels, watches or is asked by.
    #[must_use]
    pub fn new(base: Base, connection: Connection) -> Self {
        Self { base: Arc::new(base), connection, scope: Scope::default() }
    }

    /// The same for a call with this scope.
    #[must_use]
    pub fn with_scope(&self, scope: Scope) -> Self {
        Self { base: Arc::clone(&self.base), connection: self.connection.clone(), scope }
    }

    /// The way to the platform.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The source of time.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.base.clock
    }

    /// Whether this is the service that zcp itself runs in.
    #[must_use]
    pub fn is_own(&self, service: &Service) -> bool {
        match &self.base.own_service {
            Some(id) => *id == service.id,
            None => self.runs_in(&service.project_id, &service.name),
        }
    }

    /// Whether zcp itself was said to run in a service of this hostname. What ends a service asks
    /// [`Context::is_own`]. A hostname alone says nothing: another project may have it too.
    #[must_use]
    pub fn runs_in(&self, project: &ProjectId, hostname: &str) -> bool {
        self.base.own_hostname.as_deref() == Some(hostname) && self.base.own_project.as_ref() == Some(project)
    }

    /// Whether zcp runs in a container of this project.
    #[must_use]
    pub fn is_inside(&self, project: &ProjectId) -> bool {
        self.base.own_hostname.is_some() && self.base.own_project.as_ref() == Some(project)
    }

    /// Where the services of the project are in its private network.
    #[must_use]
    pub fn network(&self) -> &PrivateNetwork {
        &self.base.network
    }

    /// Whether zcp runs in a service of a project.
    #[must_use]
    pub fn in_container(&self) -> bool {
        self.base.own_hostname.is_some()
    }

    /// The folder that paths in arguments are confined to.
    #[must_use]
    pub fn working_folder(&self) -> &Path {
        &self.base.working_folder
    }

    /// Where what the platform said is kept between processes.
    #[must_use]
    pub fn cache_folder(&self) -> Option<&Path> {
        self.base.cache_folder.as_deref()
    }

    /// Whether what a platform on this computer says is kept.
    #[must_use]
    pub fn keeps_local(&self) -> bool {
        self.base.keeps_local
    }

    /// The programs of this computer that operations may run.
    #[must_use]
    pub fn programs(&self) -> &Programs {
        &self.base.programs
    }

    /// Where choices and proofs are noted.
    #[must_use]
    pub(crate) fn notebook(&self) -> &Arc<Notebook> {
        &self.base.notebook
    }

    /// Why nothing may be changed here, where the project looks like production; with its name.
    ///
    /// # Errors
    /// It is not known which project this is, so nothing may be changed either.
    pub(crate) async fn production(&self) -> Result<Option<(String, String)>, Failure> {
        if self.base.allow_production {
            return Ok(None);
        }
        let session = self.connection().session().await.map_err(Fail::<PlatformError>::from)?;
        session.confirmed().await.map_err(Fail::<PlatformError>::from)?;
        Ok(session.production().map(|why| (session.project_name().to_owned(), why.to_owned())))
    }

    /// Whether the call that has just failed was made for a project that is not the token's any more.
    pub(crate) async fn was_mistaken(&self) -> bool {
        self.connection().was_mistaken().await
    }

    /// What generated values follow from, where they have to be the same each time.
    pub(crate) fn seed(&self) -> Option<&[u8; 32]> {
        self.base.seed.as_ref()
    }

    /// Whether a project that looks like production is written to all the same.
    #[must_use]
    pub(crate) fn allows_production(&self) -> bool {
        self.base.allow_production
    }

    /// Attempts in a row after which a human is asked.
    #[must_use]
    pub(crate) fn most_attempts(&self) -> usize {
        self.base.most_attempts
    }

    /// What belongs to this call alone.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::SystemClock;
    use crate::platform::credentials::Source;
    use crate::platform::settings::Settings;

    #[test]
    fn its_own_service_is_one_of_its_own_project() {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let source = Source::Fixed { token: None, host: "http://127.0.0.1:1".to_owned(), project: None };
        let connection = Connection::new(source, Settings::default(), Arc::clone(&clock));
        let base = Base {
            own_hostname: Some("zcp".to_owned()),
            own_service: Some(ServiceId::new("s")),
            own_project: Some(ProjectId::new("a")),
            ..Base::new(clock)
        };
        let cx = Context::new(base, connection);
        assert!(cx.runs_in(&ProjectId::new("a"), "zcp"));
        assert!(!cx.runs_in(&ProjectId::new("b"), "zcp"));
        assert!(!cx.runs_in(&ProjectId::new("a"), "api"));
        let service = |id: &str, name: &str| -> Service {
            let json = serde_json::json!({ "id": id, "projectId": "a", "name": name });
            serde_json::from_value(json).expect("a service")
        };
        assert!(cx.is_own(&service("s", "another")), "the id decides");
        assert!(!cx.is_own(&service("t", "zcp")));
        assert!(cx.is_inside(&ProjectId::new("a")) && !cx.is_inside(&ProjectId::new("b")));
    }
}
