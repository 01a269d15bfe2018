//! The user's OpenSSH, as zcp calls it: without questions, with limits, and with what runs on the
//! other side quoted as one string, so that no argument is read by a shell twice.
//!
//! The host keys of services are kept in files of zcp's own, one for each version of a service: its
//! containers, and with them their keys, are replaced by every deploy, and a key that changes
//! without one is refused. `~/.ssh` is read and never written. A configuration file that was given
//! rules alone.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::{ChildStdin, ChildStdout};
use tokio::task::JoinHandle;

use super::programs::{Names, Programs};
use crate::domain::hostname::Hostname;
use crate::platform::wire::Service;
pub use crate::programs::Limits;
use crate::programs::{Needs, Running, command, readable, start, tail};

/// Options of every connection.
const OPTIONS: [&str; 6] = [
    "BatchMode=yes",
    "ConnectTimeout=10",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=4",
    "LogLevel=ERROR",
    "PermitLocalCommand=no",
];
/// Options of those that run a command. sshfs does not know them and has its own way.
const OPTIONS_OF_COMMANDS: [&str; 3] = ["RequestTTY=no", "RemoteCommand=none", "ClearAllForwardings=yes"];
/// The exit code of ssh for its own failures.
const OWN_FAILURE: i32 = 255;

/// A container of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    hostname: Hostname,
    /// What a file of host keys is called.
    identity: String,
}

impl Destination {
    /// The container of a service as it was read from the platform; none when its hostname is not
    /// one that ssh can be given.
    #[must_use]
    pub fn of(service: &Service) -> Option<Self> {
        let version = service.active_app_version.as_ref().map_or("none", |version| version.id.as_str());
        Self::new(&service.name, &format!("{}-{version}", service.id))
    }

    fn new(hostname: &str, identity: &str) -> Option<Self> {
        let hostname = Hostname::parse(hostname)?;
        let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
        Some(Self { hostname, identity: identity.chars().take(80).map(safe).collect() })
    }

    /// The hostname.
    #[must_use]
    pub fn hostname(&self) -> &str {
        self.hostname.as_str()
    }
}

/// Runs commands in containers of services.
#[derive(Clone, Copy, Debug)]
pub struct Ssh<'a> {
    programs: &'a Programs,
}

impl<'a> Ssh<'a> {
    /// With these programs.
    #[must_use]
    pub fn new(programs: &'a Programs) -> Self {
        Self { programs }
    }

    /// The options of a command in a container as words of a command line.
    #[must_use]
    pub fn options(self, to: &Destination) -> Vec<OsString> {
        let mut words = self.connection(to);
        for option in OPTIONS_OF_COMMANDS {
            words.extend(["-o".into(), option.into()]);
        }
        words
    }

    /// The options of a connection that sshfs makes. It reads a comma as the end of an option.
    #[must_use]
    pub fn options_for_sshfs(self, to: &Destination) -> Vec<OsString> {
        let mut words = self.connection(to);
        for at in 1..words.len() {
            if words[at - 1] == "-o" {
                words[at] = words[at].to_string_lossy().replace(',', "\\,").into();
            }
        }
        words
    }

    fn connection(self, to: &Destination) -> Vec<OsString> {
        let mut words: Vec<OsString> = Vec::new();
        for option in OPTIONS {
            words.extend(["-o".into(), option.into()]);
        }
        if let Some(config) = &self.programs.ssh_config {
            words.extend(["-F".into(), config.into()]);
        } else if let Some(file) = self.known_hosts(to) {
            words.extend(["-o".into(), "StrictHostKeyChecking=accept-new".into(), "-o".into(), file]);
        }
        words
    }

    /// Starts a command in a container. Every word of it reaches the program as it is.
    ///
    /// # Errors
    /// When there is no ssh, or a word cannot be passed.
    pub fn start(self, to: &Destination, words: &[&str], input: Input) -> Result<Remote, SshError> {
        let mut child = self.open(to, words, input)?;
        let stderr = tokio::spawn(tail(child.stderr()));
        Ok(Remote { child, stderr })
    }

    /// Opens a connection to a port as a container sees it: what the program writes and reads is what goes over it.
    ///
    /// # Errors
    /// When there is no ssh. That the port is not reached shows when the streams are used.
    pub(crate) fn forward(self, to: &Destination, host: &str, port: u16) -> Result<Remote, SshError> {
        self.certain()?;
        self.keep_hosts();
        let mut command = command(&self.programs.ssh, Needs::Keys);
        command.args(self.options(to)).arg("-W").arg(format!("{host}:{port}")).arg("--").arg(to.hostname());
        command.stdin(Stdio::piped());
        let mut child = started(command)?;
        let stderr = tokio::spawn(tail(child.stderr()));
        Ok(Remote { child, stderr })
    }

    /// Refuses to connect where a hostname leads to something that is no service of this project, which would then do
    /// what was meant for a sandbox.
    fn certain(self) -> Result<(), SshError> {
        let (kind, why) = match self.programs.names {
            Names::Theirs => return Ok(()),
            Names::Nobodys => (Kind::Simulated, "this sandbox runs nothing"),
            Names::Unsaid => (Kind::Unsaid, "the sandbox's configuration is not named"),
        };
        Err(SshError::new(kind, format!("{why}, and another project's service may have the name")))
    }

    /// Makes the folder for keys of hosts. Without it ssh still connects; it only forgets the key.
    fn keep_hosts(self) {
        if let Some(folder) = self.programs.known_hosts.as_ref().filter(|_| self.programs.ssh_config.is_none()) {
            let _ = std::fs::create_dir_all(folder);
        }
    }

