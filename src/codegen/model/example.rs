//! Examples of tools: what is called, and in which world.

use serde_json::{Map, Value};

use super::ArgPlaces;
use crate::diagnostics::At;

/// An example, which is executed.
#[derive(Debug)]
pub(crate) struct Example {
    /// What it shows.
    pub(crate) title: At<String>,
    /// The surroundings.
    pub(crate) given: Given,
    /// The arguments.
    pub(crate) args: Map<String, Value>,
    /// Where the arguments stand.
    pub(crate) places: ArgPlaces,
    /// Whether they could be read.
    pub(crate) decodes: bool,
    /// Whether the client asks for progress.
    pub(crate) progress: bool,
    /// The code it expects.
    pub(crate) error: Option<At<String>>,
}

/// The surroundings of an example.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// The seed of the sandbox.
    pub(crate) seed: Option<String>,
    /// The token: `valid`, `none`, `invalid`, `expired`, `read-only`, `no-project`, `two-projects`,
    /// `sibling`.
    pub(crate) token: Option<String>,
    /// Control steps, each one JSON object.
    pub(crate) control: Vec<Value>,
    /// Faults, each one JSON object.
    pub(crate) faults: Vec<Value>,
    /// The operations that the faults are about.
    pub(crate) operations: Vec<At<String>>,
    /// Settings of zcp: `callTimeoutMs`, `ownHostname`, `requireHuman`; and `platform`, which the sandbox plays.
    pub(crate) settings: Map<String, Value>,
    /// What the human answers: `accept` or `refuse`; the client cannot ask when absent.
    pub(crate) human: Option<String>,
}
