//! A sandbox inside this process, beside what else it does.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use super::problem::Problem;
use crate::process::runtime;
use crate::sandbox::options::Options;
use crate::sandbox::seeds::{self, Seed};
use crate::sandbox::server::Sandbox;

/// How long a sandbox may take to end.
const PATIENCE: Duration = Duration::from_secs(3);

/// Starts a sandbox with a built-in seed and the computer's clock on a thread of its own, so that
/// neither waits for the other; answers its address. [`stop`] ends it.
///
/// # Errors
/// When there is no such seed, or the sandbox does not start.
pub(super) fn start(seed: &str) -> Result<String, Problem> {
    let options = Options::new().seed(builtin(seed)?);
    let (tell, told) = mpsc::channel();
    let (stop, stopped) = oneshot::channel();
    let (tell_ended, ended) = mpsc::channel();
    thread::Builder::new().name("sandbox".to_owned()).spawn(move || {
        let failed = tell.clone();
        let ran: io::Result<()> = runtime::run(async move {
            match Sandbox::start(options).await {
                Ok(sandbox) => {
                    let _ = tell.send(Ok(sandbox.url()));
                    stopped.await.ok();
                    sandbox.shutdown().await;
                }
                Err(error) => {
                    let _ = tell.send(Err(error));
                }
            }
        });
        if let Err(error) = ran {
            let _ = failed.send(Err(error));
        }
        let _ = tell_ended.send(());
    })?;
    running().push(Running { stop, ended });
    let answer = told.recv().map_err(|_| Problem::Failed("the sandbox ended before it began".to_owned()))?;
    answer.map_err(|error| Problem::Failed(format!("the sandbox did not start: {error}")))
}

/// A sandbox on its thread.
#[derive(Debug)]
struct Running {
    stop: oneshot::Sender<()>,
    ended: mpsc::Receiver<()>,
}

fn running() -> MutexGuard<'static, Vec<Running>> {
    static RUNNING: Mutex<Vec<Running>> = Mutex::new(Vec::new());
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends every sandbox of this process, so that none leaves files behind. One that does not end is not
/// waited for.
pub(super) fn stop() {
    let started = std::mem::take(&mut *running());
    for Running { stop, ended } in started {
        if stop.send(()).is_ok() {
            ended.recv_timeout(PATIENCE).ok();
        }
    }
}

/// The built-in seed of this name.
///
/// # Errors
/// When there is none.
pub(super) fn builtin(name: &str) -> Result<Seed, Problem> {
    Seed::builtin(name)
        .ok_or_else(|| Problem::Usage(format!("no seed is called `{name}`. Known: {}", seeds::NAMES.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_listens_when_its_address_is_known() {
        let url = start("node-postgres").expect("it starts");
        let address = url.strip_prefix("http://").expect("an address");
        assert!(std::net::TcpStream::connect(address).is_ok());
        assert!(matches!(start("nope"), Err(Problem::Usage(_))));
    }
}
