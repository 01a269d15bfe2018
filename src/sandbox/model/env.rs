//! Environment variables, and those that the platform generates for a new service.

use jiff::Timestamp;

use crate::sandbox::catalog::TypeInfo;
use crate::sandbox::ids::IdSource;
use crate::sandbox::platform_date::PlatformDate;

/// A variable of a service or a project.
#[derive(Clone, Debug)]
pub(crate) struct EnvVariable {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) content: String,
    pub(crate) kind: EnvKind,
    pub(crate) created: Timestamp,
    pub(crate) last_update: Timestamp,
}

impl EnvVariable {
    /// A variable of this moment.
    pub(crate) fn new(id: String, key: impl Into<String>, content: String, kind: EnvKind, now: Timestamp) -> Self {
        Self { id, key: key.into(), content, kind, created: now, last_update: now }
    }

    /// Gives it a content; the same one again changes nothing.
    pub(crate) fn set(&mut self, content: String, now: Timestamp) {
        if self.content != content {
            self.content = content;
            self.last_update = now;
        }
    }
}

/// Where a variable comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnvKind {
    /// The platform made it and it can be read.
    System,
    /// The platform made it and it is a credential.
    Credential,
    /// The platform made it, and a credential is part of it.
    Address,
    /// A user set it, to be read by everyone.
    Plain,
    /// A user set it, as a secret.
    Secret,
    /// The active version of the service brought it.
    Runtime,
    /// It belongs to the project.
    Project,
    /// It belongs to the project and is sensitive.
    ProjectSecret,
}

impl EnvKind {
    /// The type as it goes on the wire.
    ///
    /// Observed: `USER` and `SYSTEM`, and that what a version brings is `USER` like what a user has
    /// set. Guessed, of the former platform: which entry has which type.
    pub(crate) const fn wire(self, platform: PlatformDate) -> &'static str {
        match (self, platform.is_former()) {
            (Self::Project | Self::ProjectSecret, _) | (Self::Plain | Self::Secret | Self::Runtime, false) => "USER",
            (Self::System | Self::Credential | Self::Address, false) => "SYSTEM",
            (Self::System, true) => "READ_ONLY",
            (Self::Credential | Self::Address | Self::Plain | Self::Secret, true) => "SECRET",
            (Self::Runtime, true) => "ENV",
        }
    }

    /// Whether a token that may only read is kept from the content.
    ///
    /// Observed: a connection string is not, although a password is part of it.
    pub(crate) const fn sensitive(self, platform: PlatformDate) -> bool {
        match self {
            Self::Credential | Self::Secret | Self::ProjectSecret => true,
            Self::Address | Self::Plain => platform.is_former(),
            Self::System | Self::Runtime | Self::Project => false,
        }
    }

    /// Whether a user set it on the service, and may change it.
    pub(crate) const fn is_users(self) -> bool {
        matches!(self, Self::Plain | Self::Secret)
    }

    /// What a user sets on a service.
    pub(crate) const fn of_user(sensitive: bool) -> Self {
        if sensitive { Self::Secret } else { Self::Plain }
    }

    /// What a user sets on a project.
    pub(crate) const fn of_project(sensitive: bool) -> Self {
        if sensitive { Self::ProjectSecret } else { Self::Project }
    }
}

/// The variables that a new service of this type gets, apart from its address and ids.
///
/// Derived: names and connection strings are the documented ones, the values are made up.
pub(crate) fn generated(info: &TypeInfo, hostname: &str, ids: &mut IdSource) -> Vec<(String, String, EnvKind)> {
    let values = info.family.traits.values;
    let password = values.contains(&("password", None)).then(|| ids.secret());
    let password = password.unwrap_or_default();
    let variable = |&(key, value): &(&str, Option<&str>)| {
        let (value, kind) = match value {
            None if key == "password" => (password.clone(), EnvKind::Credential),
            None => (ids.secret(), EnvKind::Credential),
            Some(value) => {
                let kind = if value.contains("${password}") { EnvKind::Address } else { EnvKind::System };
                let prefix = if value.contains("${prefix}") { ids.prefix() } else { String::new() };
                let value = value.replace("${hostname}", hostname).replace("${password}", &password);
                (value.replace("${prefix}", &prefix), kind)
            }
        };
        (key.to_owned(), value, kind)
    };
    values.iter().map(variable).collect()
}
