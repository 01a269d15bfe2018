//! The door for programs: every process that zcp starts is started here.
//!
//! A program gets a folder, words, and an environment that is built from a list of names: no token is
//! on it, so a program knows one only where its caller names it. It reads nothing unless it is given
//! something, leads a process group of its own, which is ended as a whole, and what it writes is bounded, as
//! is its time. It is found in the absolute folders of the search path alone: a program that lies in the
//! project is not taken for one of the computer.
//!
//! Deliberately absent: a shell. What needs one names it.

mod groups;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

pub(crate) use groups::end_all;
use tokio::io::{AsyncRead, AsyncReadExt};
pub(crate) use tokio::process::Command;
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};

use crate::domain::unseen::is_unseen;
use crate::generated::variables;

/// What every program may know: where it finds things, who runs it, and how it talks. Anything else of
/// zcp's own environment stays there.
const KNOWN: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TERM",
    "TMPDIR",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    // Windows
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "HOMEDRIVE",
    "HOMEPATH",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
];
/// Where systems keep what an administrator calls: a user's search path need not name them. Debian 12
/// gives users none of them (`ENV_PATH` in /etc/login.defs), and has `pivot_root` in the second alone.
const ADMINISTRATORS: &[&str] = if cfg!(unix) { &["/usr/local/sbin", "/usr/sbin", "/sbin"] } else { &[] };
/// The search path of an environment that has none, as shells take it.
const USUAL_PATH: &str = if cfg!(unix) { "/usr/local/bin:/usr/bin:/bin" } else { "" };
/// How the names of locales begin.
const LOCALES: &str = "LC_";
/// Of what goes to standard error the end is kept.
const MOST_SAID: usize = 2048;

/// What a program needs of the environment besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing.
    Nothing,
    /// The keys of the user: the agent of SSH, and tickets of Kerberos.
    Keys,
    /// A way to the Internet: proxies and authorities.
    Network,
    /// A way to a git remote: both of these.
    Remote,
    /// The desktop, to show something there.
    Desktop,
}

/// What a git remote is reached with.
const REMOTE: &[&str] = &[
    "SSH_AUTH_SOCK",
    "SSH_SK_PROVIDER",
    "KRB5CCNAME",
    "KRB5_CONFIG",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

impl Needs {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &[],
            Self::Keys => &["SSH_AUTH_SOCK", "SSH_SK_PROVIDER", "KRB5CCNAME", "KRB5_CONFIG"],
            Self::Remote => REMOTE,
            Self::Desktop => &[
                "DISPLAY",
                "WAYLAND_DISPLAY",
                "XAUTHORITY",
                "DBUS_SESSION_BUS_ADDRESS",
                "XDG_CURRENT_DESKTOP",
                "XDG_DATA_DIRS",
                "BROWSER",
                "WSL_DISTRO_NAME",
                "WSL_INTEROP",
            ],
            Self::Network => &[
                "HTTP_PROXY",
                "HTTPS_PROXY",
                "ALL_PROXY",
                "NO_PROXY",
                "http_proxy",
                "https_proxy",
                "all_proxy",
                "no_proxy",
                "SSL_CERT_FILE",
                "SSL_CERT_DIR",
            ],
        }
    }
}

/// A program that knows what every program may know, reads nothing, writes to pipes and ends with the
/// call that started it.
pub(crate) fn command(program: impl AsRef<OsStr>, needs: Needs) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(environment(std::env::vars_os(), needs));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    command
}

/// What is handed on of an environment.
fn environment(
    all: impl Iterator<Item = (OsString, OsString)>,
    needs: Needs,
) -> impl Iterator<Item = (OsString, OsString)> {
    let mut path = cfg!(unix).then(|| ("PATH".into(), joined(OsStr::new(USUAL_PATH))));
    let mut known: Vec<(OsString, OsString)> = all
        .filter_map(|(name, value)| {
            let text = name.to_str()?;
            let fits = |known: &&str| if cfg!(windows) { known.eq_ignore_ascii_case(text) } else { **known == *text };
            let known = KNOWN.iter().chain(needs.names()).any(fits) || text.starts_with(LOCALES);
            if known && text.eq_ignore_ascii_case("PATH") {
                path = Some((name, joined(&value)));
                return None;
            }
            known.then_some((name, value))
        })
        .collect();
    known.extend(path);
    known.into_iter()
}

/// The folders of a search path without those that depend on where a program runs, then those of the
/// administrator.
fn folders(path: &OsStr) -> impl Iterator<Item = PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::split_paths(path).filter(|folder| folder.is_absolute()).collect();
    for more in ADMINISTRATORS.iter().map(PathBuf::from) {
        if !folders.contains(&more) {
            folders.push(more);
        }
    }
    folders.into_iter()
}

fn joined(path: &OsStr) -> OsString {
    std::env::join_paths(folders(path)).unwrap_or_default()
}

