//! The configuration that OpenSSH reads to find the services: one `Host` block each.
//!
//! OpenSSH takes the user's own configuration from the password database and not from `$HOME`, so
//! this file is passed by `-F`. It speaks of the sandbox's hosts alone, never of `Host *`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::keys::{Keys, write_private};

/// The user's name inside of a service.
const USER: &str = "zerops";

/// The file in a sandbox's folder.
pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join("ssh_config")
}

/// Writes the configuration, and the host keys that it names.
pub(super) fn write(folder: &Path, keys: &Keys, ports: &BTreeMap<String, u16>) -> io::Result<()> {
    let mut known = String::new();
    for port in ports.values() {
        known.push_str(&keys.known_host(*port)?);
    }
    write_private(&keys.known_hosts_file(), known.as_bytes())?;
    write_private(&file(folder), text(keys, ports)?.as_bytes())
}

fn text(keys: &Keys, ports: &BTreeMap<String, u16>) -> io::Result<String> {
    let (identity, known) = (quoted(&keys.identity_file)?, quoted(&keys.known_hosts_file())?);
    let mut text = String::from("# The services of a zcp sandbox; it rewrites this file as they come and go.\n");
    for (hostname, port) in ports {
        let block = format!(
            "
Host {hostname} {hostname}.zerops
    HostName 127.0.0.1
    Port {port}
    User {USER}
    IdentityFile {identity}
    IdentitiesOnly yes
    IdentityAgent none
    PreferredAuthentications publickey
    UserKnownHostsFile {known}
    GlobalKnownHostsFile /dev/null
    StrictHostKeyChecking yes
    UpdateHostKeys no
"
        );
        text.write_str(&block).map_err(io::Error::other)?;
    }
    Ok(text)
}

/// A path as OpenSSH reads it: in quotes, with `%` doubled. What it cannot read is refused.
fn quoted(path: &Path) -> io::Result<String> {
    let text = path.to_str().filter(|text| !text.contains(['"', '\n', '\\', '$']));
    let text = text.ok_or_else(|| io::Error::other("the sandbox's folder has a name that OpenSSH cannot read"))?;
    Ok(format!("\"{}\"", text.replace('%', "%%")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_services_are_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::make(folder.path()).expect("keys");
        let ports = BTreeMap::from([("api".to_owned(), 2201), ("worker".to_owned(), 2202)]);
        write(folder.path(), &keys, &ports).expect("written");
        let text = std::fs::read_to_string(file(folder.path())).expect("read");
        assert!(text.contains("Host api api.zerops\n    HostName 127.0.0.1\n    Port 2201\n"), "{text}");
        assert!(text.contains("Host worker worker.zerops\n"), "{text}");
        assert!(!text.contains('*'), "{text}");
        let known = std::fs::read_to_string(keys.known_hosts_file()).expect("read");
        assert!(known.starts_with("[127.0.0.1]:2201 ssh-ed25519 "), "{known}");
        assert_eq!(known.lines().count(), 2);
    }

    #[test]
    fn a_path_keeps_its_meaning() {
        assert_eq!(quoted(Path::new("/tmp/a b%h")).expect("quoted"), "\"/tmp/a b%%h\"");
        assert!(quoted(Path::new("/tmp/a\"b")).is_err());
    }

    #[test]
    fn nobody_else_may_read_the_key() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::make(folder.path()).expect("keys");
        let mode = std::fs::metadata(&keys.identity_file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
