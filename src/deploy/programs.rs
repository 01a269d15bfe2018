//! The programs of this computer that deploys and mounts run. How they are started is
//! `crate::programs`'s.

use std::path::{Path, PathBuf};

use crate::generated::variables::{ZCP_BROWSER, ZCP_SSH_CONFIG};

/// Whether the hostnames of services lead to their containers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// They do, where they lead anywhere.
    #[default]
    Theirs,
    /// The platform is a sandbox that runs nothing, so whatever has such a name is something else.
    Nobodys,
    /// The platform is a sandbox of this computer whose configuration for ssh is not named, so it is something else too.
    Unsaid,
}

/// Which programs are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    /// The OpenSSH client.
    pub ssh: PathBuf,
    /// Its configuration file; the user's own when absent.
    pub ssh_config: Option<PathBuf>,
    /// Whether it is a container of the project that they reach under a hostname.
    pub names: Names,
    /// Where the host keys of the project's services are kept; the user's own file when absent.
    pub known_hosts: Option<PathBuf>,
    /// The command line of the platform.
    pub zcli: PathBuf,
    /// Git, for remotes.
    pub git: PathBuf,
    /// A browser that pages are looked at with; the first one that is installed when absent.
    pub browser: Option<PathBuf>,
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
            names: Names::default(),
            known_hosts: None,
            zcli: "zcli".into(),
            git: "git".into(),
            browser: None,
            mounts: Mounts::default(),
        }
    }
}

impl Programs {
    /// What the environment chooses: `ZCP_SSH_CONFIG` names a configuration file for ssh, `ZCP_BROWSER` a browser. Host keys
    /// are kept in zcp's own cache folder.
    #[must_use]
    pub fn from_environment(lookup: impl Fn(&str) -> Option<PathBuf>, cache: Option<&Path>) -> Self {
        let named = |name| lookup(name).filter(|path| !path.as_os_str().is_empty());
        Self {
            ssh_config: named(ZCP_SSH_CONFIG),
            browser: named(ZCP_BROWSER),
            known_hosts: cache.map(|folder| folder.join("known-hosts")),
            ..Self::default()
        }
    }
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
