//! A unit: what a person deploys as one thing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::generated::types::{BuildIntegration, CloseMode, Layout};

/// Proofs that are kept of a service whatever they are about, the newest ones.
const PROOFS: usize = 5;
/// Versions whose last proof is kept besides: as many as the platform keeps to roll back to.
const VERSIONS: usize = 10;

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
    /// The last push of it, which the platform knows nothing of before a version comes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pushed: Option<Pushed>,
    /// The files of the dev service that were last deployed to its stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promoted: Option<Promoted>,
    /// What each service was deployed from last, where that was a folder here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub deployed: BTreeMap<String, Deployed>,
    /// The last hand-over of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
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

/// A push of the code of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pushed {
    /// The commit, in short.
    pub commit: String,
    /// When the remote had taken it.
    pub at: Timestamp,
}

/// What was deployed from one service of a pair to the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Promoted {
    /// The version that was made of it.
    pub version: String,
    /// The folder in the container.
    pub folder: String,
    /// One hash of its files.
    pub digest: String,
}

/// What a service was deployed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Deployed {
    /// The folder, as `workingDir` takes it.
    pub folder: String,
    /// The setup of its zerops.yaml.
    pub setup: String,
}

/// A hand-over of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Handed {
    /// What the version was called, or its id.
    pub version: String,
    /// When.
    pub at: Timestamp,
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

    /// Adds what was found out about a service. The oldest entries go, but for the last one of each of the
    /// versions that were looked at last.
    pub fn add_proof(&mut self, service: &str, proof: Proof) {
        let proofs = self.proofs.entry(service.to_owned()).or_default();
        proofs.push(proof);
        let mut versions: BTreeSet<String> = BTreeSet::new();
        let mut kept: Vec<Proof> = Vec::new();
        for (age, proof) in proofs.drain(..).rev().enumerate() {
            let is_last = versions.len() < VERSIONS && versions.insert(proof.version.clone());
            if age < PROOFS || is_last {
                kept.push(proof);
            }
        }
        kept.reverse();
        *proofs = kept;
    }

    /// The last that was found out about a version of a service.
    #[must_use]
    pub fn proof(&self, service: &str, version: &str) -> Option<&Proof> {
        self.proofs.get(service)?.iter().rev().find(|proof| proof.version == version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_proofs_are_kept_and_the_last_one_of_each_version() {
        let at = "2026-01-02T03:04:05Z".parse().expect("a moment");
        let proof = |version: &str, verdict| Proof { version: version.to_owned(), at, verdict, checks: Vec::new() };
        let mut unit = Unit::default();
        unit.add_proof("api", proof("good", Verdict::Failed));
        unit.add_proof("api", proof("good", Verdict::Passed));
        for _ in 0..20 {
            unit.add_proof("api", proof("bad", Verdict::Failed));
        }
        let kept: Vec<&str> = unit.proofs["api"].iter().map(|proof| proof.version.as_str()).collect();
        assert_eq!(kept, ["good", "bad", "bad", "bad", "bad", "bad"]);
        assert_eq!(unit.proof("api", "good").map(|proof| proof.verdict), Some(Verdict::Passed));
        for number in 0..20 {
            unit.add_proof("api", proof(&format!("v{number}"), Verdict::Passed));
        }
        let kept: Vec<&str> = unit.proofs["api"].iter().map(|proof| proof.version.as_str()).collect();
        assert_eq!(kept.len(), VERSIONS);
        assert_eq!((kept[0], unit.proof("api", "good")), ("v10", None));
    }
}
