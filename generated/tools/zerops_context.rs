//! `zerops_context`: What Zerops is
//! Source: spec/tools/zerops_context.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::Params;
use crate::domain::tool::ToolSpec;
use crate::generated::errors;

/// Arguments of `zerops_context`: it takes none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Args {}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_context";
}

/// What `zerops_context` can answer besides a result.
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
    name: "zerops_context",
    title: "What Zerops is",
    group: "guidance",
    sets: &["core"],
    description: "Zerops concepts, rules that break deploys, defaults and service types. Read it once before other work.",
    docs: "It needs no network and no token. The list of types is the one built into this zcp.",
    input_schema: include_str!("../schemas/zerops_context.input.json"),
    output_schema: include_str!("../schemas/zerops_context.output.json"),
    hints: Hints {
        read_only: true,
        destructive: false,
        idempotent: true,
        open_world: false,
    },
    local: false,
    params: Params {
        fields: &[],
        rules: &[],
        actions: &[],
        default_action: None,
    },
    errors: &[&errors::INVALID_PARAMETER],
    calls: &[],
    budget_bytes: 16384usize,
};
