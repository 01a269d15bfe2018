//! A project.

use serde::{Deserialize, Serialize};

use super::lenient::{blank, blank_if_null};
use super::variable::EnvEntry;
use crate::domain::ids::{ClientId, ProjectId};

/// A project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: ProjectId,
    /// The organisation it belongs to.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub client_id: ClientId,
    /// Its name.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
    /// `ACTIVE`, `CREATING`, `DELETING`, `STOPPED`, …
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
    /// `LIGHT`, `SERIOUS` or `LEGACY`.
    #[serde(default)]
    pub mode: Option<String>,
    /// What the public addresses of its services end with: `<prefix>.<domain>` or only the prefix.
    #[serde(default)]
    pub zerops_subdomain_host: Option<String>,
    /// Its environment variables; only a search answers them.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub env_list: Vec<EnvEntry>,
}

impl Project {
    /// Whether the project is about to be gone.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        matches!(self.status.as_str(), "DELETING" | "DELETED")
    }
}
