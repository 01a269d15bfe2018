//! Calls that are suggested.

use serde_json::{Map, Value};

use crate::diagnostics::{At, Place};

/// Stands in the arguments of a suggested call for the hostname of the service that it is about.
pub(crate) const SERVICE: &str = "${service}";

/// A suggested call.
#[derive(Clone, Debug)]
pub(crate) struct CallDef {
    /// The tool.
    pub(crate) tool: At<String>,
    /// Its arguments.
    pub(crate) args: Map<String, Value>,
    /// Where they stand, or the tool where there are none.
    pub(crate) places: ArgPlaces,
}

/// Where arguments stand.
#[derive(Clone, Debug)]
pub(crate) struct ArgPlaces {
    /// All of them.
    pub(crate) whole: Place,
    /// Each one with its value.
    pub(crate) each: Vec<(At<String>, Place)>,
}
