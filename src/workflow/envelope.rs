//! What is so: the project as the platform tells it, the choices and proofs of the notebook, and where the
//! code is. Typed and ordered, and without a clock: times are only ever compared with each other.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::ids::{AppVersionId, ProcessId};
use crate::domain::status::{Category, ServiceStatus, VersionStatus};

/// Attempts in a row after which a human is asked, where nothing else is set.
pub const MOST_ATTEMPTS: usize = 5;

/// All that a decision is made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Envelope {
    /// The name of the project.
    pub project: String,
    /// Why it looks like production, where it does.
    pub production: Option<String>,
    /// Its services by hostname.
    pub services: BTreeMap<String, Service>,
    /// Its units by the hostname that each is called by. Every runtime is in exactly one.
    pub units: BTreeMap<String, Unit>,
    /// Hostnames that the notebook knows and the project does not have.
    pub gone: Vec<String>,
    /// The bootstrap that is open.
    pub bootstrap: Option<Bootstrap>,
    /// The work that is open.
    pub work: Option<Work>,
    /// Where code is that can be deployed, in the order of the paths.
    pub folders: Vec<Folder>,
    /// Whether containers of the project are reached over SSH from here.
    pub reaches_containers: bool,
    /// What a person should know of the notebook.
    pub notes: Vec<String>,
    /// Attempts in a row after which a human is asked.
    pub most_attempts: usize,
}

/// A service.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its type, such as `ubuntu/nodejs@22`.
    pub type_name: String,
    /// What it is to the platform.
    pub category: Category,
    /// How it stands.
    pub status: ServiceStatus,
    /// Whether it is a workspace for zcp, which nothing is deployed to.
    pub is_workspace: bool,
    /// What the platform is doing to it.
    pub doing: Option<Doing>,
    /// The versions that were really made, the newest first; ten are kept by the platform.
    pub versions: Vec<Version>,
    /// Whether it has an HTTP port.
    pub speaks_http: bool,
    /// Whether it has a public address.
    pub is_public: bool,
    /// What is known of its variables.
    pub variables: Variables,
}

/// What the processes of the platform tell of the variables that a service sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// When the last change of them had ended.
    pub changed: Option<Timestamp>,
    /// Whether it runs, and with what they were before that.
    pub are_old: bool,
}

/// A process that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// The process.
    pub process: ProcessId,
    /// What it does, such as `build`.
    pub action: String,
}

/// A version of the code of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: AppVersionId,
    /// How it stands.
    pub status: VersionStatus,
    /// What its maker called it, such as a commit.
    pub name: Option<String>,
    /// Who made it: `CLI`, `GUI`, `GITHUB`, …
    pub source: String,
    /// Whether it was built.
    pub was_built: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it went live.
    pub live_since: Option<Timestamp>,
}

/// What is deployed as one thing: a service, or a dev service with its stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// The stage of a pair.
    pub stage: Option<String>,
    /// Whether the first service is one to develop on.
    pub is_dev: bool,
    /// Whether somebody adopted it; a unit that was only inferred from hostnames was not.
    pub is_adopted: bool,
    /// How work on it is closed, where somebody chose.
    pub close: Option<Close>,
    /// Where it is pushed to.
    pub push: Push,
    /// Whether something was chosen that builds what is pushed.
    pub integrates: bool,
    /// The last push of it.
    pub pushed: Option<Pushed>,
    /// What was found out by verifying, by service, the newest last.
    pub proofs: BTreeMap<String, Vec<Proof>>,
    /// What each service was deployed from last, where that was a folder here.
    pub deployed: BTreeMap<String, Deployed>,
}

/// What a service was deployed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    /// The folder, as `workingDir` takes it.
    pub folder: String,
    /// The setup of its zerops.yaml.
    pub setup: String,
}

/// How work on a unit is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// By a deploy and a proof.
    Auto,
    /// By a push, and by what is built from it.
    Push,
    /// By a human.
    Manual,
}

/// What is known of the remote of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Push {
    /// There is none.
    #[default]
    Unconfigured,
    /// It answered when it was asked.
    Configured {
        /// Its address, without credentials.
        url: String,
    },
    /// It did not answer.
    Broken,
}

/// A push, which the platform knows nothing of before a version comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// The commit, as versions are called by it.
    pub commit: String,
    /// When it was pushed.
    pub at: Timestamp,
    /// Whether a version should have come of it by now.
    pub is_late: bool,
}

/// What one look at one version found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The version that ran.
    pub version: AppVersionId,
    /// When it was looked at.
    pub at: Timestamp,
    /// What came of it.
    pub verdict: Verdict,
    /// What was checked, such as `http /health 200`.
    pub checks: Vec<String>,
}

/// What came of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All that was checked was so.
    Passed,
    /// Something was not.
    Failed,
    /// It could not be asked from here.
    Unreached,
}

