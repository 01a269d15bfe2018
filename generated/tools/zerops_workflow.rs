//! `zerops_workflow`: Where things stand and what to do next
//! Source: spec/tools/zerops_workflow.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_workflow`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// a guide or their list.
    #[serde(rename = "guide")]
    Guide(GuideArgs),
    /// what to do next.
    #[serde(rename = "status")]
    Status(StatusArgs),
    /// open work (develop).
    #[serde(rename = "start")]
    Start(StartArgs),
    /// end it.
    #[serde(rename = "close")]
    Close(CloseArgs),
}

/// Arguments of `zerops_workflow` with `action=guide`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuideArgs {
    /// What to get done.
    #[serde(default)]
    pub workflow: Option<types::Workflow>,
}

/// Arguments of `zerops_workflow` with `action=status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusArgs {}

/// Arguments of `zerops_workflow` with `action=start`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartArgs {
    /// What to get done.
    pub workflow: types::Workflow,
    /// What the work is for.
    #[serde(default)]
    pub intent: Option<String>,
    /// Services it changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<types::Hostname>,
}

/// Arguments of `zerops_workflow` with `action=close`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloseArgs {}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_workflow";
}

/// What `zerops_workflow` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `NOTEBOOK_FAILED`
    NotebookFailed,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `INVALID_PARAMETER`
    InvalidParameter,
    /// `AUTH_REQUIRED`
    AuthRequired,
    /// `AUTH_INVALID_TOKEN`
    AuthInvalidToken,
    /// `AUTH_TOKEN_EXPIRED`
    AuthTokenExpired,
    /// `AUTH_API_ERROR`
    AuthApiError,
    /// `TOKEN_NO_PROJECT`
    TokenNoProject,
    /// `TOKEN_MULTI_PROJECT`
    TokenMultiProject,
    /// `PERMISSION_DENIED`
    PermissionDenied,
    /// `API_ERROR`
    ApiError,
    /// `API_TIMEOUT`
    ApiTimeout,
    /// `API_RATE_LIMITED`
    ApiRateLimited,
    /// `NETWORK_ERROR`
    NetworkError,
}

impl ErrorCode for Error {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::NotebookFailed => &errors::NOTEBOOK_FAILED,
            Self::InvalidHostname => &errors::INVALID_HOSTNAME,
            Self::InvalidParameter => &errors::INVALID_PARAMETER,
            Self::AuthRequired => &errors::AUTH_REQUIRED,
            Self::AuthInvalidToken => &errors::AUTH_INVALID_TOKEN,
            Self::AuthTokenExpired => &errors::AUTH_TOKEN_EXPIRED,
            Self::AuthApiError => &errors::AUTH_API_ERROR,
            Self::TokenNoProject => &errors::TOKEN_NO_PROJECT,
            Self::TokenMultiProject => &errors::TOKEN_MULTI_PROJECT,
            Self::PermissionDenied => &errors::PERMISSION_DENIED,
            Self::ApiError => &errors::API_ERROR,
            Self::ApiTimeout => &errors::API_TIMEOUT,
            Self::ApiRateLimited => &errors::API_RATE_LIMITED,
            Self::NetworkError => &errors::NETWORK_ERROR,
        }
    }
}

