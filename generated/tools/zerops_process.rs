//! `zerops_process`: Look at or cancel a process
//! Source: spec/tools/zerops_process.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_process`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// how it stands.
    #[serde(rename = "status")]
    Status(StatusArgs),
    /// stop it before it is done.
    #[serde(rename = "cancel")]
    Cancel(CancelArgs),
}

/// Arguments of `zerops_process` with `action=status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusArgs {
    /// Process id from an earlier answer.
    #[serde(rename = "processId")]
    pub process_id: types::ProcessId,
}

impl StatusArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(process_id: types::ProcessId) -> Self {
        Self { process_id }
    }
}

/// Arguments of `zerops_process` with `action=cancel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CancelArgs {
    /// Process id from an earlier answer.
    #[serde(rename = "processId")]
    pub process_id: types::ProcessId,
    /// true once the human agreed to stop a build.
    #[serde(default)]
    pub confirm: Option<bool>,
}

impl CancelArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(process_id: types::ProcessId) -> Self {
        Self { process_id, confirm: None }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_process";
}

/// What `zerops_process` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `PROCESS_NOT_FOUND`
    ProcessNotFound,
    /// `PROCESS_ALREADY_TERMINAL`
    ProcessAlreadyTerminal,
    /// `CONFIRM_REQUIRED`
    ConfirmRequired,
    /// `CONFIRM_REFUSED`
    ConfirmRefused,
    /// `CONFIRM_UNANSWERED`
    ConfirmUnanswered,
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
            Self::ProcessNotFound => &errors::PROCESS_NOT_FOUND,
            Self::ProcessAlreadyTerminal => &errors::PROCESS_ALREADY_TERMINAL,
            Self::ConfirmRequired => &errors::CONFIRM_REQUIRED,
            Self::ConfirmRefused => &errors::CONFIRM_REFUSED,
            Self::ConfirmUnanswered => &errors::CONFIRM_UNANSWERED,
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

impl From<errors::code::ProcessNotFound> for Error {
    fn from(_: errors::code::ProcessNotFound) -> Self {
        Self::ProcessNotFound
    }
}

impl From<errors::code::ProcessAlreadyTerminal> for Error {
    fn from(_: errors::code::ProcessAlreadyTerminal) -> Self {
        Self::ProcessAlreadyTerminal
    }
}

impl From<errors::code::ConfirmRequired> for Error {
    fn from(_: errors::code::ConfirmRequired) -> Self {
        Self::ConfirmRequired
    }
}

impl From<errors::code::ConfirmRefused> for Error {
    fn from(_: errors::code::ConfirmRefused) -> Self {
        Self::ConfirmRefused
    }
}

impl From<errors::code::ConfirmUnanswered> for Error {
    fn from(_: errors::code::ConfirmUnanswered) -> Self {
        Self::ConfirmUnanswered
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
    name: "zerops_process",
    title: "Look at or cancel a process",
    group: "lifecycle",
    sets: &["core"],
    description: "Cancel a process that a call started, or read its status.",
    docs: "Only FINISHED is a success. The status of a failed process is a result and not an error: the\nerror belongs to the call that started it. Cancelling a build or a deploy loses its version, so the human\nis asked where the client can ask; elsewhere the call needs `confirm: true`.",
    input_schema: include_str!("../schemas/zerops_process.input.json"),
    output_schema: include_str!("../schemas/zerops_process.output.json"),
    hints: Hints {
        read_only: false,
        destructive: false,
        idempotent: true,
        open_world: true,
    },
    local: false,
    params: Params {
        fields: &[
            Field {
                name: "action",
                kind: Kind::Enum(&["status", "cancel"]),
                required: true,
                missing: None,
                local: false,
            },
            Field {
                name: "processId",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[A-Za-z0-9_-]{22}$"),
                    rule: "the 22 characters of a process id, as a result named it",
                    error: None,
                }),
                required: true,
                missing: None,
                local: false,
            },
            Field {
                name: "confirm",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[
            Action {
                name: "status",
                fields: &["processId"],
                required: &["processId"],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "cancel",
                fields: &["processId", "confirm"],
                required: &["processId"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
        ],
        default_action: None,
    },
    errors: &[
        &errors::PROCESS_NOT_FOUND,
        &errors::PROCESS_ALREADY_TERMINAL,
        &errors::CONFIRM_REQUIRED,
        &errors::CONFIRM_REFUSED,
        &errors::CONFIRM_UNANSWERED,
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
        "process.get",
        "project.service.list",
        "project.process.list",
        "service.appVersion.list",
        "folder.look",
        "process.cancel",
    ],
    budget_bytes: 16384usize,
};
