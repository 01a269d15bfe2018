//! A container: namespaces with an address, a hostname and a file system like the platform's. Where
//! the system has no namespaces it is a group of plain processes, and paths and ports are others.

use std::ffi::OsStr;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::process::Child;

use super::guard::Guard;
use super::inside::guard::signal;
use super::isolation::{Isolation, Plain};
use super::network::{Holder, Network, outliving};
use crate::programs::{self, Command};
use crate::sandbox::folder::remove;

/// The first process of a container.
const SCRIPT: &str = include_str!("scripts/container.sh");
/// Enters the namespace of the network once more before it is left: the other end of the cable
/// stays in it.
const INTO: &str = r#"exec 9</proc/self/ns/net; exec unshare "$@""#;

/// Where the code of an application is.
pub(crate) const WWW: &str = "/var/www";
/// Where a build has its source.
pub(crate) const SOURCE: &str = "/build/source";
/// Where commands that prepare run.
pub(crate) const HOME: &str = "/home/zerops";
/// What the sandbox adds to the programs of the computer.
const PROGRAMS: &str = "/zerops/bin";
/// This program, in a container.
pub(super) const PROGRAM: &str = "/zerops/zcp";

/// A connection to a port of a container.
pub(crate) trait Connection: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Connection for T {}

/// What a container is made of.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) hostname: String,
    /// Whether it is in the network of the project; otherwise it is in the computer's.
    pub(crate) inside: bool,
    /// A folder for what belongs to this container alone.
    pub(crate) folder: PathBuf,
    /// Folders and their places; without any it has the file system of the computer.
    pub(crate) places: Vec<(PathBuf, String)>,
    /// The ports it is going to listen on.
    pub(crate) ports: Vec<u16>,
}

/// A running container.
#[derive(Debug)]
pub(crate) struct Container {
    kind: Kind,
    places: Vec<(PathBuf, String)>,
    folder: PathBuf,
}

#[derive(Debug)]
enum Kind {
    Namespaces { network: Arc<Network>, holder: Box<Holder>, address: Option<Ipv4Addr> },
    Plain { plain: Arc<Plain>, ports: Vec<(u16, u16)>, groups: Mutex<Vec<u32>> },
}

impl Container {
    /// Makes a container in which nothing runs yet.
    pub(crate) async fn start(isolation: &Isolation, plan: &Plan) -> io::Result<Self> {
        let mut places = plan.places.clone();
        if !places.is_empty() {
            places.push((plan.folder.join("tmp"), "/tmp".to_owned()));
        }
        std::fs::create_dir_all(plan.folder.join("root"))?;
        for (folder, _) in &places {
            std::fs::create_dir_all(folder)?;
        }
        let kind = match isolation {
            Isolation::Namespaces(network) => namespaces(network, plan, &places).await?,
            Isolation::Plain(plain) => Kind::Plain {
                plain: Arc::clone(plain),
                ports: plan.ports.iter().map(|port| Ok((*port, free_port()?))).collect::<io::Result<_>>()?,
                groups: Mutex::default(),
            },
        };
        Ok(Self { kind, places, folder: plan.folder.clone() })
    }

    /// Its address in the network of its project.
    pub(crate) fn address(&self) -> Option<Ipv4Addr> {
        match &self.kind {
            Kind::Namespaces { address, .. } => *address,
            Kind::Plain { .. } => None,
        }
    }

    /// The port that stands for one of its own.
    pub(crate) fn port(&self, port: u16) -> u16 {
        match &self.kind {
            Kind::Namespaces { .. } => port,
            Kind::Plain { ports, .. } => ports.iter().find(|(own, _)| *own == port).map_or(port, |(_, other)| *other),
        }
    }

    /// Whether ports are other ones than those that were asked for.
    pub(crate) fn moves_ports(&self) -> bool {
        matches!(self.kind, Kind::Plain { .. })
    }

    /// Where a path of the container is for the programs in it.
    pub(crate) fn place(&self, path: &Path) -> PathBuf {
        if matches!(self.kind, Kind::Namespaces { .. }) {
            return path.to_owned();
        }
        let found = self.places.iter().find_map(|(folder, place)| Some(folder.join(path.strip_prefix(place).ok()?)));
        found.unwrap_or_else(|| path.to_owned())
    }

    /// This program, for the programs in it.
    pub(crate) fn program(&self) -> PathBuf {
        match &self.kind {
            Kind::Namespaces { network, .. } if self.places.is_empty() => network.program.clone(),
            Kind::Namespaces { .. } => PathBuf::from(PROGRAM),
            Kind::Plain { plain, .. } => plain.program.clone(),
        }
    }

    /// Where programs are found in it.
    pub(crate) fn search_path(&self) -> String {
        let programs = match &self.kind {
            Kind::Namespaces { .. } => PROGRAMS.to_owned(),
            Kind::Plain { plain, .. } => plain.programs.display().to_string(),
        };
        format!("{programs}:{}", programs::search_path().to_string_lossy())
    }

    /// A command in this container, with no variables but those that it is given.
    pub(crate) fn command(&self, folder: &Path, argv: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        const CHANGE: &str = r#"cd "$1" && shift && exec "$@""#;
        let mut command = match &self.kind {
            Kind::Namespaces { holder, address, .. } => {
                let mut command = outliving("nsenter");
                command.args(["--target", &holder.pid.to_string(), "--user", "--preserve-credentials"]);
                // The network of the computer is not left, and only root may enter it again.
                command.args(address.map(|_| "--net"));
                command.args(["--mount", "--pid", "--uts", "--ipc", "--", "sh", "-c", CHANGE, "sh"]);
                command
            }
            Kind::Plain { .. } => {
                let mut command = outliving("sh");
                command.args(["-c", CHANGE, "sh"]);
                command
            }
        };
        command.arg(self.place(folder)).args(argv);
        command.env_clear();
        command
    }

