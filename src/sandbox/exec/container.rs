//! A container: namespaces with an address, a hostname and a file system like the platform's.

use std::ffi::OsStr;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::process::Command;
use tokio::sync::Mutex;

use super::network::{Holder, Network};

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
pub(crate) const PROGRAM: &str = "/zerops/zcp";

/// What a container is made of.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) hostname: String,
    /// Whether it is in the network of the project; otherwise it is in the computer's.
    pub(crate) inside: bool,
    /// A folder for what belongs to this container alone.
    pub(crate) folder: PathBuf,
    /// Folders and their places; without any it has the file system of the computer.
    pub(crate) places: Vec<(PathBuf, &'static str)>,
}

/// A running container.
#[derive(Debug)]
pub(crate) struct Container {
    network: Arc<Network>,
    holder: Mutex<Holder>,
    pid: u32,
    pub(crate) address: Option<Ipv4Addr>,
}

impl Container {
    /// Makes a container in which nothing runs yet.
    pub(crate) async fn start(network: &Arc<Network>, plan: &Plan) -> io::Result<Self> {
        let own_root = !plan.places.is_empty();
        let mut places = plan.places.clone();
        let root = plan.folder.join("root");
        std::fs::create_dir_all(&root)?;
        if own_root {
            let temporary = plan.folder.join("tmp");
            std::fs::create_dir_all(&temporary)?;
            places.push((temporary, "/tmp"));
        }
        for (folder, _) in &places {
            std::fs::create_dir_all(folder)?;
        }
        let (address, number) = network.next_address();
        let address = plan.inside.then_some(address);
        let mut command = network.enter(plan.inside);
        command.args(["--", "sh", "-c", INTO, "zcp-into"]);
        if plan.inside {
            command.arg("--net");
        }
        command
            .args(["--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--"])
            .args(["sh", "-c", SCRIPT, "zcp-container", &plan.hostname])
            .arg(address.map_or_else(|| "-".to_owned(), |address| address.to_string()))
            .arg(format!("veth{number}"))
            .arg(if own_root { root.as_os_str() } else { OsStr::new("-") })
            .arg(network.hosts.path())
            .arg(network.folder.join("bin"))
            .arg(&network.program);
        for (folder, place) in &places {
            command.arg(folder).arg(place);
        }
        let holder = Holder::start(command).await?;
        Ok(Self { network: Arc::clone(network), pid: holder.pid, holder: Mutex::new(holder), address })
    }

    /// A command in this container, with no variables but those that it is given.
    pub(crate) fn command(&self, folder: &Path, argv: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--target", &self.pid.to_string(), "--user", "--preserve-credentials"]);
        command.args(["--mount", "--net", "--pid", "--uts", "--ipc", "--"]);
        command.args(["sh", "-c", r#"cd "$1" && shift && exec "$@""#, "sh"]).arg(folder).args(argv);
        command.env_clear();
        command
    }

    /// Asks every process inside to end.
    pub(crate) async fn terminate(&self) {
        let mut command = self.command(Path::new("/"), ["sh", "-c", "kill -TERM -1"]);
        command.env("PATH", path()).kill_on_drop(true);
        command.status().await.ok();
    }

    /// Connects to a port of it.
    pub(crate) async fn connect(&self, port: u16) -> io::Result<tokio::net::UnixStream> {
        match self.address {
            Some(address) => self.network.connect(address, port).await,
            None => Err(io::ErrorKind::AddrNotAvailable.into()),
        }
    }

    /// Ends every process inside, and it.
    pub(crate) async fn end(&self) {
        self.holder.lock().await.end().await;
    }
}

/// Where programs are found in a container.
pub(crate) fn path() -> String {
    let own = std::env::var("PATH").unwrap_or_else(|_| "/usr/local/bin:/usr/bin:/bin".to_owned());
    format!("{PROGRAMS}:{own}:/usr/sbin:/sbin")
}
