//! `zerops_env`: Environment variables
//! Source: spec/tools/zerops_env.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_env`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// add or change variables.
    #[serde(rename = "set")]
    Set(SetArgs),
    /// list variables.
    #[serde(rename = "get")]
    Get(GetArgs),
    /// remove variables.
    #[serde(rename = "delete")]
    Delete(DeleteArgs),
    /// write them to a local .env file.
    #[serde(rename = "generate-dotenv")]
    GenerateDotenv(GenerateDotenvArgs),
}

/// Arguments of `zerops_env` with `action=set`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetArgs {
    /// KEY=value to set; KEY to get or delete.
    pub variables: Vec<String>,
    /// Service whose variables are meant.
    #[serde(rename = "serviceHostname")]
    #[serde(default)]
    pub service_hostname: Option<types::Hostname>,
    /// true for the variables of the project, which all services inherit.
    #[serde(default)]
    pub project: Option<bool>,
    /// Restart the services that still have the old values.
    #[serde(default)]
    pub restart: Option<bool>,
    /// Hide it from read-only tokens; by default by its name.
    #[serde(default)]
    pub sensitive: Option<bool>,
    /// Wait until done; by default only with a progress token.
    #[serde(default)]
    pub wait: Option<bool>,
}

impl SetArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(variables: Vec<String>) -> Self {
        Self {
            variables,
            service_hostname: None,
            project: None,
            restart: None,
            sensitive: None,
            wait: None,
        }
    }
}

/// Arguments of `zerops_env` with `action=get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GetArgs {
    /// Service whose variables are meant.
    #[serde(rename = "serviceHostname")]
    #[serde(default)]
    pub service_hostname: Option<types::Hostname>,
    /// true for the variables of the project, which all services inherit.
    #[serde(default)]
    pub project: Option<bool>,
    /// KEY=value to set; KEY to get or delete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<String>,
    /// Keys whose values are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveal: Vec<String>,
}

/// Arguments of `zerops_env` with `action=delete`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteArgs {
    /// KEY=value to set; KEY to get or delete.
    pub variables: Vec<String>,
    /// Service whose variables are meant.
    #[serde(rename = "serviceHostname")]
    #[serde(default)]
    pub service_hostname: Option<types::Hostname>,
    /// true for the variables of the project, which all services inherit.
    #[serde(default)]
    pub project: Option<bool>,
    /// Restart the services that still have the old values.
    #[serde(default)]
    pub restart: Option<bool>,
    /// Wait until done; by default only with a progress token.
    #[serde(default)]
    pub wait: Option<bool>,
}

impl DeleteArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(variables: Vec<String>) -> Self {
        Self {
            variables,
            service_hostname: None,
            project: None,
            restart: None,
            wait: None,
        }
    }
}

/// Arguments of `zerops_env` with `action=generate-dotenv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerateDotenvArgs {
    /// Service whose variables are meant.
    #[serde(rename = "serviceHostname")]
    #[serde(default)]
    pub service_hostname: Option<types::Hostname>,
    /// true for the variables of the project, which all services inherit.
    #[serde(default)]
    pub project: Option<bool>,
    /// File to write, .env by default.
    #[serde(rename = "filePath")]
    #[serde(default)]
    pub file_path: Option<types::FilePath>,
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_env";
}

/// What `zerops_env` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `SERVICE_REQUIRED`
    ServiceRequired,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
    /// `INVALID_ENV_FORMAT`
    InvalidEnvFormat,
    /// `FILE_REFUSED`
    FileRefused,
    /// `SERVICE_PROTECTED`
    ServiceProtected,
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
            Self::ServiceRequired => &errors::SERVICE_REQUIRED,
            Self::InvalidHostname => &errors::INVALID_HOSTNAME,
            Self::ServiceNotFound => &errors::SERVICE_NOT_FOUND,
            Self::InvalidEnvFormat => &errors::INVALID_ENV_FORMAT,
            Self::FileRefused => &errors::FILE_REFUSED,
            Self::ServiceProtected => &errors::SERVICE_PROTECTED,
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

