//! The development server of a container, which goes on when the connection ends: started, ended and looked at by a
//! shell script there ([`SERVE`]), which takes nothing but a POSIX shell with awk, and reads sockets from `/proc`.

use std::time::Duration;

use super::exec::{self, End, Order};
use super::ssh::{Destination, Kind, Limits, Ssh, SshError};
use crate::programs::readable;

/// Works in the container; see there.
const SERVE: &str = include_str!("dev_server/serve.sh");
/// Says what the container knows of its server; see there.
const FIND: &str = include_str!("dev_server/find.sh");
/// Where the container keeps what it knows. It is memory there, and gone with the container.
const KEPT: &str = "/tmp/zcp-dev-server";
/// Besides the time that a start may take: ending what runs, and looking.
const BESIDES: Duration = Duration::from_secs(30);
/// What `FIND` may answer.
const LIMITS: Limits = Limits { bytes: 1024 * 1024, time: Duration::from_secs(30) };

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Start it, unless it runs.
    Start,
    /// End it, and start it.
    Restart,
    /// End it.
    Stop,
    /// Look at it.
    Status,
}

/// The server that is meant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Server<'a> {
    /// Its port, by which it is known.
    pub(crate) port: u16,
    /// The path that is asked for.
    pub(crate) path: &'a str,
    /// The line that starts it; the one of the last start when absent.
    pub(crate) line: Option<&'a str>,
    /// The line where there was no start.
    pub(crate) usual: Option<&'a str>,
    /// Where it is started; where it was last, or `/var/www`, when absent.
    pub(crate) folder: Option<&'a str>,
    /// How long is waited until it answers.
    pub(crate) time: Duration,
}

/// How a server stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// It listens and answers.
    Ready,
    /// It listens and answers with 5xx.
    Fails,
    /// It listens and does not answer over HTTP.
    Mute,
    /// It runs, and nothing listens on its port.
    Silent,
    /// It ended by itself.
    Exited,
    /// It watches files, and what it ran has ended; it is run again when one changes.
    Crashed,
    /// Something else listens on its port.
    Taken,
    /// It was not started, for want of its folder.
    NoFolder,
    /// It was not started, for want of a line.
    NoLine,
    /// It does not run.
    #[default]
    Stopped,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// How it stands.
    pub(crate) state: State,
    /// Whether it ran before a start, which did nothing then.
    pub(crate) same: bool,
    /// Whether it was ended.
    pub(crate) ended: bool,
    /// Its process.
    pub(crate) pid: Option<i64>,
    /// What listens on the port: the process, where that can be seen, and whether others reach it there.
    pub(crate) listens: Option<(Option<i64>, bool)>,
    /// Other ports that it listens on.
    pub(crate) others: Vec<u16>,
    /// What it answered; none where nothing came, or could not be asked.
    pub(crate) status: Option<i64>,
    /// Its exit code.
    pub(crate) exit: Option<i64>,
    /// How long ago it was started.
    pub(crate) seconds: Option<i64>,
    /// Where it was started.
    pub(crate) folder: Option<String>,
    /// The line that started it.
    pub(crate) line: Option<String>,
    /// The command line of what has taken the port.
    pub(crate) by: Option<String>,
    /// The end of its log.
    pub(crate) log: Vec<u8>,
}

/// Does something to a server, or looks at it.
///
/// # Errors
/// When the container is not reached, or has no shell that can do it.
pub(crate) async fn run(
    ssh: Ssh<'_>,
    to: &Destination,
    action: Action,
    server: Server<'_>,
) -> Result<Report, SshError> {
    run_in(KEPT, ssh, to, action, server).await
}

async fn run_in(
    kept: &str,
    ssh: Ssh<'_>,
    to: &Destination,
    action: Action,
    server: Server<'_>,
) -> Result<Report, SshError> {
    let (port, seconds) = (server.port.to_string(), server.time.as_secs().max(1).to_string());
    let action = match action {
        Action::Start => "start",
        Action::Restart => "restart",
        Action::Stop => "stop",
        Action::Status => "status",
    };
    let or_none = Option::unwrap_or_default;
    let (folder, line, usual) = (or_none(server.folder), or_none(server.line), or_none(server.usual));
    let words = ["sh", "-c", SERVE, "sh", action, &port, &seconds, server.path, folder, line, usual, kept];
    let order = Order { words: &words, folder: None, input: None, time: server.time + BESIDES };
    let ended = exec::run(ssh, to, order).await?;
    let said = readable(&ended.stderr.whole());
    let bytes = ended.stdout.whole();
    match (ended.end, read(&bytes)) {
        (End::Code(0), Some(report)) => Ok(report),
        _ if said.is_empty() => Err(SshError::new(Kind::Failed, "the container did not say how its server stands")),
        _ => Err(SshError::new(Kind::Failed, format!("the container did not say how its server stands: {said}"))),
    }
}

