//! The two keys of a sandbox: its own, which clients know it by, and the one that opens it.
//!
//! Both are made at every start and nothing else is accepted. Deliberately absent: passwords,
//! certificates, keys of the user.

use std::io;
use std::path::{Path, PathBuf};

use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{PrivateKey, PublicKey};

use crate::files::{Access, Root};

/// What OpenSSH needs of a sandbox, and what the sandbox needs to know it again.
pub(super) struct Keys {
    /// The sandbox's own.
    pub(super) host: PrivateKey,
    /// Who holds its other half is let in.
    pub(super) client: PublicKey,
    /// That other half.
    pub(super) identity_file: PathBuf,
    folder: PathBuf,
}

impl Keys {
    /// Makes both and writes the client's into the folder.
    pub(super) fn make(folder: &Path) -> io::Result<Self> {
        let (host, client) = (key()?, key()?);
        let identity_file = folder.join("ssh_key");
        let text = client.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
        write_private(&identity_file, text.as_bytes())?;
        Ok(Self { host, client: client.public_key().clone(), identity_file, folder: folder.to_owned() })
    }

    /// Where the known hosts are.
    pub(super) fn known_hosts_file(&self) -> PathBuf {
        self.folder.join("ssh_known_hosts")
    }

    /// The line of `known_hosts` for a port.
    pub(super) fn known_host(&self, port: u16) -> io::Result<String> {
        let key = self.host.public_key().to_openssh().map_err(io::Error::other)?;
        Ok(format!("[127.0.0.1]:{port} {key}\n"))
    }
}

fn key() -> io::Result<PrivateKey> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    Ok(PrivateKey::from(Ed25519Keypair::from_seed(&seed)))
}

/// Puts a file in the place of another in one step; only its owner may read it.
pub(super) fn write_private(file: &Path, content: &[u8]) -> io::Result<()> {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let folder = Root::open(folder).map_err(io::Error::other)?;
    folder.replace(Path::new(name), content, Access::Private).map_err(io::Error::other)
}
