//! The lazily made connection to one project.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::client::Client;
use super::credentials::{Credentials, Source};
use super::discovery::discover;
use super::error::{Error, ErrorKind};
use super::host::Host;
use super::secrets::Secrets;
use super::session::Session;
use super::settings::Settings;
use super::transport::Transport;
use crate::domain::clock::Clock;
use crate::domain::ids::ProjectId;

/// A handle on the platform; cloning it is cheap, and nothing happens before the first session is
/// asked for.
#[derive(Clone, Debug)]
pub struct Connection(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    source: Source,
    settings: Settings,
    clock: Arc<dyn Clock>,
    /// Outlives a session: what one has sent, another one must not show.
    secrets: Arc<Secrets>,
    /// The project that zcp runs in; none outside of the platform.
    home: Option<ProjectId>,
    state: Mutex<State>,
    /// How many attempts to make a session have ended.
    ended: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    session: Option<Session>,
    /// The failure of the attempt with this number.
    failure: Option<(u64, Error)>,
    /// Kept apart from the session, so that a new token does not cost the connections to the host.
    transport: Option<(Host, Transport)>,
}

impl Connection {
    /// A connection that will use these credentials. Reads nothing yet.
    #[must_use]
    pub fn new(source: Source, settings: Settings, clock: Arc<dyn Clock>) -> Self {
        Self::at_home(source, settings, clock, None)
    }

    /// The same for a zcp that runs in a project: of several that its token reaches this one is meant.
    #[must_use]
    pub fn at_home(source: Source, settings: Settings, clock: Arc<dyn Clock>, home: Option<ProjectId>) -> Self {
        let (state, ended, secrets) = (Mutex::default(), AtomicU64::new(0), Arc::default());
        Self(Arc::new(Inner { source, settings, clock, secrets, home, state, ended }))
    }

    /// The session: the one there is, or a new one when there is none or its token was refused.
    /// Calls that come while one is being made wait for it and share its outcome; a failure is not
    /// kept for later calls, so fixed credentials are found by the next one.
    ///
    /// # Errors
    /// When the credentials are missing or unusable, or do not lead to exactly one project.
    pub async fn session(&self) -> Result<Session, Error> {
        let inner = &*self.0;
        let ended_before = inner.ended.load(Ordering::Acquire);
        let mut state = inner.state.lock().await;
        if let Some(session) = state.session.as_ref().filter(|session| !session.is_stale()) {
            return Ok(session.clone());
        }
        if let Some((number, error)) = &state.failure
            && *number > ended_before
        {
            return Err(error.clone());
        }
        state.session = None;
        let result = inner.connect(&mut state.transport).await;
        let number = inner.ended.fetch_add(1, Ordering::AcqRel) + 1;
        match &result {
            Ok(session) => {
                state.session = Some(session.clone());
                state.failure = None;
            }
            Err(error) => state.failure = Some((number, error.clone())),
        }
        result
    }

    /// How long and how often is tried.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// As [`Connection::credentials`], where files may be waited for.
    ///
    /// # Errors
    /// As those.
    pub fn credentials_now(&self) -> Result<Credentials, Error> {
        self.0.source.resolve()
    }

    /// The credentials as they are found now, without asking the API.
    ///
    /// # Errors
    /// When there is no token, or when the host is unusable.
    pub async fn credentials(&self) -> Result<Credentials, Error> {
        self.0.resolve().await
    }
}

impl Inner {
    /// Files may be on slow disks, so they are read where waiting harms nobody.
    async fn resolve(&self) -> Result<Credentials, Error> {
        let source = self.source.clone();
        blocking(move || source.resolve()).await
    }

    async fn connect(&self, kept: &mut Option<(Host, Transport)>) -> Result<Session, Error> {
        let credentials = self.resolve().await?;
        tracing::debug!(credentials = credentials.describe(), "making a session");
        let Credentials { token, host, project, .. } = credentials;
        let transport = match kept.take() {
            Some((known, transport)) if known == host => transport,
            _ => {
                let (host, settings) = (host.clone(), self.settings.clone());
                blocking(move || Transport::new(&host, &settings)).await?
            }
        };
        *kept = Some((host.clone(), transport.clone()));
        self.secrets.learn([token.text()]);
        let (settings, clock, secrets) = (self.settings.clone(), Arc::clone(&self.clock), Arc::clone(&self.secrets));
        let client = Client { transport, host, token, settings, clock, secrets };
        let identity = discover(&client, project.as_ref(), self.home.as_ref()).await?;
        Ok(Session::new(client, identity))
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::AuthApiError, "The credentials could not be read")))
}

#[cfg(test)]
mod tests;