/// Reads what the script answered.
fn read(bytes: &[u8]) -> Option<Report> {
    const LOG: &[u8] = b"\nlog\n";
    let at = bytes.windows(LOG.len()).position(|window| window == LOG)?;
    let head = String::from_utf8_lossy(&bytes[..at]);
    let mut report = Report { log: bytes[at + LOG.len()..].to_vec(), ..Report::default() };
    let mut state = None;
    for line in head.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let number = || rest.trim().parse().ok();
        match word {
            "same" => report.same = true,
            "ended" => report.ended = true,
            "state" => state = State::of(rest),
            "pid" => report.pid = number(),
            "listens" => report.listens = rest.split_once(' ').map(|(pid, host)| listens(pid, host)),
            "others" => report.others = rest.split_whitespace().filter_map(|port| port.parse().ok()).collect(),
            "status" => report.status = number().filter(|status| *status > 0),
            "exit" => report.exit = number(),
            "seconds" => report.seconds = number(),
            "folder" => report.folder = Some(rest.trim_end().to_owned()),
            "line" => report.line = Some(rest.trim_end().to_owned()),
            "by" => report.by = Some(rest.trim_end().to_owned()),
            _ => {}
        }
    }
    report.state = state?;
    Some(report)
}

/// Who listens, and whether on an address that others reach; it is in hexadecimal digits, as the system writes it.
fn listens(pid: &str, host: &str) -> (Option<i64>, bool) {
    const LOOPBACK: [&str; 2] = ["00000000000000000000000001000000", "0000000000000000FFFF00000100007F"];
    let is_local = LOOPBACK.contains(&host) || host.len() == 8 && host.ends_with("7F");
    (pid.parse().ok().filter(|pid| *pid > 0), !is_local)
}

impl State {
    fn of(word: &str) -> Option<Self> {
        Some(match word.trim() {
            "ready" => Self::Ready,
            "fails" => Self::Fails,
            "mute" => Self::Mute,
            "silent" => Self::Silent,
            "exited" => Self::Exited,
            "crashed" => Self::Crashed,
            "taken" => Self::Taken,
            "folder" => Self::NoFolder,
            "lineless" => Self::NoLine,
            "stopped" => Self::Stopped,
            _ => return None,
        })
    }
}

/// What a container knows of its server.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Ports of servers that were started, the newest first.
    pub(crate) ports: Vec<u16>,
    /// The zerops.yaml of the folder; empty where there is none.
    pub(crate) zerops_yaml: String,
    /// The line that usually starts a server of such a folder, in which `PORT` stands for the port.
    pub(crate) usual: Option<String>,
}

/// Asks a container what it knows.
///
/// # Errors
/// When it is not reached.
pub(crate) async fn find(ssh: Ssh<'_>, to: &Destination, folder: Option<&str>) -> Result<Known, SshError> {
    let words = ["sh", "-c", FIND, "sh", folder.unwrap_or("/var/www"), KEPT];
    let bytes = ssh.run(to, &words, LIMITS).await?;
    Ok(known(&String::from_utf8_lossy(&bytes)))
}

fn known(text: &str) -> Known {
    let mut parts = text.splitn(3, '\0');
    let (head, zerops_yaml) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let package = parts.next().unwrap_or_default();
    let of = |word: &'static str| head.lines().filter_map(move |line| line.strip_prefix(word)?.strip_prefix(' '));
    let files: Vec<&str> = of("has").collect();
    Known {
        ports: of("kept").filter_map(|port| port.parse().ok()).collect(),
        zerops_yaml: zerops_yaml.to_owned(),
        usual: script(package, &files).or_else(|| {
            let usual = USUAL.iter().find(|(file, _)| files.contains(file));
            usual.map(|(_, line)| (*line).to_owned())
        }),
    }
}

/// What is usual where a file is.
const USUAL: &[(&str, &str)] = &[
    ("manage.py", "python3 manage.py runserver 0.0.0.0:PORT"),
    ("artisan", "php artisan serve --host=0.0.0.0 --port=PORT"),
    ("bin/rails", "bin/rails server -b 0.0.0.0 -p PORT"),
    ("mix.exs", "mix phx.server"),
    ("go.mod", "go run ."),
    ("Cargo.toml", "cargo run"),
];
/// Scripts of a package.json that are for development, the likeliest first.
const SCRIPTS: [&str; 4] = ["dev", "start:dev", "develop", "start"];
/// The programs that run scripts, by the files that tell which of them it is.
const RUNNERS: [(&str, &str); 4] =
    [("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun")];

fn script(package: &str, files: &[&str]) -> Option<String> {
    let package: serde_json::Value = serde_json::from_str(package).ok()?;
    let name = SCRIPTS.into_iter().find(|name| package["scripts"][name].is_string())?;
    let runner = RUNNERS.iter().find(|(file, _)| files.contains(file)).map_or("npm", |(_, runner)| runner);
    Some(format!("{runner} run {name}"))
}

#[cfg(all(test, unix))]
mod tests;
