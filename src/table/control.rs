//! What can be done to the sandbox from outside of the platform's API: one vocabulary for its control endpoints and for
//! what an example prepares. Some of it only the tests can do.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

pub use crate::faults::{Fault, FaultKind};

/// A step.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Step {
    /// Moves the clock.
    Advance(Pause),
    /// Sets how long a search lags behind the state.
    IndexLag(Pause),
    /// Lets backups take so much longer.
    HoldBackups(Pause),
    /// Sets the domain of public addresses.
    SubdomainDomain {
        /// The domain.
        domain: String,
    },
    /// Makes calls go wrong.
    Fault(Fault),
    /// Lets the next process of an action fail.
    FailNext {
        /// The action.
        action: String,
        /// Why.
        #[serde(default = "on_request")]
        reason: String,
    },
    /// Lets the next version that is built fail.
    FailNextDeploy {
        /// Where.
        stage: Stage,
        /// Why.
        #[serde(default = "on_request")]
        reason: String,
        /// Lines of the log before.
        #[serde(default)]
        log: Vec<String>,
    },
    /// Gives a service a status.
    SetStatus {
        /// Its hostname.
        hostname: String,
        /// The status.
        status: String,
    },
    /// Writes lines as a service.
    WriteLogs {
        /// Its hostname.
        hostname: String,
        /// The lines.
        #[serde(default)]
        lines: Vec<Value>,
        /// So many made-up lines before.
        #[serde(default)]
        generate: Option<u32>,
    },
    /// Makes a version that is live at once, or one that has failed.
    Deploy {
        /// The hostname of its service.
        hostname: String,
        /// Where it listens with HTTP.
        #[serde(default)]
        ports: Vec<std::num::NonZeroU16>,
        /// How it ended.
        #[serde(default)]
        outcome: Outcome,
        /// Why it failed.
        #[serde(default = "on_request")]
        reason: String,
        /// What its id is called further on.
        #[serde(default, rename = "as")]
        named: Option<String>,
    },
    /// Starts a process.
    StartProcess {
        /// The hostname of its service.
        hostname: String,
        /// What it does.
        action: String,
        /// What its id is called further on.
        #[serde(default, rename = "as")]
        named: Option<String>,
    },
    /// Looks up the id of a service.
    ServiceId {
        /// Its hostname.
        hostname: String,
        /// What the id is called further on.
        #[serde(default, rename = "as")]
        named: Option<String>,
    },
    /// Fills the first project.
    Populate {
        /// Services besides those that are there.
        #[serde(default)]
        services: u32,
        /// Processes and versions of the new services.
        #[serde(default)]
        events: u32,
        /// Log lines of some of them.
        #[serde(default)]
        log_lines: u32,
    },
    /// Makes a git repository.
    Repository(Repository),

    /// Only in examples: a commit is checked out in the working folder.
    Commit {
        /// The commit.
        name: String,
    },
    /// Only in examples: a call that was made before.
    Call {
        /// The tool.
        tool: String,
        /// Its arguments.
        #[serde(default)]
        args: Map<String, Value>,
    },
    /// Only in examples: a real database in the place of a service.
    Database {
        /// Its hostname.
        hostname: String,
    },
    /// Only in examples: a web server in the place of a service, at its public address or in the private network.
    Web(Web),
    /// Only in examples: a server that says something to whoever connects.
    Tcp {
        /// The hostname of the service.
        hostname: String,
        /// The port.
        port: u16,
        /// What it says.
        answers: String,
    },
}

/// A web server of an example.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Web {
    /// The status that it answers.
    pub status: u16,
    /// The type of the body.
    #[serde(default = "plain", rename = "type")]
    pub content_type: String,
    /// The body.
    #[serde(default)]
    pub body: String,
    /// The hostname in the private network; at the public address without.
    #[serde(default)]
    pub private: Option<String>,
    /// The port there.
    #[serde(default)]
    pub port: Option<u16>,
}

/// What a push to a repository brings about.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Repository {
    /// Its name, the last part of its address.
    pub name: String,
    /// The service that gets a version; none for a repository that nothing is connected to.
    #[serde(default)]
    pub hostname: Option<String>,
    /// Who makes the version: `GITHUB`, `GITLAB`, or `CLI` for the job of a workflow.
    #[serde(default)]
    pub source: Option<String>,
    /// The setup that is built.
    #[serde(default)]
    pub setup: Option<String>,
    /// The branch whose pushes count.
    #[serde(default)]
    pub branch: Option<String>,
}

/// Where a deploy that goes wrong does so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// In the commands that build.
    Build,
    /// In the commands that prepare the runtime.
    Prepare,
    /// In the commands that initialise the new containers.
    Init,
}

/// How a version ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It is live.
    #[default]
    Ok,
    /// Its build failed.
    #[serde(alias = "fail")]
    BuildFailed,
    /// It was built and could not be deployed.
    DeployFailed,
}

/// A length of time: `5s`, or `{ seconds: 5 }`, or `{ ms: 5000 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause(pub Duration);

impl<'de> Deserialize<'de> for Pause {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        let seconds = value.as_str().and_then(|text| text.strip_suffix('s')).and_then(|text| text.parse().ok());
        let pause = match (seconds, value["ms"].as_u64(), value["seconds"].as_f64()) {
            (Some(seconds), ..) => Some(Duration::from_secs(seconds)),
            (_, Some(ms), _) => Some(Duration::from_millis(ms)),
            (.., Some(seconds)) => Duration::try_from_secs_f64(seconds).ok(),
            _ => None,
        };
        pause.map(Self).ok_or_else(|| D::Error::custom("`ms` or `seconds` is required, or a text such as `5s`"))
    }
}

fn on_request() -> String {
    "failed on request".to_owned()
}

fn plain() -> String {
    "text/plain".to_owned()
}

impl Step {
    /// What the id that it leads to is called further on.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Deploy { named, .. } | Self::StartProcess { named, .. } | Self::ServiceId { named, .. } => {
                named.as_deref()
            }
            _ => None,
        }
    }
}
