//! `zerops_import`: Import services
//! Source: spec/tools/zerops_import.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_import`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Text of the document.
    #[serde(default)]
    pub content: Option<types::Document>,
    /// Path of the document, instead of its text.
    #[serde(rename = "filePath")]
    #[serde(default)]
    pub file_path: Option<types::FilePath>,
    /// Only validate it and say what would be created.
    #[serde(rename = "dryRun")]
    #[serde(default)]
    pub dry_run: Option<bool>,
    /// true once the human agreed to `override`.
    #[serde(default)]
    pub confirm: Option<bool>,
    /// Wait until done; by default only with a progress token.
    #[serde(default)]
    pub wait: Option<bool>,
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_import";
}

/// What `zerops_import` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `FILE_NOT_FOUND`
    FileNotFound,
    /// `FILE_REFUSED`
    FileRefused,
    /// `INVALID_IMPORT_YML`
    InvalidImportYml,
    /// `IMPORT_HAS_PROJECT`
    ImportHasProject,
    /// `UNKNOWN_TYPE`
    UnknownType,
    /// `SERVICE_EXISTS`
    ServiceExists,
    /// `SERVICE_PROTECTED`
    ServiceProtected,
    /// `IMPORT_INCOMPLETE`
    ImportIncomplete,
    /// `CONFIRM_REQUIRED`
    ConfirmRequired,
    /// `CONFIRM_REFUSED`
    ConfirmRefused,
    /// `CONFIRM_UNANSWERED`
    ConfirmUnanswered,
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
            Self::FileNotFound => &errors::FILE_NOT_FOUND,
            Self::FileRefused => &errors::FILE_REFUSED,
            Self::InvalidImportYml => &errors::INVALID_IMPORT_YML,
            Self::ImportHasProject => &errors::IMPORT_HAS_PROJECT,
            Self::UnknownType => &errors::UNKNOWN_TYPE,
            Self::ServiceExists => &errors::SERVICE_EXISTS,
            Self::ServiceProtected => &errors::SERVICE_PROTECTED,
            Self::ImportIncomplete => &errors::IMPORT_INCOMPLETE,
            Self::ConfirmRequired => &errors::CONFIRM_REQUIRED,
            Self::ConfirmRefused => &errors::CONFIRM_REFUSED,
            Self::ConfirmUnanswered => &errors::CONFIRM_UNANSWERED,
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

impl From<errors::code::InvalidImportYml> for Error {
    fn from(_: errors::code::InvalidImportYml) -> Self {
        Self::InvalidImportYml
    }
}

impl From<errors::code::ImportHasProject> for Error {
    fn from(_: errors::code::ImportHasProject) -> Self {
        Self::ImportHasProject
    }
}

impl From<errors::code::UnknownType> for Error {
    fn from(_: errors::code::UnknownType) -> Self {
        Self::UnknownType
    }
}

impl From<errors::code::ServiceExists> for Error {
    fn from(_: errors::code::ServiceExists) -> Self {
        Self::ServiceExists
    }
}

impl From<errors::code::ServiceProtected> for Error {
    fn from(_: errors::code::ServiceProtected) -> Self {
        Self::ServiceProtected
    }
}

impl From<errors::code::ImportIncomplete> for Error {
    fn from(_: errors::code::ImportIncomplete) -> Self {
        Self::ImportIncomplete
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
    name: "zerops_import",
    title: "Import services",
    group: "deploy",
    sets: &["core"],
    description: "Create services from an import.yaml document. `override` can put an empty version over existing code: ask the human first.",
    docs: "The document is validated first, and compared with the services there are; nothing is made when\none service cannot be. It is sent byte for byte, comments and preprocessor line included. A call that\nwaits also waits up to 5 minutes for hostnames whose service is being deleted. The human is asked\nbefore anything with `override` reaches an existing runtime; what they say decides where they can be\nasked, `confirm` elsewhere. A document in which only the preprocessor knows what is reached is refused.",
    input_schema: include_str!("../schemas/zerops_import.input.json"),
    output_schema: include_str!("../schemas/zerops_import.output.json"),
    hints: Hints {
        read_only: false,
        destructive: true,
        idempotent: false,
        open_world: true,
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
                name: "dryRun",
                kind: Kind::Boolean,
                required: false,
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
        &errors::FILE_NOT_FOUND,
        &errors::FILE_REFUSED,
        &errors::INVALID_IMPORT_YML,
        &errors::IMPORT_HAS_PROJECT,
        &errors::UNKNOWN_TYPE,
        &errors::SERVICE_EXISTS,
        &errors::SERVICE_PROTECTED,
        &errors::IMPORT_INCOMPLETE,
        &errors::CONFIRM_REQUIRED,
        &errors::CONFIRM_REFUSED,
        &errors::CONFIRM_UNANSWERED,
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
        "project.service.list",
        "project.process.list",
        "service.env.list",
        "service.import",
        "process.get",
        "catalog.search",
        "schema.zeropsYaml",
        "schema.importYaml",
        "service.appVersion.list",
        "folder.look",
    ],
    budget_bytes: 16384usize,
};
