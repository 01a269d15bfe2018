//! The two documents.

use serde::{Deserialize, Serialize};

/// The two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// How services are built and run.
    #[serde(rename = "zerops.yml")]
    ZeropsYaml,
    /// Which services there are.
    #[serde(rename = "import.yml")]
    ImportYaml,
}

impl DocumentKind {
    /// The name of the document.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ZeropsYaml => "zerops.yaml",
            Self::ImportYaml => "import.yaml",
        }
    }

    pub(super) fn of_key(key: &str) -> Option<Self> {
        match key {
            "zerops" => Some(Self::ZeropsYaml),
            "services" | "project" => Some(Self::ImportYaml),
            _ => None,
        }
    }
}
