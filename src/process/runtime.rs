//! The runtime of the process and the signals that end it.

use std::io;
use std::time::Duration;

/// How long work on blocking threads may go on once everything else has ended.
const SHUTDOWN: Duration = Duration::from_millis(200);
/// How long after a signal the process may take to end, whatever holds it up.
const END: Duration = Duration::from_secs(5);

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

/// From now on the process ends within five seconds of a signal, even where the thread that serves is held up: then
/// `last` is called, and it is killed.
///
/// # Errors
/// When the system refuses a thread.
pub fn leave_in_time(last: fn()) -> io::Result<()> {
    watch(move |name| {
        std::thread::sleep(END);
        tracing::error!("{name} came, and something held the end up");
        last();
        leave();
    })
}

/// Without a word to anybody: whoever would hear it is held up.
fn leave() {
    #[cfg(unix)]
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).ok();
    // What is held in memory would be written to a file elsewhere too.
    #[cfg(not(unix))]
    std::process::abort();
}

/// Listens for signals on a thread of its own.
fn watch(then: impl FnOnce(&'static str) + Send + 'static) -> io::Result<()> {
    let watching = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let name = runtime.block_on(async { io::Result::Ok(signal()?.await) })?;
        then(name);
        io::Result::Ok(())
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(watching).map(drop)
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
    /// The thread that would serve does nothing here, like one that is busy.
    #[cfg(unix)]
    #[test]
    fn a_signal_is_seen_while_the_thread_that_serves_is_busy() {
        use rustix::process::{Signal, getpid, kill_process};

        let (seen, signals) = std::sync::mpsc::channel();
        super::watch(move |name| seen.send(name).expect("it is waited for")).expect("a thread");
        // The thread listens some time after it was started; before that a signal would end the tests.
        let here = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let also = here.block_on(async { super::signal() }).expect("listening");
        let name = loop {
            kill_process(getpid(), Signal::TERM).expect("sent");
            if let Ok(name) = signals.recv_timeout(std::time::Duration::from_millis(10)) {
                break name;
            }
        };
        drop(also);
        assert_eq!(name, "SIGTERM");
    }

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
