//! A bootstrap that goes on.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::generated::types::{PlannedService, Route};

/// How far a bootstrap is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// There is no plan yet.
    #[default]
    Discover,
    /// A plan is there and nothing was made.
    Planned,
    /// The import was sent.
    Making,
}

/// A bootstrap, from its route to its close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Session {
    /// The way that was chosen.
    pub route: Route,
    /// What it is for, in the words of who began it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intent: String,
    /// How far it is.
    pub step: Step,
    /// When it was begun.
    pub began: Timestamp,
    /// What keeps it: the findings of the plan, or what was not made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The services that were planned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<PlannedService>,
    /// Names of the variables of managed services, by service; never values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, Vec<String>>,
    /// The recipe that it was begun with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe: Option<Taken>,
}

/// A tier of a recipe as it was when a bootstrap was begun with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Taken {
    /// What names the recipe.
    pub slug: String,
    /// The key of the tier.
    pub tier: String,
    /// Its import document.
    pub import: String,
    /// The runtimes that it refers to by their hostnames.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referred: Vec<String>,
}
