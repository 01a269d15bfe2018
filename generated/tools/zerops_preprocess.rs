//! `zerops_preprocess`: Generate passwords, keys and tokens
//! Source: spec/tools/zerops_preprocess.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_preprocess`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Texts such as <@generateRandomString(<32>)>; later ones can getVar earlier ones.
    pub expressions: Vec<types::PreprocessorText>,
}

impl Args {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(expressions: Vec<types::PreprocessorText>) -> Self {
        Self { expressions }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_preprocess";
}

/// What `zerops_preprocess` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `INVALID_PARAMETER`
    InvalidParameter,
}

impl ErrorCode for Error {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::InvalidParameter => &errors::INVALID_PARAMETER,
        }
    }
}

impl From<errors::code::InvalidParameter> for Error {
    fn from(_: errors::code::InvalidParameter) -> Self {
        Self::InvalidParameter
    }
}

impl From<errors::ArgumentsError> for Error {
    fn from(error: errors::ArgumentsError) -> Self {
        match error {
            errors::ArgumentsError::InvalidParameter => Self::InvalidParameter,
        }
    }
}

/// The tool as the server publishes it.
pub static SPEC: ToolSpec = ToolSpec {
    name: "zerops_preprocess",
    title: "Generate passwords, keys and tokens",
    group: "upkeep",
    sets: &[],
    description: "Expand preprocessor expressions to values that are needed before an import.",
    input_schema: include_str!("../schemas/zerops_preprocess.input.json"),
    output_schema: include_str!("../schemas/zerops_preprocess.output.json"),
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
                name: "expressions",
                kind: Kind::List {
                    item: &Kind::Text(Text {
                        min_length: 1usize,
                        max_length: 8192usize,
                        pattern: None,
                        rule: "a text of 1 to 8192 characters",
                        error: None,
                    }),
                    max: 50usize,
                    line: false,
                },
                required: true,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[],
        default_action: None,
    },
    errors: &[&errors::INVALID_PARAMETER],
    calls: &[],
    budget_bytes: 16384usize,
};
