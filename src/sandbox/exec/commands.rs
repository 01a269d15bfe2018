//! Commands in a container, as a person would write them for a shell.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::Child;
use tokio_util::sync::CancellationToken;

use super::container::{Container, HOME, kill};
use super::output::{Sink, pump};
use crate::programs::Command;

/// Variables. They are shown to nobody.
#[derive(Clone, Default)]
pub(crate) struct Environment(pub(crate) BTreeMap<String, String>);

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} variables", self.0.len())
    }
}

impl Environment {
    /// Gives a command what every program in a container has, under these variables.
    pub(crate) fn apply(&self, container: &Container, command: &mut Command) {
        let base = [("USER", "zerops"), ("LOGNAME", "zerops"), ("SHELL", "/bin/sh"), ("LANG", "C.UTF-8")];
        command.envs(base).env("HOME", container.place(Path::new(HOME))).env("PATH", container.search_path());
        command.envs(&self.0);
        // Tools of the computer that keep themselves in the home folder of whoever installed them.
        if let Some(home) = std::env::var_os("HOME").map(std::path::PathBuf::from) {
            for (name, folder) in [("RUSTUP_HOME", ".rustup"), ("PYENV_ROOT", ".pyenv")] {
                let folder = home.join(folder);
                if !self.0.contains_key(name) && folder.is_dir() {
                    command.env(name, folder);
                }
            }
        }
    }
}

/// Why a command did not do what it should.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// It ended with something else than 0.
    Ended(ExitStatus),
    /// It took too long.
    Late(Duration),
    /// Nobody needs it any more.
    Cancelled,
    /// It could not be started.
    NotStarted(io::Error),
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(status) => f.write_str(&ending(*status)),
            Self::Late(limit) => write!(f, "did not end within {} s", limit.as_secs()),
            Self::Cancelled => f.write_str("was cancelled"),
            Self::NotStarted(error) => write!(f, "could not be started: {error}"),
        }
    }
}

/// How a program ended, in words.
pub(crate) fn ending(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        let name = match signal {
            1 => " (SIGHUP)",
            2 => " (SIGINT)",
            6 => " (SIGABRT)",
            9 => " (SIGKILL)",
            11 => " (SIGSEGV)",
            15 => " (SIGTERM)",
            _ => "",
        };
        return format!("was ended by signal {signal}{name}");
    }
    match status.code() {
        Some(code) => format!("ended with exit code {code}"),
        None => "ended".to_owned(),
    }
}

/// Starts a script; what it writes goes to a sink.
pub(crate) fn start(
    container: &Container,
    folder: &Path,
    script: &str,
    environment: &Environment,
    sink: &Sink,
) -> io::Result<Child> {
    let mut command = container.command(folder, ["sh", "-c", script]);
    environment.apply(container, &mut command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = container.spawn(command)?;
    if let Some(stream) = child.stdout.take() {
        tokio::spawn(pump(stream, Sink::clone(sink)));
    }
    if let Some(stream) = child.stderr.take() {
        tokio::spawn(pump(stream, Sink::clone(sink)));
    }
    Ok(child)
}

/// Runs a script to its end. One that is late or cancelled is ended with everything in its group.
pub(crate) async fn run(
    container: &Container,
    folder: &Path,
    script: &str,
    environment: &Environment,
    (limit, cancel): (Duration, &CancellationToken),
    sink: &Sink,
) -> Result<(), Stopped> {
    let mut command = container.command(folder, ["sh", "-c", script]);
    environment.apply(container, &mut command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = container.spawn(command).map_err(Stopped::NotStarted)?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let reading = async {
        let output = async {
            if let Some(stream) = output {
                pump(stream, Sink::clone(sink)).await;
            }
        };
        let errors = async {
            if let Some(stream) = errors {
                pump(stream, Sink::clone(sink)).await;
            }
        };
        tokio::join!(output, errors);
    };
    let mut reading = std::pin::pin!(reading);
    let ended = async {
        tokio::select! {
            biased;
            // The last lines come before the end is known; a daemon that keeps the stream does not
            // hold it up.
            () = &mut reading => child.wait().await,
            status = wait_a_moment_longer(&mut child) => status,
        }
    };
    let result = tokio::select! {
        biased;
        () = cancel.cancelled() => Err(Stopped::Cancelled),
        status = ended => match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Stopped::Ended(status)),
            Err(error) => Err(Stopped::NotStarted(error)),
        },
        () = tokio::time::sleep(limit) => Err(Stopped::Late(limit)),
    };
    if matches!(result, Err(Stopped::Cancelled | Stopped::Late(_))) {
        kill(&child);
        child.wait().await.ok();
    }
    container.tidy();
    result
}

async fn wait_a_moment_longer(child: &mut Child) -> io::Result<ExitStatus> {
    let status = child.wait().await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    Ok(status)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sandbox::exec::container::Plan;
    use crate::sandbox::exec::guard::Guard;
    use crate::sandbox::exec::isolation::{Isolation, Plain};

    async fn ran(container: &Container, script: &str, limit: Duration) -> Result<(), Stopped> {
        let (quiet, cancel): (Sink, _) = (Arc::new(|_| {}), CancellationToken::new());
        run(container, Path::new("/"), script, &Environment::default(), (limit, &cancel), &quiet).await
    }

    #[tokio::test]
    async fn what_is_late_ends_with_what_it_started_and_what_is_over_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let guard = Guard::start(Path::new("true"), folder.path()).expect("it starts");
        let place = folder.path().to_owned();
        let plain = Plain { guard: Arc::new(guard), programs: place.clone(), program: place.clone() };
        let plan = Plan { hostname: "x".into(), inside: false, folder: place, places: Vec::new(), ports: Vec::new() };
        let container = Container::start(&Isolation::Plain(Arc::new(plain)), &plan).await.expect("a container");
        let long = Duration::from_mins(3);
        assert!(ran(&container, "true", long).await.is_ok());
        assert!(container.groups().is_empty());
        let late = ran(&container, "sleep 98764 & sleep 98764", Duration::from_millis(50)).await;
        assert!(matches!(late, Err(Stopped::Late(_))), "{late:?}");
        // Those whose parent is gone are taken by somebody else first.
        let start = std::time::Instant::now();
        while !container.groups().is_empty() && start.elapsed() < long {
            tokio::time::sleep(Duration::from_millis(20)).await;
            container.tidy();
        }
        assert!(container.groups().is_empty());
        assert!(ran(&container, "sleep 98764 >/dev/null 2>&1 &", long).await.is_ok());
        assert_eq!(container.groups().len(), 1, "what goes on is kept in mind");
        container.end().await;
    }
}
