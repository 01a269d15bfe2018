//! Machines to log in to without a sandbox that runs anything: folders that stand at `/var/www`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tokio::process::{Child, Command};
use zcp::sandbox::ssh::machines::Machines;
use zcp::sandbox::ssh::server::Server;

use super::need::need;

/// Puts a folder to `/var/www`, where nobody else sees it.
const ENTER: &str =
    r#"set -e; mount -t tmpfs none /var; mkdir /var/www; mount --bind "$0" /var/www; cd /var/www; exec "$@""#;

/// What the tests of SSH need.
pub(crate) const PROGRAMS: &[&str] = &["ssh", "unshare", "setsid"];

/// Whether files of machines can be mounted.
#[expect(clippy::print_stderr, reason = "a test that was skipped says so")]
pub(crate) fn can_mount() -> bool {
    let device = Path::new("/dev/fuse").exists();
    if !device {
        let reason = "there is no /dev/fuse";
        assert!(
            std::env::var_os("ZCP_DEMAND").is_none_or(|value| value != "1"),
            "{reason} and ZCP_DEMAND=1 asks for it"
        );
        eprintln!("skipped: {reason}");
    }
    device && need(&["sshfs", "fusermount3"])
}

/// The machines: hostnames and their folders.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    folders: Mutex<BTreeMap<String, PathBuf>>,
}

impl Rooms {
    pub(crate) fn add(&self, hostname: &str, folder: &Path) {
        std::fs::create_dir_all(folder).expect("a folder");
        self.folders.lock().expect("not poisoned").insert(hostname.to_owned(), folder.to_owned());
    }

    pub(crate) fn remove(&self, hostname: &str) {
        self.folders.lock().expect("not poisoned").remove(hostname);
    }
}

impl Machines for Rooms {
    fn names(&self) -> Vec<String> {
        self.folders.lock().expect("not poisoned").keys().cloned().collect()
    }

    fn command(&self, hostname: &str, argv: &[OsString]) -> io::Result<Command> {
        let folder = self.folders.lock().expect("not poisoned").get(hostname).cloned();
        let folder = folder.ok_or(io::ErrorKind::NotFound)?;
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "--", "sh", "-c", ENTER]).arg(folder).args(argv);
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().env("PATH", path).env("HOME", "/var/www").env("GREETING", "it's me");
        Ok(command)
    }

    fn program(&self) -> &Path {
        Path::new(env!("CARGO_BIN_EXE_zcp"))
    }
}

/// A server with one machine, `app`.
pub(crate) struct Reached {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) rooms: Arc<Rooms>,
    pub(crate) server: Server,
}

impl Reached {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let rooms = Arc::new(Rooms::default());
        rooms.add("app", &folder.path().join("app"));
        let server = Server::start(folder.path(), Arc::clone(&rooms) as Arc<dyn Machines>).await.expect("it starts");
        Self { folder, rooms, server }
    }

    /// What stands at `/var/www` of the machine.
    pub(crate) fn www(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    /// One of OpenSSH's programs, which knows the machine.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.arg("-F").arg(self.server.config_file()).kill_on_drop(true);
        command
    }

    /// A command on the machine.
    pub(crate) fn ssh(&self, line: &str) -> Command {
        let mut command = self.program("ssh");
        command.args(["-o", "BatchMode=yes", "app", line]);
        command
    }
}

/// Ends a child in a way that it cannot answer.
pub(crate) async fn kill(mut child: Child) {
    child.kill().await.expect("killed");
}