impl From<errors::code::InvalidEnvFormat> for Error {
    fn from(_: errors::code::InvalidEnvFormat) -> Self {
        Self::InvalidEnvFormat
    }
}

impl From<errors::code::FileRefused> for Error {
    fn from(_: errors::code::FileRefused) -> Self {
        Self::FileRefused
    }
}

impl From<errors::code::ServiceProtected> for Error {
    fn from(_: errors::code::ServiceProtected) -> Self {
        Self::ServiceProtected
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
    name: "zerops_env",
    title: "Environment variables",
    group: "config",
    sets: &["core"],
    description: "Read and change the environment variables of a service or of the project; most are masked.",
    docs: "`set` adds and overwrites the variables it names and leaves the others alone; values are passed on\nbyte for byte, with newlines, quotes, `=` and `#`. Nothing is applied when one entry is wrong. What is\nas wanted already is not written again; with `restart` the services are restarted all the same. Running containers keep the old values until\nthey are restarted: `restartNeeded` names them, and with `restart` they are restarted and awaited. As long as they are not,\n`zerops_status` says that they run with old variables, and the same `set` names them again.\n`sensitive` keeps values from tokens that may only read; without it what is there stays as it is, and what is new is\nsensitive where its name says so (SECRET, TOKEN, KEY, PASSWORD, PASS, DSN, PRIVATE or CREDENTIAL, without PUBLIC or\nPUBLISHABLE) or a password is part of its address. A sensitive variable of the project cannot be read back: it is `hidden`.\nWhat `run.envVariables` of zerops.yaml sets is changed there.\nReferences such as `${db_password}` are resolved by the platform when a container starts; those that lead\nnowhere are named. `get` takes `variables` too: keys to list, or `START*` for all that begin so. Variables of\nthe project are read from a search index that lags by seconds.",
    input_schema: include_str!("../schemas/zerops_env.input.json"),
    output_schema: include_str!("../schemas/zerops_env.output.json"),
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
                name: "action",
                kind: Kind::Enum(&["set", "get", "delete", "generate-dotenv"]),
                required: true,
                missing: None,
                local: false,
            },
            Field {
                name: "serviceHostname",
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
                name: "project",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "variables",
                kind: Kind::List {
                    item: &Kind::Text(Text {
                        min_length: 0usize,
                        max_length: 65536usize,
                        pattern: None,
                        rule: "a string of at most 65536 characters",
                        error: None,
                    }),
                    max: 100usize,
                    line: false,
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "reveal",
                kind: Kind::List {
                    item: &Kind::Text(Text {
                        min_length: 0usize,
                        max_length: 65536usize,
                        pattern: None,
                        rule: "a string of at most 65536 characters",
                        error: None,
                    }),
                    max: 100usize,
                    line: false,
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "restart",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "sensitive",
                kind: Kind::Boolean,
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
                name: "wait",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[
            Action {
                name: "set",
                fields: &[
                    "serviceHostname",
                    "project",
                    "variables",
                    "restart",
                    "sensitive",
                    "wait",
                ],
                required: &["variables"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: false,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "get",
                fields: &["serviceHostname", "project", "variables", "reveal"],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "delete",
                fields: &["serviceHostname", "project", "variables", "restart", "wait"],
                required: &["variables"],
                hints: Hints {
                    read_only: false,
                    destructive: true,
                    idempotent: false,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "generate-dotenv",
                fields: &["serviceHostname", "project", "filePath"],
                required: &[],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: true,
            },
        ],
        default_action: None,
    },
    errors: &[
        &errors::SERVICE_REQUIRED,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_NOT_FOUND,
        &errors::INVALID_ENV_FORMAT,
        &errors::FILE_REFUSED,
        &errors::SERVICE_PROTECTED,
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
        "service.byName",
        "service.env.list",
        "appVersion.get",
        "service.env.create",
        "userData.put",
        "project.search",
        "project.env.create",
        "projectEnv.put",
        "project.service.list",
        "project.process.list",
        "service.restart",
        "process.get",
        "userData.delete",
        "projectEnv.delete",
        "files.write",
    ],
    budget_bytes: 16384usize,
};