fn own_path() -> OsString {
    std::env::var_os("PATH").filter(|path| !path.is_empty()).unwrap_or_else(|| USUAL_PATH.into())
}

/// Where every program that is started finds others.
pub(crate) fn search_path() -> OsString {
    joined(&own_path())
}

/// The program of a name, where one that is started here would find it.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    folders(&own_path()).map(|folder| folder.join(&name)).find(|path| is_program(path))
}

/// Whether a path is a file that can be run.
pub(crate) fn is_program(path: &Path) -> bool {
    let Ok(metadata) = std::fs::metadata(path) else { return false };
    #[cfg(unix)]
    let runs = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let runs = true;
    metadata.is_file() && runs
}

/// What a program in the foreground finds in its environment.
#[derive(Debug)]
pub(crate) enum Surroundings {
    /// What every program may know, and what it needs besides.
    Handed(Needs),
    /// All that this program has but what is zcp's own, and these variables over it: the command is that of the person.
    Own(Vec<(String, String)>),
}

/// Goes on as another program, which has the streams, the terminal and the signals of this one. On Unix it comes
/// back only where that cannot be run; elsewhere with how it ended.
///
/// # Errors
/// It cannot be run.
pub(crate) fn go_on_as(program: &Path, arguments: &[&str], surroundings: Surroundings) -> io::Result<ExitStatus> {
    let mut command = std::process::Command::new(program);
    command.args(arguments);
    match surroundings {
        Surroundings::Handed(needs) => command.env_clear().envs(environment(std::env::vars_os(), needs)),
        Surroundings::Own(given) => {
            variables::ALL.iter().fold(&mut command, |command, name| command.env_remove(name)).envs(given)
        }
    };
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(&mut command));
    #[cfg(not(unix))]
    return command.status();
}

/// How often a program that is being written is tried again, and after how long.
const BUSY_TRIES: usize = 5;
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// A program that runs. Dropping it ends it with all that is in its group.
#[derive(Debug)]
pub(crate) struct Running(Child);

/// Starts a program. One that is just being written, as by an update, is tried again for a moment.
///
/// # Errors
/// It is not there, or cannot be run.
pub(crate) fn start(mut command: Command) -> io::Result<Running> {
    for _ in 0..BUSY_TRIES {
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => std::thread::sleep(BUSY_PAUSE),
            started => return started.map(Running::of),
        }
    }
    command.spawn().map(Running::of)
}

impl Running {
    fn of(child: Child) -> Self {
        groups::add(child.id());
        Self(child)
    }

    /// What it writes; once.
    pub(crate) fn stdout(&mut self) -> Option<ChildStdout> {
        self.0.stdout.take()
    }

    /// What it says besides; once.
    pub(crate) fn stderr(&mut self) -> Option<ChildStderr> {
        self.0.stderr.take()
    }

    /// What it reads, where that was asked for; once.
    pub(crate) fn stdin(&mut self) -> Option<ChildStdin> {
        self.0.stdin.take()
    }

    /// Waits for its end.
    pub(crate) async fn wait(&mut self) -> io::Result<ExitStatus> {
        let leader = self.0.id();
        let status = self.0.wait().await;
        self.forget(leader);
        status
    }

    /// Ends it with all that is in its group, and waits for that.
    pub(crate) async fn end(mut self) {
        self.kill_group();
        self.0.kill().await.ok();
    }

    /// Of one that was awaited the number may be somebody else's by now.
    fn forget(&self, leader: Option<u32>) {
        if let Some(leader) = leader.filter(|_| self.0.id().is_none()) {
            groups::forget(leader);
        }
    }

    /// How it ended, if it has.
    pub(crate) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        let leader = self.0.id();
        let status = self.0.try_wait();
        self.forget(leader);
        status
    }

    fn kill_group(&self) {
        // One that was awaited has none any more.
        if let Some(leader) = self.0.id() {
            groups::end(leader);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill_group();
    }
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

/// What a program wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// To standard output.
    pub(crate) bytes: Vec<u8>,
    /// The end of what went to standard error.
    pub(crate) said: Vec<u8>,
}

/// Runs a program to its end and answers what it wrote.
pub(crate) async fn capture(command: Command, limits: Limits) -> Result<Written, RunError> {
    let mut running = start(command).map_err(|error| RunError::Start(error.kind()))?;
    let (stdout, stderr) = (running.stdout(), running.stderr());
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
        match running.wait().await {
            Ok(status) if status.success() => Ok(Written { bytes, said }),
            Ok(status) => Err(RunError::Failed { status: status.code(), said: readable(&said) }),
            Err(error) => Err(RunError::Start(error.kind())),
        }
    };
    tokio::time::timeout(limits.time, run).await.unwrap_or(Err(RunError::Late(limits.time)))
}

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

/// Lines as one text without control characters.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().map(|line| line.replace(is_unseen, " ")).map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(all(test, unix))]
mod tests;