    /// The same with all its streams.
    pub(super) fn open(self, to: &Destination, words: &[&str], input: Input) -> Result<Running, SshError> {
        let line = shlex::try_join(words.iter().copied())
            .map_err(|_| SshError::new(Kind::Unusable, "a zero byte cannot be part of a command"))?;
        self.certain()?;
        self.keep_hosts();
        let mut command = command(&self.programs.ssh, Needs::Keys);
        command.args(self.options(to)).arg("-T").arg("--").arg(to.hostname()).arg(line);
        if input == Input::Piped {
            command.stdin(Stdio::piped());
        }
        started(command)
    }

    /// Runs a command to its end and answers what it wrote, which is bounded in size and time.
    ///
    /// # Errors
    /// When the container is not reached, the command fails, writes more or takes longer.
    pub async fn run(self, to: &Destination, words: &[&str], limits: Limits) -> Result<Vec<u8>, SshError> {
        let mut remote = self.start(to, words, Input::None)?;
        let run = async {
            let mut bytes = Vec::new();
            if let Some(stdout) = remote.stdout() {
                let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
                let read = stdout.take(most).read_to_end(&mut bytes).await;
                read.map_err(|_| SshError::new(Kind::Lost, "the connection was lost"))?;
            }
            if bytes.len() > limits.bytes {
                return Err(SshError::new(Kind::Unusable, format!("more than {} bytes were answered", limits.bytes)));
            }
            remote.end().await?;
            Ok(bytes)
        };
        let late = || SshError::new(Kind::Lost, format!("it took longer than {} s", limits.time.as_secs()));
        tokio::time::timeout(limits.time, run).await.unwrap_or_else(|_| Err(late()))
    }

    /// The option that names the file of host keys. Spaces are quoted, and what ssh would replace
    /// is doubled; a path that cannot be written so is not used.
    fn known_hosts(self, to: &Destination) -> Option<OsString> {
        let file: PathBuf = self.programs.known_hosts.as_ref()?.join(&to.identity);
        let text = file.to_str().filter(|text| !text.contains(['"', '\\', '\n', '\r', '$']))?;
        let plain = Path::new(text).is_absolute();
        plain.then(|| format!("UserKnownHostsFile=\"{}\"", text.replace('%', "%%")).into())
    }
}

/// What a command reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Nothing.
    None,
    /// What is written to [`Remote::stdin`].
    Piped,
}

/// A command that runs in a container. Dropping it ends the connection.
#[derive(Debug)]
pub struct Remote {
    child: Running,
    stderr: JoinHandle<Vec<u8>>,
}

impl Remote {
    /// What it writes; once.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout()
    }

    /// What it reads, when that was asked for; once.
    pub fn stdin(&mut self) -> Option<ChildStdin> {
        self.child.stdin()
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// When it did not succeed.
    pub async fn end(mut self) -> Result<(), SshError> {
        drop(self.child.stdin());
        let status = self.child.wait().await.map_err(|_| SshError::new(Kind::Lost, "ssh could not be awaited"))?;
        if status.success() {
            return Ok(());
        }
        // What the command left running may hold the pipe open.
        let said = tokio::time::timeout(Duration::from_secs(1), &mut self.stderr).await;
        let said = said.ok().and_then(Result::ok).unwrap_or_default();
        Err(failure(status, &readable(&said)))
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.stderr.abort();
    }
}

/// Starts ssh.
fn started(command: crate::programs::Command) -> Result<Running, SshError> {
    start(command).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => SshError::new(Kind::Missing, "the program ssh (OpenSSH) was not found"),
        kind => SshError::new(Kind::Missing, format!("the program ssh cannot be run: {kind}")),
    })
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There is no ssh on this computer.
    Missing,
    /// The platform is a sandbox without containers; nothing was asked.
    Simulated,
    /// The platform is a sandbox to whose containers nothing leads; nothing was asked.
    Unsaid,
    /// The container was not reached, or did not let zcp in.
    Unreachable,
    /// The container is not the one that answered before.
    HostKey,
    /// The command ran and failed.
    Failed,
    /// The connection ended in between, or it took too long.
    Lost,
    /// The command cannot be sent, or what it answered cannot be used.
    Unusable,
}

/// Why a command in a container did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshError {
    /// Its kind.
    pub kind: Kind,
    /// What happened, for the caller.
    pub message: String,
}

impl SshError {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl fmt::Display for SshError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SshError {}

/// Why ssh ended so, of what it said.
pub(super) fn failure(status: ExitStatus, said: &str) -> SshError {
    let with = |what: &str| if said.is_empty() { what.to_owned() } else { format!("{what}: {said}") };
    if status.code() != Some(OWN_FAILURE) {
        let how =
            status.code().map_or_else(|| "was killed by a signal".to_owned(), |code| format!("ended with {code}"));
        return SshError::new(Kind::Failed, with(&format!("the command {how}")));
    }
    if said.contains("HOST IDENTIFICATION HAS CHANGED") || said.contains("Host key verification failed") {
        return SshError::new(Kind::HostKey, with("the host key is not the one that was seen before"));
    }
    let lost = ["Broken pipe", "Connection reset", "closed by remote host", "not responding"];
    if lost.iter().any(|words| said.contains(words)) {
        return SshError::new(Kind::Lost, with("the connection was lost"));
    }
    SshError::new(Kind::Unreachable, with("ssh did not connect"))
}

#[cfg(all(test, unix))]
mod tests;
