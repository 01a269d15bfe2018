//! The programs of this computer that deploys run, and how each is started: by argv, never through
//! a shell, and without zcp's own credentials in the environment.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

/// Variables that hold a token of the platform. No program inherits them.
const CREDENTIALS: [&str; 3] = ["ZCP_API_KEY", "ZEROPS_ZCP_API_KEY", "ZEROPS_TOKEN"];

/// Which programs are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    /// The OpenSSH client.
    pub ssh: PathBuf,
    /// Its configuration file; the user's own when absent.
    pub ssh_config: Option<PathBuf>,
    /// Where the host keys of the project's services are kept; the user's own file when absent.
    pub known_hosts: Option<PathBuf>,
    /// Git.
    pub git: PathBuf,
    /// The command line of the platform.
    pub zcli: PathBuf,
    /// What mounts.
    pub mounts: Mounts,
}

/// What mounting takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mounts {
    /// Mounts a folder over SSH.
    pub sshfs: PathBuf,
    /// Takes a mount away, as a user may.
    pub unmount: PathBuf,
    /// Looks into a mount; `stat`.
    pub probe: PathBuf,
    /// Where the system lists what is mounted.
    pub table: PathBuf,
    /// The device of FUSE.
    pub device: PathBuf,
}

impl Default for Mounts {
    fn default() -> Self {
        Self {
            sshfs: "sshfs".into(),
            unmount: "fusermount3".into(),
            probe: "stat".into(),
            table: "/proc/self/mountinfo".into(),
            device: "/dev/fuse".into(),
        }
    }
}

impl Default for Programs {
    fn default() -> Self {
        Self {
            ssh: "ssh".into(),
            ssh_config: None,
            known_hosts: None,
            git: "git".into(),
            zcli: "zcli".into(),
            mounts: Mounts::default(),
        }
    }
}

impl Programs {
    /// What the environment chooses: `ZCP_SSH_CONFIG` names a configuration file for ssh. Host keys
    /// are kept in zcp's own cache folder.
    #[must_use]
    pub fn from_environment(lookup: impl Fn(&str) -> Option<PathBuf>, cache: Option<&Path>) -> Self {
        Self {
            ssh_config: lookup("ZCP_SSH_CONFIG").filter(|path| !path.as_os_str().is_empty()),
            known_hosts: cache.map(|folder| folder.join("known-hosts")),
            ..Self::default()
        }
    }
}

/// A program that reads nothing, writes to pipes, ends with the call that started it, and knows no
/// token.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for name in CREDENTIALS {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Bounds of a program that runs to its end.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes it may write.
    pub bytes: usize,
    /// The longest time it may take.
    pub time: Duration,
}

/// Why a program has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RunError {
    /// It did not start.
    Start(ErrorKind),
    /// It failed; what it said is the end of its standard error.
    Failed { status: Option<i32>, said: String },
    /// It wrote more than is read.
    TooMuch(usize),
    /// It took too long.
    Late(Duration),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(kind) => write!(f, "it cannot be run: {kind}"),
            Self::Failed { status: Some(status), said } if said.is_empty() => write!(f, "it ended with {status}"),
            Self::Failed { status: None, .. } => f.write_str("it was killed by a signal"),
            Self::Failed { said, .. } => f.write_str(said),
            Self::TooMuch(bytes) => write!(f, "it answered more than {bytes} bytes"),
            Self::Late(time) => write!(f, "it took longer than {} s", time.as_secs()),
        }
    }
}

/// Runs a program to its end and answers what it wrote.
pub(crate) async fn capture(mut command: Command, limits: Limits) -> Result<Vec<u8>, RunError> {
    let mut child = command.spawn().map_err(|error| RunError::Start(error.kind()))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let run = async {
        let read = async {
            let mut bytes = Vec::new();
            if let Some(stdout) = stdout {
                let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
                // A stream that breaks ends; the status says the rest.
                let _ = stdout.take(most).read_to_end(&mut bytes).await;
            }
            bytes
        };
        let (bytes, said) = tokio::join!(read, tail(stderr));
        if bytes.len() > limits.bytes {
            return Err(RunError::TooMuch(limits.bytes));
        }
        match child.wait().await {
            Ok(status) if status.success() => Ok(bytes),
            Ok(status) => Err(RunError::Failed { status: status.code(), said: readable(&said) }),
            Err(error) => Err(RunError::Start(error.kind())),
        }
    };
    tokio::time::timeout(limits.time, run).await.unwrap_or(Err(RunError::Late(limits.time)))
}

/// Of what goes to standard error the end is kept.
const MOST_SAID: usize = 2048;

/// The end of a stream, which is read to its end so that the writer never waits.
pub(crate) async fn tail(stream: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let (mut kept, mut buffer) = (Vec::new(), [0; 1024]);
    let Some(mut stream) = stream else { return kept };
    while let Ok(count) = stream.read(&mut buffer).await
        && count > 0
    {
        kept.extend_from_slice(&buffer[..count]);
        kept.drain(..kept.len().saturating_sub(MOST_SAID));
    }
    kept
}

/// Lines as one text without characters that nobody sees.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines =
        text.lines().map(|line| line.replace(crate::domain::unseen::is_unseen, " ")).map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_chooses_the_configuration_of_ssh() {
        let programs = Programs::from_environment(|name| Some(format!("/etc/{name}").into()), Some(Path::new("/c")));
        assert_eq!(programs.ssh_config.as_deref(), Some(Path::new("/etc/ZCP_SSH_CONFIG")));
        assert_eq!(programs.known_hosts.as_deref(), Some(Path::new("/c/known-hosts")));
        assert_eq!(Programs::from_environment(|_| Some(PathBuf::new()), None), Programs::default());
    }
}
