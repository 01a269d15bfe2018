//! A row of the generated table: a tool's facts and the function that decodes, runs and renders.

use serde_json::{Map, Value};

use super::context::Context;
use crate::domain::clock::BoxFuture;
use crate::domain::failure::Failure;
use crate::domain::outcome::Success;
use crate::domain::tool::ToolSpec;

/// The future of a call.
pub type Answer = BoxFuture<'static, Result<Success, Failure>>;

/// A tool of the registry.
#[derive(Debug)]
pub struct Tool {
    /// Its facts.
    pub spec: &'static ToolSpec,
    /// Decodes the arguments, runs the operation, awaits what it started, renders the result.
    pub call: fn(Context, Map<String, Value>) -> Answer,
}
