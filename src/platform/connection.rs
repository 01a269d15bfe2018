//! The lazily made connection to one project.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::client::Client;
use super::credentials::{Credentials, Source};
use super::discovery::{Identity, discover};
use super::error::{Error, ErrorKind};
use super::host::Host;
use super::kept::{Keeper, Place};
use super::secrets::Secrets;
use super::session::Session;
use super::settings::{DEFAULT_RECIPES_HOST, Settings};
use super::token::Token;
use super::transport::{Transport, check_authorities};
use crate::domain::clock::Clock;
use crate::domain::ids::{ClientId, ProjectId};
use crate::generated::variables::ZCP_RECIPES_HOST;

/// Stands for a token where there is none to be hidden.
const NO_TOKEN: &str = "no token is configured here";

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
    /// Where it is kept whose a token is.
    keeper: Option<Keeper>,
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
    /// A session was made in this process, so what an earlier one kept is not needed.
    has_asked: bool,
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
        Self::keeping(source, settings, clock, home, None)
    }

    /// The same that keeps whose a token is, for the first session of the next process.
    #[must_use]
    pub fn keeping(
        source: Source,
        settings: Settings,
        clock: Arc<dyn Clock>,
        home: Option<ProjectId>,
        keeper: Option<Keeper>,
    ) -> Self {
        let (state, ended, secrets) = (Mutex::default(), AtomicU64::new(0), Arc::default());
        Self(Arc::new(Inner { source, settings, clock, secrets, home, keeper, state, ended }))
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
        let may_assume = !std::mem::replace(&mut state.has_asked, true);
        let result = inner.connect(&mut state.transport, may_assume).await;
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

    /// The host of the catalogue of recipes: the one that the settings name, else a sandbox's own, else the public one.
    ///
    /// # Errors
    /// When the settings name none.
    pub fn recipes_host(&self) -> Result<Host, Error> {
        if let Some(named) = &self.0.settings.recipes_host {
            return Host::parse(named, ZCP_RECIPES_HOST);
        }
        self.0.source.local_host().map_or_else(|| Host::parse(DEFAULT_RECIPES_HOST, "The default host"), Ok)
    }

    /// A client of that host. The token is only what its answers are cleaned of, where there is one.
    pub(super) async fn catalogue(&self) -> Result<Client, Error> {
        let host = self.recipes_host()?;
        let token = self.credentials().await.ok().map(|found| found.token).or_else(|| Token::new(NO_TOKEN));
        let token = token.ok_or_else(Error::no_authentication)?;
        let settings = self.0.settings.clone();
        let (of, with) = (host.clone(), settings.clone());
        let transport = blocking(move || Transport::new(&of, &with)).await?;
        let (clock, secrets) = (Arc::clone(&self.0.clock), Arc::clone(&self.0.secrets));
        Ok(Client { transport, host, token, settings, clock, secrets })
    }

    /// Whether the session there is was made for a project that is not the token's any more. It then ends.
    pub async fn was_mistaken(&self) -> bool {
        let session = self.0.state.lock().await.session.clone();
        match session {
            Some(session) => session.was_mistaken().await,
            None => false,
        }
    }

    /// How long and how often is tried.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Reads the file of certificate authorities, if there is one, and answers its name.
    ///
    /// # Errors
    /// When it cannot be read or has no certificate.
    pub fn authorities(&self) -> Result<Option<&Path>, Error> {
        let Some(file) = self.0.settings.ca_file.as_deref() else { return Ok(None) };
        check_authorities(file).map(|()| Some(file))
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

    /// Makes a session: with what was kept of the token, where there is something and it may be assumed.
    async fn connect(&self, transport: &mut Option<(Host, Transport)>, may_assume: bool) -> Result<Session, Error> {
        let credentials = self.resolve().await?;
        tracing::debug!(credentials = credentials.describe(), "making a session");
        let place = self.keeper.as_ref().and_then(|keeper| keeper.place(&credentials, self.home.as_ref()));
        let kept = match place.clone().filter(|_| may_assume) {
            Some(place) => {
                let now = self.clock.now();
                blocking(move || Ok(place.load(now))).await?
            }
            None => None,
        };
        let client = self.client(&credentials, transport).await?;
        let organisations = kept.as_ref().map(|identity| identity.organisations.clone()).unwrap_or_default();
        let check = Check { chosen: credentials.project, home: self.home.clone(), place, organisations };
        match kept {
            Some(identity) => {
                let session = Session::assumed(client, identity);
                tokio::spawn(check.settle(session.clone()));
                Ok(session)
            }
            None => {
                let identity = check.ask(&client).await?;
                Ok(Session::new(client, identity))
            }
        }
    }

    async fn client(&self, credentials: &Credentials, kept: &mut Option<(Host, Transport)>) -> Result<Client, Error> {
        let (token, host) = (credentials.token.clone(), credentials.host.clone());
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
        Ok(Client { transport, host, token, settings, clock, secrets })
    }
}

/// The question whose the token is.
struct Check {
    chosen: Option<ProjectId>,
    home: Option<ProjectId>,
    place: Option<Place>,
    /// Those of an earlier answer.
    organisations: Vec<ClientId>,
}

impl Check {
    /// Asks, and keeps the answer. What is kept goes where there is none.
    async fn ask(&self, client: &Client) -> Result<Identity, Error> {
        let found = discover(client, self.chosen.as_ref(), self.home.as_ref(), &self.organisations).await;
        if let Some(place) = self.place.clone() {
            let (said, now) = (found.clone(), client.clock.now());
            let keep = move || {
                match said {
                    Ok(identity) => place.store(identity, now),
                    Err(error) if says_nothing(error.kind) => {}
                    Err(_) => place.forget(),
                }
                Ok(())
            };
            blocking(keep).await?;
        }
        found
    }

    /// Asks beside the first call, and tells the session.
    async fn settle(self, session: Session) {
        let found = self.ask(session.client()).await;
        session.settle(found.as_ref().map_err(Clone::clone));
    }
}

/// Whether it failed before the API said whose the token is.
fn says_nothing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::Network | ErrorKind::Timeout | ErrorKind::RateLimited | ErrorKind::AuthApiError)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::AuthApiError, "The credentials could not be read")))
}

#[cfg(test)]
mod tests;