    /// Starts a command that was made for it.
    pub(crate) fn spawn(&self, mut command: Command) -> io::Result<Child> {
        let child = command.spawn()?;
        if let (Kind::Plain { plain, groups, .. }, Some(group)) = (&self.kind, child.id()) {
            plain.guard.add(group);
            let mut groups = groups.lock().unwrap_or_else(PoisonError::into_inner);
            groups.push(group);
            forget_gone(&plain.guard, &mut groups);
        }
        Ok(child)
    }

    /// Forgets the groups of commands that were awaited to their end: their numbers may soon be
    /// those of somebody else. One that left a process running stays.
    pub(crate) fn tidy(&self) {
        if let Kind::Plain { plain, groups, .. } = &self.kind {
            forget_gone(&plain.guard, &mut groups.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// The process groups that it knows.
    #[cfg(test)]
    pub(crate) fn groups(&self) -> Vec<u32> {
        match &self.kind {
            Kind::Namespaces { .. } => Vec::new(),
            Kind::Plain { groups, .. } => groups.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// Whether a process of this computer runs in it, which has this number and this group.
    pub(crate) fn has(&self, process: u32, group: u32) -> bool {
        match &self.kind {
            Kind::Namespaces { holder, .. } => {
                let space = |process: u32| std::fs::read_link(format!("/proc/{process}/ns/pid")).ok();
                space(process).is_some_and(|own| space(holder.pid) == Some(own))
            }
            Kind::Plain { groups, .. } => groups.lock().unwrap_or_else(PoisonError::into_inner).contains(&group),
        }
    }

    /// Takes away the folder of what belonged to it alone, once it has ended.
    pub(crate) async fn remove(&self) {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || remove(&folder)).await.ok();
    }

    /// Sends a signal to every process inside: `TERM` asks them to end, `KILL` ends them.
    pub(crate) async fn signal(&self, name: &str) {
        match &self.kind {
            Kind::Namespaces { .. } => {
                let mut command = self.command(Path::new("/"), ["sh", "-c", r#"kill -"$1" -1"#, "sh", name]);
                command.env("PATH", self.search_path()).kill_on_drop(true);
                command.stdin(std::process::Stdio::null()).stderr(std::process::Stdio::null());
                command.status().await.ok();
            }
            Kind::Plain { groups, .. } => {
                let groups = groups.lock().unwrap_or_else(PoisonError::into_inner).clone();
                for group in groups {
                    signal(group, name).await;
                }
            }
        }
    }

    /// Connects to a port of it.
    pub(crate) async fn connect(&self, port: u16) -> io::Result<Box<dyn Connection>> {
        match &self.kind {
            Kind::Namespaces { network, address: Some(address), .. } => {
                Ok(Box::new(network.connect(*address, port).await?))
            }
            _ => Ok(Box::new(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port(port))).await?)),
        }
    }

    /// Ends every process inside, and it.
    pub(crate) async fn end(&self) {
        match &self.kind {
            Kind::Namespaces { holder, .. } => holder.end().await,
            Kind::Plain { plain, groups, .. } => {
                let groups = std::mem::take(&mut *groups.lock().unwrap_or_else(PoisonError::into_inner));
                for group in groups {
                    signal(group, "KILL").await;
                    plain.guard.remove(group);
                }
            }
        }
    }
}

async fn namespaces(network: &Arc<Network>, plan: &Plan, places: &[(PathBuf, String)]) -> io::Result<Kind> {
    let (address, number) = network.next_address();
    let address = plan.inside.then_some(address);
    let mut command = network.enter(plan.inside);
    command.args(["--", "sh", "-c", INTO, "zcp-into"]);
    if plan.inside {
        command.arg("--net");
    }
    let root = plan.folder.join("root");
    command
        .args(["--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--"])
        .args(["sh", "-c", SCRIPT, "zcp-container", &plan.hostname])
        .arg(address.map_or_else(|| "-".to_owned(), |address| address.to_string()))
        .arg(format!("veth{number}"))
        .arg(if places.is_empty() { OsStr::new("-") } else { root.as_os_str() })
        .arg(if plan.inside { network.hosts.path() } else { Path::new("/etc/hosts") })
        .arg(&network.programs)
        .arg(&network.program);
    for (folder, place) in places {
        command.arg(folder).arg(place);
    }
    let holder = Box::new(Holder::start(command).await?);
    Ok(Kind::Namespaces { network: Arc::clone(network), holder, address })
}

/// Ends a command with everything that it started, also what is in namespaces of its own: they
/// share its group.
pub(super) fn kill(command: &Child) {
    if let Some(group) = command.id().and_then(pid) {
        kill_process_group(group, Signal::KILL).ok();
    }
}

/// Forgets the process groups that have no process any more.
pub(super) fn forget_gone(guard: &Guard, groups: &mut Vec<u32>) {
    groups.retain(|group| {
        let stays = pid(*group).is_some_and(|group| test_kill_process_group(group).is_ok());
        if !stays {
            guard.remove(*group);
        }
        stays
    });
}

fn pid(number: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(number).ok()?)
}

/// A port that nobody listens on now.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