/// A bootstrap that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub intent: String,
    /// How far it is.
    pub stage: Stage,
    /// The services that were planned.
    pub planned: Vec<String>,
    /// Whether its process has ended.
    pub is_left: bool,
}

/// How far a bootstrap is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// No route was chosen.
    Route,
    /// There is no plan.
    Plan,
    /// The plan has findings, in words.
    Findings(String),
    /// The plan can be provisioned.
    Planned,
    /// Its services are being made.
    Making,
    /// They were not all made, in words.
    Failed(String),
}

/// A piece of work that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What it is for.
    pub intent: String,
    /// The services that it is about.
    pub scope: Vec<String>,
    /// When it was begun.
    pub began: Timestamp,
    /// The version that each service began with.
    pub baseline: BTreeMap<String, AppVersionId>,
    /// Whether its process has ended, so that anybody may go on with it.
    pub is_left: bool,
}

impl Envelope {
    /// The open work, where no service that it is about is there any more.
    #[must_use]
    pub fn orphaned(&self) -> Option<&Work> {
        let is_there = |hostname: &String| self.services.contains_key(hostname);
        self.work.as_ref().filter(|work| !work.scope.is_empty() && !work.scope.iter().any(is_there))
    }
}

/// A folder with a zerops.yaml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its path as `workingDir` takes it: `.` or a name.
    pub path: String,
    /// The name of the file in it.
    pub file: String,
    /// The setups in it, in its order.
    pub setups: Vec<String>,
    /// Those of them that only keep a container alive, for a development server.
    pub waits: Vec<String>,
}

impl Service {
    /// Whether it runs code that is deployed to it.
    #[must_use]
    pub fn is_runtime(&self) -> bool {
        self.category.is_runtime() && !self.is_workspace
    }

    /// The newest version that nobody cancelled.
    #[must_use]
    pub fn newest(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.status != VersionStatus::Cancelled)
    }

    /// The version that serves.
    #[must_use]
    pub fn serving(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.status == VersionStatus::Active)
    }

    /// The newest version, where it was live and an older one serves again. One that came from elsewhere than this
    /// list is not known to be older.
    #[must_use]
    pub fn taken_back(&self) -> Option<&Version> {
        let newest = self.newest().filter(|version| version.status == VersionStatus::Backup)?;
        let serving = self.serving()?;
        is_before(serving.created, newest.created).then_some(newest)
    }

    /// How many of the newest versions failed in a row, of those made after a moment.
    #[must_use]
    pub fn failures_since(&self, moment: Option<Timestamp>) -> usize {
        let tried = self.versions.iter().filter(|version| version.status != VersionStatus::Cancelled);
        tried.take_while(|version| version.status.is_failed() && !is_before(version.created, moment)).count()
    }
}

/// The commit that a name of a version begins with.
#[must_use]
pub fn commit_of(name: &str) -> Option<&str> {
    let first = name.split(' ').next()?;
    (first.len() >= 7 && first.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(first)
}

/// The setup that a name of a version has behind the commit.
#[must_use]
pub fn setup_of(name: &str) -> Option<&str> {
    let (commit, setup) = name.split_once(' ')?;
    commit_of(commit).map(|_| setup)
}

/// Whether something is known to be older than a moment.
#[must_use]
pub fn is_before(time: Option<Timestamp>, moment: Option<Timestamp>) -> bool {
    time.zip(moment).is_some_and(|(time, moment)| time < moment)
}

impl Version {
    /// How it is called in a sentence: `version a1b2c3d4`, or the end of its id where it has no name.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("version {name}"),
            None => format!("version {}", self.short()),
        }
    }

    /// Whether a push brought it about, through what the platform itself is connected to.
    #[must_use]
    pub fn is_from_git(&self) -> bool {
        matches!(self.source.as_str(), "GITHUB" | "GITLAB")
    }

    /// The commit that it was made of, where its name says so and the tree had nothing else.
    #[must_use]
    pub fn commit(&self) -> Option<&str> {
        commit_of(self.name.as_deref()?)
    }

    /// The setup that it was made by, where its name says so behind the commit.
    #[must_use]
    pub fn setup(&self) -> Option<&str> {
        setup_of(self.name.as_deref()?)
    }

    /// The shortest thing that it can be told by.
    #[must_use]
    pub fn short(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.id.as_str().get(..6).unwrap_or(self.id.as_str()))
    }
}

impl Unit {
    /// The service of the unit that gets what is pushed: its stage, else the only one. The unit is called by a name.
    #[must_use]
    pub fn built<'a>(&'a self, name: &'a str) -> &'a str {
        self.stage.as_deref().unwrap_or(name)
    }

    /// The looks at a version of a service, the newest first.
    pub fn looks<'a>(&'a self, service: &str, version: &'a AppVersionId) -> impl Iterator<Item = &'a Proof> {
        let proofs = self.proofs.get(service).into_iter().flatten();
        proofs.rev().filter(move |proof| proof.version == *version)
    }
}