impl From<errors::code::NotebookFailed> for Error {
    fn from(_: errors::code::NotebookFailed) -> Self {
        Self::NotebookFailed
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

impl From<errors::code::AuthRequired> for Error {
    fn from(_: errors::code::AuthRequired) -> Self {
        Self::AuthRequired
    }
}

impl From<errors::code::AuthInvalidToken> for Error {
    fn from(_: errors::code::AuthInvalidToken) -> Self {
        Self::AuthInvalidToken
    }
}

impl From<errors::code::AuthTokenExpired> for Error {
    fn from(_: errors::code::AuthTokenExpired) -> Self {
        Self::AuthTokenExpired
    }
}

impl From<errors::code::AuthApiError> for Error {
    fn from(_: errors::code::AuthApiError) -> Self {
        Self::AuthApiError
    }
}

impl From<errors::code::TokenNoProject> for Error {
    fn from(_: errors::code::TokenNoProject) -> Self {
        Self::TokenNoProject
    }
}

impl From<errors::code::TokenMultiProject> for Error {
    fn from(_: errors::code::TokenMultiProject) -> Self {
        Self::TokenMultiProject
    }
}

impl From<errors::code::PermissionDenied> for Error {
    fn from(_: errors::code::PermissionDenied) -> Self {
        Self::PermissionDenied
    }
}

impl From<errors::code::ApiError> for Error {
    fn from(_: errors::code::ApiError) -> Self {
        Self::ApiError
    }
}

impl From<errors::code::ApiTimeout> for Error {
    fn from(_: errors::code::ApiTimeout) -> Self {
        Self::ApiTimeout
    }
}

impl From<errors::code::ApiRateLimited> for Error {
    fn from(_: errors::code::ApiRateLimited) -> Self {
        Self::ApiRateLimited
    }
}

impl From<errors::code::NetworkError> for Error {
    fn from(_: errors::code::NetworkError) -> Self {
        Self::NetworkError
    }
}

impl From<errors::ArgumentsError> for Error {
    fn from(error: errors::ArgumentsError) -> Self {
        match error {
            errors::ArgumentsError::InvalidParameter => Self::InvalidParameter,
        }
    }
}

impl From<errors::PlatformError> for Error {
    fn from(error: errors::PlatformError) -> Self {
        match error {
            errors::PlatformError::AuthRequired => Self::AuthRequired,
            errors::PlatformError::AuthInvalidToken => Self::AuthInvalidToken,
            errors::PlatformError::AuthTokenExpired => Self::AuthTokenExpired,
            errors::PlatformError::AuthApiError => Self::AuthApiError,
            errors::PlatformError::TokenNoProject => Self::TokenNoProject,
            errors::PlatformError::TokenMultiProject => Self::TokenMultiProject,
            errors::PlatformError::PermissionDenied => Self::PermissionDenied,
            errors::PlatformError::ApiError => Self::ApiError,
            errors::PlatformError::ApiTimeout => Self::ApiTimeout,
            errors::PlatformError::ApiRateLimited => Self::ApiRateLimited,
            errors::PlatformError::NetworkError => Self::NetworkError,
        }
    }
}

/// The tool as the server publishes it.
pub static SPEC: ToolSpec = ToolSpec {
    name: "zerops_workflow",
    title: "Where things stand and what to do next",
    group: "guidance",
    description: "Where the project stands and what to do next (action status, also after lost context); work on code; guidance.",
    input_schema: include_str!("../schemas/zerops_workflow.input.json"),
    output_schema: include_str!("../schemas/zerops_workflow.output.json"),
    hints: Hints {
        read_only: false,
        destructive: false,
        idempotent: true,
        open_world: true,
    },
    params: Params {
        fields: &[
            Field {
                name: "action",
                kind: Kind::Enum(&["guide", "status", "start", "close"]),
                required: false,
                missing: None,
            },
            Field {
                name: "workflow",
                kind: Kind::Enum(
                    &[
                        "bootstrap",
                        "develop",
                        "deploy",
                        "debug",
                        "scale",
                        "configure",
                        "monitor",
                    ],
                ),
                required: false,
                missing: None,
            },
            Field {
                name: "intent",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
            },
            Field {
                name: "scope",
                kind: Kind::List {
                    item: &Kind::Text(Text {
                        min_length: 0usize,
                        max_length: 65536usize,
                        pattern: Some("^[a-z][a-z0-9]{0,39}$"),
                        rule: "1 to 40 characters a-z and 0-9 that start with a letter",
                        error: Some("INVALID_HOSTNAME"),
                    }),
                    max: 100usize,
                },
                required: false,
                missing: None,
            },
        ],
        rules: &[],
        actions: &[
            Action {
                name: "guide",
                fields: &["workflow"],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
            },
            Action {
                name: "status",
                fields: &[],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
            },
            Action {
                name: "start",
                fields: &["workflow", "intent", "scope"],
                required: &["workflow"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
            },
            Action {
                name: "close",
                fields: &[],
                required: &[],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
            },
        ],
        default_action: Some("guide"),
    },
    errors: &[
        &errors::NOTEBOOK_FAILED,
        &errors::INVALID_HOSTNAME,
        &errors::INVALID_PARAMETER,
        &errors::AUTH_REQUIRED,
        &errors::AUTH_INVALID_TOKEN,
        &errors::AUTH_TOKEN_EXPIRED,
        &errors::AUTH_API_ERROR,
        &errors::TOKEN_NO_PROJECT,
        &errors::TOKEN_MULTI_PROJECT,
        &errors::PERMISSION_DENIED,
        &errors::API_ERROR,
        &errors::API_TIMEOUT,
        &errors::API_RATE_LIMITED,
        &errors::NETWORK_ERROR,
    ],
    calls: &[
        "project.service.list",
        "project.process.list",
        "service.appVersion.list",
        "files.read",
        "notebook.write",
    ],
    budget_bytes: 16384usize,
};
