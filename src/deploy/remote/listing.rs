//! What is deployed of a folder in a container, and why it cannot be.

use std::path::PathBuf;

use crate::deploy::files::FilesError;
use crate::deploy::ssh::SshError;

/// Why a folder in a container cannot be deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteError {
    /// The container was not reached, or the command failed there.
    Ssh(SshError),
    /// What is in the folder cannot be deployed.
    Files(FilesError),
}

impl From<SshError> for RemoteError {
    fn from(error: SshError) -> Self {
        Self::Ssh(error)
    }
}

impl From<FilesError> for RemoteError {
    fn from(error: FilesError) -> Self {
        Self::Files(error)
    }
}

/// Which tar the container has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tar {
    /// GNU's.
    Gnu,
    /// That of busybox.
    Busybox,
}

/// What is deployed of a folder in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteListing {
    /// The folder.
    pub folder: String,
    /// The name and text of its zerops.yaml.
    pub zerops_yaml: Option<(&'static str, String)>,
    /// The paths as bytes, in order, without `./`.
    pub paths: Vec<Vec<u8>>,
    /// The tar that makes the archive.
    pub tar: Tar,
    /// What the caller should know of how it was found.
    pub notes: Vec<String>,
    /// Files that look like credentials by their names, with what they are.
    pub credentials: Vec<(PathBuf, &'static str)>,
}
