//! A container with what runs in it: started, kept running, stopped.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::commands::{self, Environment, ending};
use super::container::Container;
use super::output::{ERROR, Sink, say};

/// How long programs may take to end when asked to. Guessed.
const GRACE: Duration = Duration::from_secs(10);
/// The pause before a program that ended is started again; it doubles each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A program that ran this long had a good start.
const GOOD_RUN: Duration = Duration::from_mins(1);

/// A program that is kept running.
#[derive(Clone)]
pub(crate) struct Program {
    /// What its lines call it.
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) script: String,
    pub(crate) environment: Environment,
    pub(crate) sink: Sink,
}

/// A container with what runs in it.
pub(crate) struct Instance {
    pub(crate) container: Container,
    pub(crate) environment: Environment,
    /// The TCP ports that it is going to listen on.
    pub(crate) ports: Vec<u16>,
    pub(crate) sink: Sink,
    /// Cancelled when it is to stop.
    pub(crate) stop: CancellationToken,
    /// How often a program of it ended by itself.
    pub(crate) exits: AtomicU32,
    /// Whether its health check keeps traffic from it.
    pub(crate) out: AtomicBool,
    /// Held by every request that is under way.
    pub(crate) requests: Arc<()>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("container", &self.container).finish_non_exhaustive()
    }
}

impl Instance {
    /// A container in which nothing runs yet.
    pub(crate) fn new(container: Container, environment: Environment, ports: Vec<u16>, sink: Sink) -> Self {
        Self {
            container,
            environment,
            ports,
            sink,
            stop: CancellationToken::new(),
            exits: AtomicU32::new(0),
            out: AtomicBool::new(false),
            requests: Arc::default(),
            tasks: Mutex::default(),
        }
    }

    /// Starts a program and keeps it running.
    pub(crate) fn keep(self: &Arc<Self>, program: Program) {
        let instance = Arc::clone(self);
        let task = tokio::spawn(async move { instance.supervise(&program).await });
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    async fn supervise(&self, program: &Program) {
        let mut pause = FIRST_PAUSE;
        while !self.stop.is_cancelled() {
            let began = Instant::now();
            let folder = Path::new(&program.folder);
            let ended =
                match commands::start(&self.container, folder, &program.script, &program.environment, &program.sink) {
                    Ok(mut child) => match child.wait().await {
                        Ok(status) => ending(status),
                        Err(error) => format!("was lost: {error}"),
                    },
                    Err(error) => format!("could not be started: {error}"),
                };
            self.container.tidy();
            if self.stop.is_cancelled() {
                return;
            }
            self.exits.fetch_add(1, Ordering::Relaxed);
            if began.elapsed() >= GOOD_RUN {
                pause = FIRST_PAUSE;
            }
            let text = format!("{} {ended}; it is started again in {} s", program.name, pause.as_secs());
            say(&self.sink, ERROR, text);
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Ends its programs, which are then started again.
    pub(crate) async fn kick(&self) {
        let before = self.exits.load(Ordering::Relaxed);
        self.container.signal("TERM").await;
        let deadline = Instant::now() + GRACE;
        while self.exits.load(Ordering::Relaxed) == before && !self.stop.is_cancelled() {
            if Instant::now() > deadline {
                return self.container.signal("KILL").await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Stops everything in it, and ends it.
    pub(crate) async fn end(&self) {
        self.stop.cancel();
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        if !tasks.is_empty() {
            self.container.signal("TERM").await;
            let deadline = Instant::now() + GRACE;
            for task in tasks {
                tokio::time::timeout_at(deadline, task).await.ok();
            }
        }
        self.container.end().await;
        self.container.remove().await;
    }
}
