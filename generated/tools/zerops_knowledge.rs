//! `zerops_knowledge`: Look it up
//! Source: spec/tools/zerops_knowledge.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_knowledge`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// A question or search words.
    pub query: types::Question,
    /// Only documents of this topic.
    #[serde(default)]
    pub topic: Option<types::KnowledgeTopic>,
    /// How much of each document is shown.
    #[serde(
        default = "Args::default_detail",
        skip_serializing_if = "Args::is_default_detail"
    )]
    pub detail: types::KnowledgeDetail,
    /// Most passages in the answer.
    #[serde(
        default = "Args::default_limit",
        skip_serializing_if = "Args::is_default_limit"
    )]
    pub limit: i64,
}

impl Args {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(query: types::Question) -> Self {
        Self {
            query,
            topic: None,
            detail: Self::default_detail(),
            limit: Self::default_limit(),
        }
    }
    /// `detail` when it is not given.
    #[must_use]
    pub fn default_detail() -> types::KnowledgeDetail {
        types::KnowledgeDetail::Best
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_detail(value: &types::KnowledgeDetail) -> bool {
        *value == Self::default_detail()
    }
    /// `limit` when it is not given.
    #[must_use]
    pub fn default_limit() -> i64 {
        5i64
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_limit(value: &i64) -> bool {
        *value == Self::default_limit()
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_knowledge";
}

/// What `zerops_knowledge` can answer besides a result.
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
    name: "zerops_knowledge",
    title: "Look it up",
    group: "guidance",
    sets: &["core"],
    description: "Search the Zerops documentation: configuration keys, services, errors, how-tos.",
    docs: "It needs no network and no token. The best passage comes whole, of the next ones what stands around the\nmatch. `detail: full` gives the best passage of each document whole, and below it what else that document\nsays to the question, up to 4,000 characters. Every passage has an address that can be read as a resource.\nA query that is such an address answers that document, or that passage of it; `zerops://docs/` may be left out.\nTypos, other names for the same thing (redis, s3) and parts of names (`minFreeRamGB`) are understood.",
    input_schema: include_str!("../schemas/zerops_knowledge.input.json"),
    output_schema: include_str!("../schemas/zerops_knowledge.output.json"),
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
                name: "query",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 262144usize,
                    pattern: None,
                    rule: "a text of at most 262144 characters",
                    error: None,
                }),
                required: true,
                missing: None,
                local: false,
            },
            Field {
                name: "topic",
                kind: Kind::Enum(
                    &["services", "config", "topics", "problems", "stacks"],
                ),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "detail",
                kind: Kind::Enum(&["best", "full"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "limit",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(10i64),
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
    errors: &[&errors::INVALID_PARAMETER],
    calls: &[],
    budget_bytes: 49152usize,
};
