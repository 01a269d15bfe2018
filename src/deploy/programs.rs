//! The programs of this computer that deploys run, and how each is started: by argv, never through
//! a shell, and without zcp's own credentials in the environment.

use std::path::{Path, PathBuf};
use std::process::Stdio;

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
}

impl Default for Programs {
    fn default() -> Self {
        Self { ssh: "ssh".into(), ssh_config: None, known_hosts: None, git: "git".into(), zcli: "zcli".into() }
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
