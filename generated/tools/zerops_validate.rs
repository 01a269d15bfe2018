//! `zerops_validate`: Validate a YAML document
//! Source: spec/tools/zerops_validate.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_validate`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Text of the document.
    #[serde(default)]
    pub content: Option<types::Document>,
    /// Path of the document, instead of its text.
    #[serde(rename = "filePath")]
    #[serde(default)]
    pub file_path: Option<types::FilePath>,
    /// Which document it is; detected by default.
    #[serde(default)]
    pub r#type: Option<types::DocumentType>,
    /// Services that exist, to check references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hostnames: Vec<types::Hostname>,
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_validate";
}

/// What `zerops_validate` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `FILE_NOT_FOUND`
    FileNotFound,
    /// `FILE_REFUSED`
    FileRefused,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `INVALID_PARAMETER`
    InvalidParameter,
}

impl ErrorCode for Error {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::FileNotFound => &errors::FILE_NOT_FOUND,
            Self::FileRefused => &errors::FILE_REFUSED,
            Self::InvalidHostname => &errors::INVALID_HOSTNAME,
            Self::InvalidParameter => &errors::INVALID_PARAMETER,
        }
    }
}

impl From<errors::code::FileNotFound> for Error {
    fn from(_: errors::code::FileNotFound) -> Self {
        Self::FileNotFound
    }
}

impl From<errors::code::FileRefused> for Error {
    fn from(_: errors::code::FileRefused) -> Self {
        Self::FileRefused
    }
}

impl From<errors::code::InvalidHostname> for Error {
    fn from(_: errors::code::InvalidHostname) -> Self {
        Self::InvalidHostname
    }
}

impl From<errors::code::InvalidParameter> for Error {
    fn from(_: errors::code::InvalidParameter) -> Self {
        Self::InvalidParameter
    }
}

/// The tool as the server publishes it.
pub static SPEC: ToolSpec = ToolSpec {
    name: "zerops_validate",
    title: "Validate a YAML document",
    group: "deploy",
    sets: &["core"],
    description: "Check a zerops.yaml or import.yaml document offline, before a deploy or an import.",
    docs: "It makes no call. Service types come from the list that an earlier import read from the platform,\nelse from the one built into this zcp. References to other services are only checked when\n`hostnames` names the services there are.",
    input_schema: include_str!("../schemas/zerops_validate.input.json"),
    output_schema: include_str!("../schemas/zerops_validate.output.json"),
    hints: Hints {
        read_only: true,
        destructive: false,
        idempotent: true,
        open_world: false,
    },
    local: false,
    params: Params {
        fields: &[
            Field {
                name: "content",
                kind: Kind::Text(Text {
                    min_length: 1usize,
                    max_length: 262144usize,
                    pattern: None,
                    rule: "the text of a document of at most 262144 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "filePath",
                kind: Kind::Text(Text {
                    min_length: 1usize,
                    max_length: 4096usize,
                    pattern: None,
                    rule: "a path of 1 to 4096 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: true,
            },
            Field {
                name: "type",
                kind: Kind::Enum(&["zerops.yml", "import.yml"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "hostnames",
                kind: Kind::List {
                    item: &Kind::Text(Text {
                        min_length: 0usize,
                        max_length: 65536usize,
                        pattern: Some("^[a-z][a-z0-9]{0,39}$"),
                        rule: "1 to 40 characters a-z and 0-9 that start with a letter",
                        error: Some("INVALID_HOSTNAME"),
                    }),
                    max: 200usize,
                    line: false,
                },
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[],
        default_action: None,
    },
    errors: &[
        &errors::FILE_NOT_FOUND,
        &errors::FILE_REFUSED,
        &errors::INVALID_HOSTNAME,
        &errors::INVALID_PARAMETER,
    ],
    calls: &[],
    budget_bytes: 16384usize,
};
