//! The part of the model that is about releases.

use serde_json::{Map, Value};

use super::super::diagnostics::At;

/// How registries and clients present the server.
#[derive(Debug)]
pub(crate) struct Publication {
    /// Its name in the registry: a domain backwards, a slash, a name.
    pub(crate) name: String,
    /// The name a person reads.
    pub(crate) title: String,
    /// Whose it is.
    pub(crate) author: String,
    /// Where to read about it.
    pub(crate) website: String,
    /// What a user may set before it starts.
    pub(crate) settings: Vec<Setting>,
}

/// An environment variable that a user may set.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The variable.
    pub(crate) variable: String,
    /// The name a person reads.
    pub(crate) title: String,
    /// What it is for.
    pub(crate) doc: String,
    /// What it takes.
    pub(crate) kind: SettingKind,
    /// Whether nobody may see it.
    pub(crate) secret: bool,
    /// Whether a form asks until it has one.
    pub(crate) required: bool,
    /// The value when nothing is said.
    pub(crate) default: Option<String>,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingKind {
    /// Any text.
    Text,
    /// `true` or `false`.
    Boolean,
}

/// `spec/released.json`: the surface of the last release.
#[derive(Debug)]
pub struct Released {
    /// Its version.
    pub version: String,
    /// Its day; none for a candidate, which nobody has got yet.
    pub date: Option<String>,
    /// The names of the tools, with their places.
    pub(crate) names: Vec<At<String>>,
    /// The tools as `surface::of` gives them.
    pub tools: Map<String, Value>,
}

/// A line of `spec/breaking.yaml`: what is meant to break callers.
#[derive(Debug)]
pub(crate) struct Breaking {
    /// The spot, as `surface::Spot` is written.
    pub(crate) spot: At<String>,
    /// The reason.
    pub(crate) reason: String,
}
