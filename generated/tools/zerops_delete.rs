//! `zerops_delete`: Delete a service
//! Source: spec/tools/zerops_delete.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_delete`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Service to delete.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// true once the human agreed to the deletion.
    #[serde(default)]
    pub confirm: Option<bool>,
    /// The hostname again, as proof that this service is meant.
    #[serde(rename = "confirmHostname")]
    #[serde(default)]
    pub confirm_hostname: Option<types::Hostname>,
    /// Wait until done; by default only with a progress token.
    #[serde(default)]
    pub wait: Option<bool>,
}

impl Args {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            confirm: None,
            confirm_hostname: None,
            wait: None,
        }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_delete";
}

/// What `zerops_delete` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `SERVICE_REQUIRED`
    ServiceRequired,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
    /// `CONFIRM_REQUIRED`
    ConfirmRequired,
    /// `CONFIRM_REFUSED`
    ConfirmRefused,
    /// `CONFIRM_UNANSWERED`
    ConfirmUnanswered,
    /// `SERVICE_PROTECTED`
    ServiceProtected,
    /// `INVALID_PARAMETER`
    InvalidParameter,
    /// `PROCESS_FAILED`
    ProcessFailed,
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
            Self::ServiceRequired => &errors::SERVICE_REQUIRED,
            Self::InvalidHostname => &errors::INVALID_HOSTNAME,
            Self::ServiceNotFound => &errors::SERVICE_NOT_FOUND,
            Self::ConfirmRequired => &errors::CONFIRM_REQUIRED,
            Self::ConfirmRefused => &errors::CONFIRM_REFUSED,
            Self::ConfirmUnanswered => &errors::CONFIRM_UNANSWERED,
            Self::ServiceProtected => &errors::SERVICE_PROTECTED,
            Self::InvalidParameter => &errors::INVALID_PARAMETER,
            Self::ProcessFailed => &errors::PROCESS_FAILED,
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

impl From<errors::code::ServiceRequired> for Error {
    fn from(_: errors::code::ServiceRequired) -> Self {
        Self::ServiceRequired
    }
}

impl From<errors::code::InvalidHostname> for Error {
    fn from(_: errors::code::InvalidHostname) -> Self {
        Self::InvalidHostname
    }
}

impl From<errors::code::ServiceNotFound> for Error {
    fn from(_: errors::code::ServiceNotFound) -> Self {
        Self::ServiceNotFound
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

impl From<errors::code::ServiceProtected> for Error {
    fn from(_: errors::code::ServiceProtected) -> Self {
        Self::ServiceProtected
    }
}

impl From<errors::code::InvalidParameter> for Error {
    fn from(_: errors::code::InvalidParameter) -> Self {
        Self::InvalidParameter
    }
}

impl From<errors::code::ProcessFailed> for Error {
    fn from(_: errors::code::ProcessFailed) -> Self {
        Self::ProcessFailed
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

impl From<errors::ServiceError> for Error {
    fn from(error: errors::ServiceError) -> Self {
        match error {
            errors::ServiceError::ServiceRequired => Self::ServiceRequired,
            errors::ServiceError::InvalidHostname => Self::InvalidHostname,
            errors::ServiceError::ServiceNotFound => Self::ServiceNotFound,
        }
    }
}

impl From<errors::ArgumentsError> for Error {
    fn from(error: errors::ArgumentsError) -> Self {
        match error {
            errors::ArgumentsError::InvalidParameter => Self::InvalidParameter,
        }
    }
}

impl From<errors::ProcessError> for Error {
    fn from(error: errors::ProcessError) -> Self {
        match error {
            errors::ProcessError::ProcessFailed => Self::ProcessFailed,
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
    name: "zerops_delete",
    title: "Delete a service",
    group: "lifecycle",
    sets: &["core"],
    description: "Delete one service and its data for good. Ask the human first.",
    docs: "The human is asked where the client can ask; what they say decides. Elsewhere the call needs\n`confirm: true` and the hostname typed again in `confirmHostname`. For a database or a storage the question names its newest\nbackup, and a backup first is offered.",
    input_schema: include_str!("../schemas/zerops_delete.input.json"),
    output_schema: include_str!("../schemas/zerops_delete.output.json"),
    hints: Hints {
        read_only: false,
        destructive: true,
        idempotent: true,
        open_world: true,
    },
    local: false,
    params: Params {
        fields: &[
            Field {
                name: "serviceHostname",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[a-z][a-z0-9]{0,39}$"),
                    rule: "1 to 40 characters a-z and 0-9 that start with a letter",
                    error: Some("INVALID_HOSTNAME"),
                }),
                required: true,
                missing: Some("SERVICE_REQUIRED"),
                local: false,
            },
            Field {
                name: "confirm",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "confirmHostname",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[a-z][a-z0-9]{0,39}$"),
                    rule: "1 to 40 characters a-z and 0-9 that start with a letter",
                    error: Some("INVALID_HOSTNAME"),
                }),
                required: false,
                missing: Some("SERVICE_REQUIRED"),
                local: false,
            },
            Field {
                name: "wait",
                kind: Kind::Boolean,
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
        &errors::SERVICE_REQUIRED,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_NOT_FOUND,
        &errors::CONFIRM_REQUIRED,
        &errors::CONFIRM_REFUSED,
        &errors::CONFIRM_UNANSWERED,
        &errors::SERVICE_PROTECTED,
        &errors::INVALID_PARAMETER,
        &errors::PROCESS_FAILED,
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
        "service.byName",
        "project.service.list",
        "service.env.list",
        "service.backup.list",
        "service.delete",
        "process.get",
    ],
    budget_bytes: 16384usize,
};
