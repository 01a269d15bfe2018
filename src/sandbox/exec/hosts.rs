//! The file that gives the services of a project their names.
//!
//! It is mounted into every container, so it is written in place: another file under its name
//! would not be seen there.

use std::collections::BTreeMap;
use std::io::{self, Seek as _, Write as _};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The names of a project.
#[derive(Debug)]
pub(crate) struct Hosts {
    path: PathBuf,
    entries: Mutex<BTreeMap<String, Ipv4Addr>>,
}

impl Hosts {
    /// Makes the file.
    pub(crate) fn create(path: PathBuf) -> io::Result<Self> {
        std::fs::write(&path, text(&BTreeMap::new()))?;
        Ok(Self { path, entries: Mutex::default() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Lets a hostname lead to an address, or to none.
    pub(crate) fn set(&self, hostname: &str, address: Option<Ipv4Addr>) -> io::Result<()> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        match address {
            Some(address) => entries.insert(hostname.to_owned(), address),
            None => entries.remove(hostname),
        };
        let text = text(&entries);
        let mut file = std::fs::OpenOptions::new().write(true).open(&self.path)?;
        file.rewind()?;
        file.write_all(text.as_bytes())?;
        file.set_len(text.len() as u64)
    }
}

/// Addresses are padded, so that a changed one leaves every other line where it was for a reader
/// of that moment.
fn text(entries: &BTreeMap<String, Ipv4Addr>) -> String {
    let mut text = "127.0.0.1       localhost\n::1             ip6-localhost\n".to_owned();
    for (hostname, address) in entries {
        text.push_str(&format!("{:15} {hostname} {hostname}.zerops\n", address.to_string()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_the_newest_address_in_the_same_file() {
        let folder = tempfile::tempdir().expect("folder");
        let hosts = Hosts::create(folder.path().join("hosts")).expect("file");
        let open = std::fs::File::open(hosts.path()).expect("open");
        hosts.set("db", Some(Ipv4Addr::new(10, 77, 100, 200))).expect("set");
        hosts.set("api", Some(Ipv4Addr::new(10, 77, 0, 2))).expect("set");
        hosts.set("db", Some(Ipv4Addr::new(10, 77, 0, 3))).expect("set");
        let text = std::io::read_to_string(open).expect("text");
        assert!(text.contains("\n10.77.0.2       api api.zerops\n10.77.0.3       db db.zerops\n"), "{text}");
        hosts.set("db", None).expect("set");
        assert!(!std::fs::read_to_string(hosts.path()).expect("text").contains("db"));
    }
}
