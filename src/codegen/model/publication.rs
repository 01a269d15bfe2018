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
}

/// An environment variable that is read.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about a variable")]
pub(crate) struct Setting {
    /// The variable.
    pub(crate) variable: String,
    /// The name a person reads where registries and clients ask for it.
    pub(crate) title: Option<String>,
    /// What it is for.
    pub(crate) doc: String,
    /// Its line in the help of the program.
    pub(crate) help: Option<String>,
    /// The table of the page about the configuration that has it.
    pub(crate) table: Option<SettingTable>,
    /// What says the same on the command line.
    pub(crate) option: Option<String>,
    /// What it takes.
    pub(crate) kind: SettingKind,
    /// Whether nobody may see it.
    pub(crate) secret: bool,
    /// Whether it leads the token, or what is believed, elsewhere.
    pub(crate) leads: bool,
    /// Whether less is done where it is set.
    pub(crate) narrows: bool,
    /// Whether it is of a server that no client starts.
    pub(crate) remote: bool,
    /// Whether a form asks until it has one.
    pub(crate) required: bool,
    /// The value when nothing is said.
    pub(crate) default: Option<String>,
}

/// The tables of the page about the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingTable {
    /// What is reached, and with what.
    Platform,
    /// What the server does.
    Server,
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
