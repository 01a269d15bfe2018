//! The runtime of the process and the signals that end it.

use std::io;
use std::time::Duration;

/// How long work on blocking threads may go on once everything else has ended.
const SHUTDOWN: Duration = Duration::from_millis(200);

/// Runs a future to its end on a runtime of one thread. Blocking work that is still going on, such
/// as a read of standard input, cannot hold the process up.
///
/// # Errors
/// When the runtime cannot be built.
pub fn run<F: Future>(future: F) -> io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let output = runtime.block_on(future);
    runtime.shutdown_timeout(SHUTDOWN);
    Ok(output)
}

/// Listens for the signals that end the process, from the call on; the future is the name of the
/// first that comes.
///
/// # Errors
/// When the system refuses to deliver them.
#[cfg(unix)]
pub fn signal() -> io::Result<impl Future<Output = &'static str>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => "SIGINT",
            _ = terminate.recv() => "SIGTERM",
        }
    })
}

/// Listens for the key that ends the process; the future is its name once it comes.
///
/// # Errors
/// Never; elsewhere there are systems that refuse.
#[cfg(not(unix))]
pub fn signal() -> io::Result<impl Future<Output = &'static str>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        "Ctrl-C"
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_blocked_thread_does_not_hold_the_end_up() {
        let (release, blocked) = std::sync::mpsc::channel::<()>();
        let output = super::run(async {
            tokio::task::spawn_blocking(move || blocked.recv());
            7
        });
        assert_eq!(output.expect("a runtime"), 7);
        drop(release);
    }
}
