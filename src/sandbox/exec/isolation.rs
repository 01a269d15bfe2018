//! What keeps containers apart: namespaces, or nothing where there are none.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::process::Command;

use super::bases;
use super::guard::Guard;
use super::network::Network;

/// The programs that namespaces take.
const PROGRAMS: &[&str] = &["unshare", "nsenter", "ip", "mount", "umount", "pivot_root", "sh"];
/// What a namespace must be able to do.
const TRIAL: &str = "ip link add zerops0 type bridge && ip link add v0 type veth peer name v1 && mount -t tmpfs none /mnt";
const PATIENCE: Duration = Duration::from_secs(20);

/// How the containers of a project are kept apart.
#[derive(Clone, Debug)]
pub(crate) enum Isolation {
    /// In a network of their own.
    Namespaces(Arc<Network>),
    /// Not at all: they are processes, and share the computer's ports.
    Plain(Arc<Plain>),
}

/// What processes without namespaces need.
#[derive(Debug)]
pub(crate) struct Plain {
    pub(crate) guard: Arc<Guard>,
    /// Programs that the sandbox adds to the computer's.
    pub(crate) programs: PathBuf,
    pub(crate) program: PathBuf,
}

/// Whether this system gives namespaces to this user.
///
/// # Errors
/// Why not, in words.
pub(crate) async fn probe() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("this system has no namespaces".to_owned());
    }
    if let Some(missing) = PROGRAMS.iter().find(|program| bases::find(program).is_none()) {
        return Err(format!("the program `{missing}` is missing (util-linux and iproute2 have them)"));
    }
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"]);
    command.args(["--", "sh", "-c", TRIAL]).stdin(Stdio::null()).kill_on_drop(true);
    match tokio::time::timeout(PATIENCE, command.output()).await {
        Ok(Ok(output)) if output.status.success() => Ok(()),
        Ok(Ok(output)) => {
            let text = String::from_utf8_lossy(&output.stderr);
            let first = text.lines().next().unwrap_or("no reason was given");
            Err(format!("the system allows no namespaces: {}", first.chars().take(200).collect::<String>()))
        }
        Ok(Err(error)) => Err(format!("`unshare` cannot be run: {error}")),
        Err(_) => Err("`unshare` did not end".to_owned()),
    }
}

/// Writes the programs that containers have beside the computer's.
pub(crate) fn write_programs(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, text) in [("zsc", include_str!("scripts/zsc.sh")), ("sudo", include_str!("scripts/sudo.sh"))] {
        let path = folder.join(name);
        std::fs::write(&path, text)?;
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    }
    Ok(())
}
