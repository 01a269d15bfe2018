//! What an import answers.

use serde::{Deserialize, Serialize};

use super::blank::{blank, blank_if_null};
use super::envelope::ErrorBody;
use super::process::Process;

/// The body of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportRequest {
    /// The document, byte for byte.
    pub yaml: String,
    /// Not used.
    #[serde(default)]
    pub recipe_source: Option<String>,
    /// Not used.
    #[serde(default)]
    pub recipe_source_url: Option<String>,
}

/// What was begun, service by service.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportAnswer {
    /// The services of the document. An answer without them is none.
    #[serde(deserialize_with = "blank_if_null")]
    pub service_stacks: Vec<ImportedService>,
}

/// A service of an import.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedService {
    /// Its hostname.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
    /// The processes that make it.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub processes: Vec<Process>,
    /// Why it is not made.
    #[serde(default)]
    pub error: Option<ErrorBody>,
}
