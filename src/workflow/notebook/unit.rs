//! A unit: what a person deploys as one thing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::generated::types::{BuildIntegration, CloseMode, Layout};

/// Proofs that are kept of a service, the newest ones.
const PROOFS: usize = 5;

/// A single service, or a dev service with its stage. Facts are of services, choices of units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unit {
    /// How it is laid out; nothing as long as nobody adopted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// The stage of a pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// How it came here; nothing of a service that was verified and never adopted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// How work on it is closed, where somebody chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_mode: Option<CloseMode>,
    /// Where its code is pushed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote: Option<Remote>,
    /// What builds what was pushed; nothing for `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integration: Option<BuildIntegration>,
    /// What was found out by verifying, by service, the newest last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub proofs: BTreeMap<String, Vec<Proof>>,
}

/// How a unit came here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "camelCase", deny_unknown_fields)]
pub enum Origin {
    /// A bootstrap made it.
    Bootstrapped {
        /// The session.
        session: String,
        /// When it was closed.
        at: Timestamp,
    },
    /// It was there and somebody took it on.
    Adopted {
        /// When.
        at: Timestamp,
    },
}

/// Where code is pushed to. Whether that works is asked when it matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Remote {
    /// The address, without credentials.
    pub url: String,
    /// The branch; that of the remote's HEAD when nobody chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// When it last answered that it can be read.
    pub checked: Timestamp,
}

/// What one verification of one version found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proof {
    /// The version that ran.
    pub version: String,
    /// When it was looked at.
    pub at: Timestamp,
    /// What came of it.
    pub verdict: Verdict,
    /// What was checked, such as `http /health 200`.
    pub checks: Vec<String>,
}

/// What came of a verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// All that was checked was so.
    Passed,
    /// Something was not.
    Failed,
    /// The service could not be asked from where zcp runs.
    Unreached,
}

impl Unit {
    /// Its services, the one that it is called by first.
    pub fn services<'a>(&'a self, hostname: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::once(hostname).chain(self.stage.as_deref())
    }

    /// Adds what was found out about a service; the oldest entries go.
    pub fn add_proof(&mut self, service: &str, proof: Proof) {
        let proofs = self.proofs.entry(service.to_owned()).or_default();
        proofs.push(proof);
        proofs.drain(..proofs.len().saturating_sub(PROOFS));
    }

    /// The last that was found out about a version of a service.
    #[must_use]
    pub fn proof(&self, service: &str, version: &str) -> Option<&Proof> {
        self.proofs.get(service)?.iter().rev().find(|proof| proof.version == version)
    }
}
