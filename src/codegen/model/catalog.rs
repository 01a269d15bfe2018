//! The service types.

use crate::diagnostics::At;

/// A section of the type catalog.
#[derive(Debug)]
pub(crate) struct CatalogSection {
    /// Its title.
    pub(crate) title: String,
    /// Lines of `type: versions`.
    pub(crate) families: Vec<CatalogFamily>,
}

/// A family of service types.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about a family")]
#[derive(Debug)]
pub(crate) struct CatalogFamily {
    /// Its name as in `type`, without system, mode and version.
    pub(crate) name: At<String>,
    /// The name a person reads.
    pub(crate) title: String,
    /// What it is to the platform, as the code names it.
    pub(crate) category: &'static str,
    /// Other names that the platform takes.
    pub(crate) other_names: Vec<String>,
    /// Its systems, as the code names them.
    pub(crate) systems: Vec<&'static str>,
    /// Its modes, as the code names them.
    pub(crate) modes: Vec<&'static str>,
    /// Versions, newest first; empty for a type without one.
    pub(crate) versions: Vec<At<String>>,
    /// Versions that one system alone has.
    pub(crate) only: Vec<(&'static str, Vec<String>)>,
    /// Whether it is listed without a version too.
    pub(crate) unversioned: bool,
    /// Whether it is listed without prefix and version too.
    pub(crate) bare: bool,
    /// Whether it can be `build.base`.
    pub(crate) build: bool,
    /// Whether it can be `run.base`.
    pub(crate) run: bool,
    /// What of it cannot be `build.base` all the same.
    pub(crate) not_build: Vec<String>,
    /// How it behaves.
    pub(crate) traits: CatalogTraits,
    /// Its limits, and those of `:ha`.
    pub(crate) limits: [CatalogLimits; 2],
    /// The variables that a service has by itself.
    pub(crate) variables: Vec<String>,
    /// The profile that takes overrides.
    pub(crate) override_profile: Option<String>,
    /// The overrides that it takes.
    pub(crate) override_keys: Vec<String>,
    /// Profiles with their cores and GB.
    pub(crate) floors: Vec<(String, f64, f64)>,
    /// What left the lists, and what to take instead.
    pub(crate) retired: Vec<(String, String)>,
    /// Whether nothing documents it.
    pub(crate) hidden: bool,
    /// What else is worth knowing in a few words.
    pub(crate) note: Option<String>,
}

impl CatalogFamily {
    /// Whether a document has to be about it.
    pub(crate) fn is_documented(&self) -> bool {
        !self.hidden && !self.retired.iter().any(|(version, _)| version.is_empty())
    }
}

/// The limits of a family in one mode.
#[derive(Clone, Debug, Default)]
pub(crate) struct CatalogLimits {
    /// The least RAM in GB.
    pub(crate) ram: f64,
    /// The least disk in GB.
    pub(crate) disk: f64,
    /// The range of the numbers of containers.
    pub(crate) containers: Option<[usize; 2]>,
    /// The scaling profiles.
    pub(crate) profiles: Vec<String>,
    /// The profile where none is given.
    pub(crate) profile: Option<String>,
}

/// How the services of a family behave.
#[derive(Debug, Default)]
pub(crate) struct CatalogTraits {
    /// The ports that they have by themselves.
    pub(crate) ports: Vec<CatalogPort>,
    /// How their server is recognised, at which port.
    pub(crate) sign: Option<(At<usize>, CatalogSign)>,
    /// The variables that the sandbox makes for them.
    pub(crate) values: Vec<CatalogVariable>,
    /// The variables that lead an application to them, each with its value; the usual ones where nothing is said.
    pub(crate) links: Option<Vec<(At<String>, String)>>,
    /// How the name of a backup ends; none where there are no backups.
    pub(crate) backup: Option<String>,
    /// What people call them.
    pub(crate) called: Vec<String>,
    /// What they serve HTTP with by themselves, as the code names it.
    pub(crate) web_server: Option<&'static str>,
    /// Whether they take up new variables without a restart.
    pub(crate) reload: bool,
    /// Whether their resources are fixed.
    pub(crate) fixed: bool,
    /// Whether they are workspaces of zcp.
    pub(crate) workspace: bool,
}

/// A port that services have by themselves.
#[derive(Debug)]
pub(crate) struct CatalogPort {
    /// Its number.
    pub(crate) number: At<usize>,
    /// What is spoken there.
    pub(crate) scheme: String,
    /// Whether it can be public under zerops.app.
    pub(crate) public: bool,
}

/// How a server is recognised.
#[derive(Debug)]
pub(crate) enum CatalogSign {
    /// By its greeting, as the code names it.
    Greets(&'static str),
    /// By what it answers.
    Answers {
        /// The path that is asked for.
        path: String,
        /// The statuses.
        statuses: Vec<usize>,
        /// What is in the answer.
        text: String,
    },
}

/// A variable that services have by themselves.
#[derive(Debug)]
pub(crate) struct CatalogVariable {
    /// Its name.
    pub(crate) name: At<String>,
    /// Its value, in which `${hostname}`, `${password}` and `${prefix}` stand for what is made up; none where it is a
    /// secret of its own.
    pub(crate) value: Option<At<String>>,
}
