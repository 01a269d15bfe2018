//! What the validator is told about the world.

use super::types::Types;

/// What exists outside the document.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The service types and the bases of builds and runtimes.
    pub types: Types,
    /// The services of the project; none when they are not known.
    pub services: Option<Vec<KnownService>>,
    /// The setups of the repository's zerops.yaml; none when it is not known.
    pub setups: Option<Vec<String>>,
}

/// A service of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownService {
    /// Its hostname.
    pub hostname: String,
    /// Its type, such as `postgresql@16`, when it is known.
    pub type_name: Option<String>,
}

/// What an import is made into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// Nobody said: both forms are fine.
    #[default]
    Any,
    /// A project that exists: the document has no `project`.
    Services,
    /// A new project: the document has one.
    Project,
}

/// How a document is validated.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// What exists.
    pub known: Known,
    /// What an import is made into.
    pub target: Target,
    /// The setup of a zerops.yaml that is going to be deployed; it has to be there.
    pub setup: Option<String>,
    /// Whether the setup is deployed from the service onto itself.
    pub self_deploy: bool,
}
