//! What keeps containers apart: namespaces, or nothing where there are none.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use super::container::{Container, Plan, WWW};
use super::guard::Guard;
use super::network::Network;
use crate::programs;

/// The programs that namespaces take, and the package that has them in Debian 12.
const PROGRAMS: &[(&str, &str)] = &[
    ("unshare", "util-linux"),
    ("nsenter", "util-linux"),
    ("pivot_root", "util-linux"),
    ("mount", "mount"),
    ("umount", "mount"),
    ("ip", "iproute2"),
    ("sh", "dash"),
];
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
pub(crate) async fn probe(program: &Path, folder: &Path, programs: &Path) -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("this system has no namespaces".to_owned());
    }
    if let Some((missing, package)) = PROGRAMS.iter().find(|(program, _)| programs::find(program).is_none()) {
        return Err(format!("the program `{missing}` is missing; the package {package} has it"));
    }
    let tried = tokio::time::timeout(PATIENCE, try_out(program, folder, programs)).await;
    crate::sandbox::folder::remove(folder).ok();
    let error = match tried {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "they took too long".to_owned(),
    };
    let first = error.lines().next().unwrap_or("no reason was given");
    Err(format!("the system allows no namespaces: {}", first.chars().take(200).collect::<String>()))
}

/// Runs a command in a container of each kind: of a service, and of a build.
async fn try_out(program: &Path, folder: &Path, programs: &Path) -> io::Result<()> {
    let network = Arc::new(Network::start(program, folder, programs).await?);
    let isolation = Isolation::Namespaces(Arc::clone(&network));
    for (inside, name) in [(true, "service"), (false, "build")] {
        let folder = folder.join(name);
        let places = vec![(folder.join("www"), WWW.to_owned())];
        let plan = Plan { hostname: name.to_owned(), inside, folder, places, ports: Vec::new() };
        let container = Container::start(&isolation, &plan).await?;
        let mut command = container.command(Path::new(WWW), ["true"]);
        command.env("PATH", container.search_path()).stdin(Stdio::null()).kill_on_drop(true);
        let output = command.output().await?;
        container.end().await;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
    }
    network.end().await;
    Ok(())
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
