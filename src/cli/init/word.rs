//! Whose word a file is: the user's own, or that of a project that they got from somebody else.

use std::path::PathBuf;

use crate::platform::host::Host;

/// Whose word a file is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// The user's own.
    User,
    /// That of whoever made the project.
    Project(Project),
}

impl Word {
    /// The same of a file which somebody else has made, or not.
    pub(super) fn of(&self, is_brought: bool) -> Self {
        match self {
            Self::User => Self::User,
            Self::Project(project) => Self::Project(Project { is_brought, ..project.clone() }),
        }
    }
}

/// What is known of a project, and of a file of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Project {
    /// The user's own host, where it is known.
    pub(super) host: Option<Host>,
    /// The folder of the project, or of the repository that it is in: no program in it is the user's.
    pub(super) folder: PathBuf,
    /// Whether somebody else has made the file: git tracks it, it belongs to another user, or neither is known.
    pub(super) is_brought: bool,
}
