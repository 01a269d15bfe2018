//! Whether what is deployed really runs, and what a sandbox has for it.

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::exec::balancer;
use super::exec::engine::Engine;
use super::exec::usage;
use super::folder::{Folder, remove};
use super::options::Options;
use super::pipeline::start;
use super::pipeline::worker::Worker;
use super::shared::Shared;
use super::ssh::machines::Machines;

/// How often the state is looked at for what is due. Processes take seconds.
const TICK: Duration = Duration::from_millis(50);
/// What the folder of everything that runs is called, with the time after it.
const FOLDER: &str = "exec-";

/// What makes things run.
#[derive(Debug)]
pub(crate) struct Execution {
    engine: Arc<Engine>,
    listener: Mutex<Option<TcpListener>>,
}

impl Execution {
    /// Makes ready to run things, if that is wanted.
    pub(crate) async fn prepare(options: &mut Options, folder: &Folder) -> io::Result<Option<Self>> {
        if !options.execute {
            return Ok(None);
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        options.domain = Some(format!("localhost:{}", listener.local_addr()?.port()));
        // What an earlier run left behind belongs to nothing of this one. Something may still be in
        // the middle of removing it, so this one has another name.
        for entry in std::fs::read_dir(folder.path())?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(FOLDER) {
                remove(&entry.path()).ok();
            }
        }
        let place = folder.path().join(format!("{FOLDER}{}", jiff::Timestamp::now().as_microsecond()));
        std::fs::create_dir_all(&place)?;
        let temporary = if options.folder.is_none() { folder.path() } else { &place };
        let namespaces = options.namespaces.unwrap_or(true);
        let engine = Engine::start(options.program.as_deref(), place.clone(), temporary, namespaces).await?;
        Ok(Some(Self { engine, listener: Mutex::new(Some(listener)) }))
    }

    pub(crate) fn worker(&self) -> Arc<dyn Worker> {
        Arc::<Engine>::clone(&self.engine)
    }

    /// The containers that can be logged in to.
    pub(crate) fn machines(&self) -> Arc<dyn Machines> {
        Arc::<Engine>::clone(&self.engine)
    }

    /// Begins: from now on time passes by itself, and the public addresses answer.
    pub(crate) async fn begin(&self, shared: &Arc<Shared>, stop: &CancellationToken) {
        self.engine.attach(shared);
        self.engine.start_seeds().await;
        if let Some(listener) = self.listener.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let serving = balancer::serve(listener, Arc::clone(&self.engine));
            let stopped = stop.clone();
            tokio::spawn(async move { stopped.run_until_cancelled(serving).await });
        }
        let (measured, measuring) = (stop.clone(), Arc::clone(&self.engine));
        tokio::spawn(async move {
            let mut before = usage::Before::default();
            while measured.run_until_cancelled(tokio::time::sleep(usage::PAUSE)).await.is_some() {
                measuring.measure(&mut before).await;
            }
        });
        let mut lifetime = shared.world().lifetime.clone();
        let (shared, engine, stop) = (Arc::downgrade(shared), Arc::clone(&self.engine), stop.clone());
        tokio::spawn(async move {
            while stop.run_until_cancelled(tokio::time::sleep(TICK)).await.is_some() {
                let Some(shared) = shared.upgrade() else { return };
                // A state that is gone was put back to the beginning.
                if lifetime.is_cancelled() {
                    engine.reset().await;
                    engine.start_seeds().await;
                    lifetime = shared.world().lifetime.clone();
                }
                start::pending(&shared).await;
            }
        });
    }

    /// Ends everything that runs, and waits for it.
    pub(crate) async fn end(&self) {
        self.engine.end().await;
    }

    /// Lets everything end without waiting for it.
    pub(crate) fn release(&self) {
        self.engine.release();
    }

    /// What a person should know.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "It runs commands as the user who started it, and keeps nobody from this computer's files.".to_owned(),
        ];
        match &self.engine.plain {
            None => notes.push("Each service has a container of its own; services reach each other by hostname, and not the internet.".to_owned()),
            Some(reason) => notes.push(format!(
                "Services are plain processes ({reason}): ports are allocated, PORT names them, hostnames do not resolve, and who logs in finds no /var/www: deploys and mounts over SSH do not work."
            )),
        }
        notes
    }
}
