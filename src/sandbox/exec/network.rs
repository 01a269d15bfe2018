//! The network of a project: namespaces of its own with a bridge, into which containers are put.
//!
//! One process holds it. It ends when the sandbox closes its standard input, or is gone, and the
//! kernel ends everything inside with it: nothing outlives the sandbox.

use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::process::{Child, ChildStdin};

use super::hosts::Hosts;
use super::inside::relay::read_line;
use crate::programs::{self, Command, Needs};

/// The first process of a project.
const SCRIPT: &str = include_str!("scripts/network.sh");
/// How long the holder may take to come up or to end. Far more than it needs, on a busy computer
/// too.
const PATIENCE: Duration = Duration::from_secs(20);
/// How much of what a holder complains is repeated.
const MAX_COMPLAINT: u64 = 4096;
/// The socket of the relay.
const RELAY: &str = "relay";
/// A reason of the relay is never longer.
const MAX_REASON: usize = 500;

/// A process that holds namespaces for as long as its standard input is open.
pub(super) struct Holder {
    child: tokio::sync::Mutex<Child>,
    input: Mutex<Option<ChildStdin>>,
    /// Its number as the computer counts processes.
    pub(super) pid: u32,
}

impl Holder {
    /// Starts it and reads the number of the process inside.
    pub(super) async fn start(mut command: Command) -> io::Result<Self> {
        command.stdin(Stdio::piped());
        let mut child = command.spawn()?;
        let input = Mutex::new(child.stdin.take());
        let output = child.stdout.take().map(BufReader::new);
        let mut complaint = String::new();
        let mut line = String::new();
        let reading = async {
            if let Some(mut output) = output {
                output.read_line(&mut line).await?;
            }
            if line.is_empty()
                && let Some(errors) = child.stderr.take()
            {
                errors.take(MAX_COMPLAINT).read_to_string(&mut complaint).await?;
            }
            io::Result::Ok(())
        };
        tokio::time::timeout(PATIENCE, reading).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
        let pid = line.trim().parse().map_err(|_| io::Error::other(complaint.trim().to_owned()))?;
        Ok(Self { child: tokio::sync::Mutex::new(child), input, pid })
    }

    /// Ends everything inside.
    pub(super) async fn end(&self) {
        self.release();
        tokio::time::timeout(PATIENCE, async { self.child.lock().await.wait().await }).await.ok();
    }

    /// Lets everything inside end without waiting for it.
    pub(super) fn release(&self) {
        self.input.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Whether it still holds.
    async fn holds(&self) -> bool {
        matches!(self.child.lock().await.try_wait(), Ok(None))
    }
}

impl fmt::Debug for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Holder").field("pid", &self.pid).finish_non_exhaustive()
    }
}

/// A program that ends in order, by what it reads, and not with its handle.
pub(super) fn outliving(program: impl AsRef<OsStr>) -> Command {
    let mut command = programs::command(program, Needs::Nothing);
    command.kill_on_drop(false);
    command
}

/// The network of a project.
#[derive(Debug)]
pub(crate) struct Network {
    holder: Holder,
    pub(super) program: PathBuf,
    /// Programs that containers have beside the computer's.
    pub(super) programs: PathBuf,
    /// The folder of the relay's socket.
    folder: File,
    pub(crate) hosts: Hosts,
    taken: AtomicU16,
}

impl Network {
    /// Makes the network of a project, whose files go to a folder.
    pub(crate) async fn start(program: &Path, folder: &Path, programs: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let hosts = Hosts::create(folder.join("hosts"))?;
        let relay = folder.join(RELAY);
        let mut command = outliving("unshare");
        command
            .args(["--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child"])
            .args(["--", "sh", "-c", SCRIPT, "zcp-project"])
            .args([program, &relay]);
        let holder = Holder::start(command).await?;
        let network = Self {
            holder,
            program: program.to_owned(),
            programs: programs.to_owned(),
            folder: File::open(folder)?,
            hosts,
            taken: AtomicU16::new(1),
        };
        network.wait_for_relay().await?;
        Ok(network)
    }

    /// The relay makes its socket a moment after the holder came up.
    async fn wait_for_relay(&self) -> io::Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.relay().await.is_err() {
            if tokio::time::Instant::now() > deadline || !self.holder.holds().await {
                return Err(io::Error::other("the relay into the network of the project did not start"));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// Connects to the relay, by a path that is short wherever its folder is.
    async fn relay(&self) -> io::Result<UnixStream> {
        UnixStream::connect(format!("/proc/self/fd/{}/{RELAY}", self.folder.as_raw_fd())).await
    }

    /// An address that no container had before, with a number of its own.
    pub(super) fn next_address(&self) -> (Ipv4Addr, u16) {
        let number = self.taken.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let [high, low] = number.to_be_bytes();
        (Ipv4Addr::new(10, 77, high, low), number)
    }

    /// A command that runs inside: with the rights of the project, in its network or in the
    /// computer's.
    pub(super) fn enter(&self, own_network: bool) -> Command {
        let mut command = outliving("nsenter");
        command.args([
            "--target",
            &self.holder.pid.to_string(),
            "--user",
            "--preserve-credentials",
            "--mount",
            "--pid",
        ]);
        if own_network {
            command.arg("--net");
        }
        command
    }

    /// Connects to a port inside.
    pub(crate) async fn connect(&self, address: Ipv4Addr, port: u16) -> io::Result<UnixStream> {
        let mut stream = self.relay().await?;
        stream.write_all(format!("{}\n", SocketAddrV4::new(address, port)).as_bytes()).await?;
        let answer = read_line(&mut stream, MAX_REASON).await?;
        if answer == "ok" { Ok(stream) } else { Err(io::Error::new(io::ErrorKind::ConnectionRefused, answer)) }
    }

    /// Ends everything inside.
    pub(crate) async fn end(&self) {
        self.holder.end().await;
    }

    /// Lets everything inside end without waiting for it.
    pub(crate) fn release(&self) {
        self.holder.release();
    }
}
