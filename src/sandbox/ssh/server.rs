//! The server: a port for each service that runs, and the file that tells OpenSSH about them.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use russh::keys::PublicKey;
use russh::server::{Config, run_stream};
use russh::{MethodKind, MethodSet};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::client_config;
use super::connection::Connection;
use super::keys::Keys;
use super::limits;
use super::machines::Machines;
use crate::domain::hostname::Hostname;
use crate::sandbox::connection::BreakableStream;

/// How soon a service that has come or gone is noticed.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How long to wait after an accept that failed, for instance for want of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long sessions may take to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// What all connections share.
pub(super) struct Common {
    pub(super) machines: Arc<dyn Machines>,
    pub(super) client: PublicKey,
    pub(super) tasks: TaskTracker,
    config: Arc<Config>,
    free: Arc<Semaphore>,
}

/// A running server; it ends when this is dropped.
pub struct Server {
    common: Arc<Common>,
    stop: CancellationToken,
    config_file: PathBuf,
}

impl Server {
    /// Serves the machines on ports of 127.0.0.1 and writes `ssh_config`, the keys and the known
    /// hosts into a folder that only the user can read.
    ///
    /// # Errors
    /// The folder cannot be written, or no port is free.
    pub async fn start(folder: &Path, machines: Arc<dyn Machines>) -> io::Result<Self> {
        let keys = Keys::make(folder)?;
        let config = Config {
            methods: MethodSet::from(&[MethodKind::PublicKey][..]),
            auth_rejection_time: limits::REFUSAL,
            auth_rejection_time_initial: Some(Duration::ZERO),
            keys: vec![keys.host.clone()],
            window_size: limits::WINDOW,
            max_auth_attempts: limits::ATTEMPTS,
            inactivity_timeout: None,
            keepalive_interval: Some(limits::ASKED_EVERY),
            keepalive_max: limits::UNANSWERED,
            ..Config::default()
        };
        let common = Arc::new(Common {
            machines,
            client: keys.client.clone(),
            tasks: TaskTracker::new(),
            config: Arc::new(config),
            free: Arc::new(Semaphore::new(limits::CONNECTIONS)),
        });
        let stop = CancellationToken::new();
        let mut ports = Ports { common: Arc::clone(&common), keys, folder: folder.to_owned(), open: BTreeMap::new() };
        ports.open(&stop).await?;
        ports.write()?;
        let config_file = client_config::file(folder);
        common.tasks.spawn(ports.keep(stop.clone()));
        Ok(Self { common, stop, config_file })
    }

    /// The configuration file for `ssh -F`.
    #[must_use]
    pub fn config_file(&self) -> &Path {
        &self.config_file
    }

    /// Ends every session and what runs in it.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.common.tasks.close();
        tokio::time::timeout(PATIENCE, self.common.tasks.wait()).await.ok();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("config_file", &self.config_file).finish_non_exhaustive()
    }
}

/// The services that can be reached now.
struct Ports {
    common: Arc<Common>,
    keys: Keys,
    folder: PathBuf,
    open: BTreeMap<String, Port>,
}

struct Port {
    number: u16,
    stop: CancellationToken,
}

impl Ports {
    /// Follows the machines as they come and go.
    async fn keep(mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            let changed = match self.open(&stop).await {
                Ok(changed) => changed,
                Err(error) => {
                    tracing::warn!(%error, "a service has no port for SSH yet");
                    true
                }
            };
            if changed && let Err(error) = self.write() {
                tracing::warn!(%error, "the configuration for ssh was not written");
            }
        }
    }

    /// Opens and closes ports; whether there was anything to do.
    async fn open(&mut self, stop: &CancellationToken) -> io::Result<bool> {
        let mut names = self.common.machines.names();
        // Nothing else can stand in the configuration.
        names.retain(|name| Hostname::parse(name).is_some());
        let before = self.open.len();
        self.open.retain(|name, port| {
            let stays = names.contains(name);
            if !stays {
                port.stop.cancel();
            }
            stays
        });
        let mut changed = self.open.len() != before;
        for name in names {
            if !self.open.contains_key(&name) {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
                let port = Port { number: listener.local_addr()?.port(), stop: stop.child_token() };
                self.common.tasks.spawn(accept(Arc::clone(&self.common), name.clone(), listener, port.stop.clone()));
                self.open.insert(name, port);
                changed = true;
            }
        }
        Ok(changed)
    }

    fn write(&self) -> io::Result<()> {
        let ports = self.open.iter().map(|(name, port)| (name.clone(), port.number)).collect();
        client_config::write(&self.folder, &self.keys, &ports)
    }
}

async fn accept(common: Arc<Common>, hostname: String, listener: TcpListener, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                // Whoever comes when all places are taken is sent away by closing the connection.
                if let Ok(place) = Arc::clone(&common.free).try_acquire_owned() {
                    let served = serve(Arc::clone(&common), hostname.clone(), stream, stop.child_token());
                    common.tasks.spawn(async move {
                        served.await;
                        drop(place);
                    });
                }
            }
            Err(error) => {
                tracing::debug!(%error, "the SSH server could not accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Serves one connection to its end.
async fn serve(common: Arc<Common>, hostname: String, stream: TcpStream, stop: CancellationToken) {
    let stream = BreakableStream::new(stream, stop.clone());
    let known = CancellationToken::new();
    let connection = Connection::new(hostname, Arc::clone(&common), stop.clone(), known.clone());
    let served = async {
        let running = run_stream(Arc::clone(&common.config), stream, connection).await?;
        running.await
    };
    let late = async {
        tokio::time::sleep(limits::LOGIN).await;
        if known.is_cancelled() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        result = served => if let Err(error) = result {
            tracing::debug!(%error, "an SSH connection ended");
        },
        () = late => {}
    }
    // Also ends the connection when it is the time that has run out.
    stop.cancel();
}
