//! The fixed tokens of the sandbox. They are public strings, so that a reader of a test or of a
//! shell line sees what is meant; they open nothing but the sandbox.

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Reads and writes the first project.
    Valid,
    /// Reads the first project.
    ReadOnly,
    /// Is valid and reaches no project.
    NoProject,
    /// Reads and writes every project, of which there are at least two.
    TwoProjects,
    /// Reads and writes the first project, and reads the others.
    Sibling,
    /// Was valid once.
    Expired,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::Valid, Self::ReadOnly, Self::NoProject, Self::TwoProjects, Self::Sibling, Self::Expired];

    /// The token as it goes into the `Authorization` header.
    #[must_use]
    pub const fn token(self) -> &'static str {
        match self {
            Self::Valid => "sandbox-valid-token",
            Self::ReadOnly => "sandbox-read-only-token",
            Self::NoProject => "sandbox-no-project-token",
            Self::TwoProjects => "sandbox-two-projects-token",
            Self::Sibling => "sandbox-sibling-token",
            Self::Expired => "sandbox-expired-token",
        }
    }

    /// The name that scenarios and the request log use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::ReadOnly => "read-only",
            Self::NoProject => "no-project",
            Self::TwoProjects => "two-projects",
            Self::Sibling => "sibling",
            Self::Expired => "expired",
        }
    }

    /// The id of the token itself, which is no secret.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Valid => "tk1AbC2dEf3GhI4jKl5Mn1",
            Self::ReadOnly => "tk1AbC2dEf3GhI4jKl5Mn2",
            Self::NoProject => "tk1AbC2dEf3GhI4jKl5Mn3",
            Self::TwoProjects => "tk1AbC2dEf3GhI4jKl5Mn4",
            Self::Sibling => "tk1AbC2dEf3GhI4jKl5Mn5",
            Self::Expired => "tk1AbC2dEf3GhI4jKl5Mn6",
        }
    }

    /// What it may do with the project of this number.
    #[must_use]
    pub const fn role(self, project: usize) -> Option<&'static str> {
        match (self, project) {
            (Self::Valid | Self::Sibling, 0) | (Self::TwoProjects, _) => Some("ADMIN"),
            (Self::ReadOnly, 0) | (Self::Sibling, _) => Some("READ_ONLY"),
            _ => None,
        }
    }

    /// The kind of a token; none for any other string.
    #[must_use]
    pub fn of(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.token() == token)
    }
}
