//! Work on code: what it is for and on what.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A piece of work. What was deployed for it is asked of the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Work {
    /// What it is for, in the words of who began it.
    pub intent: String,
    /// The services that it is about.
    pub scope: Vec<String>,
    /// When it was begun.
    pub began: Timestamp,
    /// The version that each of them began with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub baseline: BTreeMap<String, String>,
    /// Why and when it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
}

/// The end of a piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Closed {
    /// Why.
    pub why: String,
    /// When.
    pub at: Timestamp,
}
