//! `spec/errors.yaml`.

use serde_json::{Map, Value};

use super::{CallDef, Given};
use crate::diagnostics::At;

/// An error code.
#[derive(Debug)]
pub(crate) struct ErrorDef {
    /// The code.
    pub(crate) code: At<String>,
    /// What it says.
    pub(crate) meaning: String,
    /// What leads to it.
    pub(crate) cause: String,
    /// What to do.
    pub(crate) suggestion: At<String>,
    /// Whether a retry can help.
    pub(crate) retryable: bool,
    /// The call to suggest.
    pub(crate) next: Option<CallDef>,
}

/// Codes that tools declare together.
#[derive(Debug)]
pub(crate) struct ErrorGroup {
    /// Its name.
    pub(crate) name: At<String>,
    /// What its codes have in common.
    pub(crate) doc: String,
    /// Whether the server answers them itself, so that no tool declares them.
    pub(crate) server: bool,
    /// Its codes, each with the recipe that provokes it.
    pub(crate) codes: Vec<GroupCode>,
}

/// A code of a group.
#[derive(Debug)]
pub(crate) struct GroupCode {
    /// The code.
    pub(crate) code: At<String>,
    /// Provokes the code from the first successful example of any tool.
    pub(crate) recipe: Option<Recipe>,
}

/// How to provoke a code from an example that works.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recipe {
    /// What to change about the surroundings.
    pub(crate) given: Given,
    /// Arguments to set; null takes one away.
    pub(crate) args: Map<String, Value>,
}
