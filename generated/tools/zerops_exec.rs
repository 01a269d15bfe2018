//! `zerops_exec`: Run a command in a container
//! Source: spec/tools/zerops_exec.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_exec`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Runtime to run it in.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Program and its arguments; one item alone is a shell line.
    pub command: Vec<String>,
    /// Folder to run it in, /var/www by default.
    #[serde(rename = "workingDir")]
    #[serde(default)]
    pub working_dir: Option<String>,
    /// Text for its standard input.
    #[serde(default)]
    pub input: Option<String>,
    /// Longest time that it may take in seconds.
    #[serde(
        default = "Args::default_timeout",
        skip_serializing_if = "Args::is_default_timeout"
    )]
    pub timeout: i64,
}

impl Args {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname, command: Vec<String>) -> Self {
        Self {
            service_hostname,
            command,
            working_dir: None,
            input: None,
            timeout: Self::default_timeout(),
        }
    }
    /// `timeout` when it is not given.
    #[must_use]
    pub fn default_timeout() -> i64 {
        60i64
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_timeout(value: &i64) -> bool {
        *value == Self::default_timeout()
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_exec";
}

/// What `zerops_exec` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `SERVICE_REQUIRED`
    ServiceRequired,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
    /// `INVALID_PARAMETER`
    InvalidParameter,
    /// `SERVICE_PROTECTED`
    ServiceProtected,
    /// `SERVICE_NOT_RUNNING`
    ServiceNotRunning,
    /// `SSH_FAILED`
    SshFailed,
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
            Self::InvalidParameter => &errors::INVALID_PARAMETER,
            Self::ServiceProtected => &errors::SERVICE_PROTECTED,
            Self::ServiceNotRunning => &errors::SERVICE_NOT_RUNNING,
            Self::SshFailed => &errors::SSH_FAILED,
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

impl From<errors::code::InvalidParameter> for Error {
    fn from(_: errors::code::InvalidParameter) -> Self {
        Self::InvalidParameter
    }
}

impl From<errors::code::ServiceProtected> for Error {
    fn from(_: errors::code::ServiceProtected) -> Self {
        Self::ServiceProtected
    }
}

impl From<errors::code::ServiceNotRunning> for Error {
    fn from(_: errors::code::ServiceNotRunning) -> Self {
        Self::ServiceNotRunning
    }
}

impl From<errors::code::SshFailed> for Error {
    fn from(_: errors::code::SshFailed) -> Self {
        Self::SshFailed
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
    name: "zerops_exec",
    title: "Run a command in a container",
    group: "runtime",
    sets: &[],
    description: "Run a command in a runtime's container.",
    docs: "Runs one command in a container of a runtime and answers its exit code, what it wrote to both streams, and how long it\ntook. `command` is a program with its arguments, which no shell reads; one text alone is a line for a shell: bash where the\ncontainer has it, otherwise sh. It runs as the user of the container in `/var/www`, with the variables of the service, over the\n`ssh` of the computer that zcp runs on; `ZCP_SSH_CONFIG` names another configuration for it.\n\nA command that fails is an answer and no error: `ok` is false and the text begins with the exit code. One that takes longer\nthan `timeout` is ended with all that it started, and what it wrote until then is answered. What is long is cut in the\nmiddle, 12,000 bytes of standard output and 6,000 of standard error are shown. Values of secret variables of the project, of\nthe service and of the services beside it are replaced by `[hidden]`; anything else that a program writes is shown as it is.\n\nWhat a command changes lies in that one container until the next deploy replaces it; where a service has several, it is\nany one of them. A server that is to go on is started with `zerops_dev_server`: a line that ends with `&` is refused.",
    input_schema: include_str!("../schemas/zerops_exec.input.json"),
    output_schema: include_str!("../schemas/zerops_exec.output.json"),
    hints: Hints {
        read_only: false,
        destructive: true,
        idempotent: false,
        open_world: true,
    },
    local: true,
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
                name: "command",
                kind: Kind::List {
                    item: &Kind::Text(Text {
                        min_length: 0usize,
                        max_length: 65536usize,
                        pattern: None,
                        rule: "a string of at most 65536 characters",
                        error: None,
                    }),
                    max: 100usize,
                    line: true,
                },
                required: true,
                missing: None,
                local: false,
            },
            Field {
                name: "workingDir",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "input",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "timeout",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(900i64),
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
        &errors::SERVICE_REQUIRED,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_NOT_FOUND,
        &errors::INVALID_PARAMETER,
        &errors::SERVICE_PROTECTED,
        &errors::SERVICE_NOT_RUNNING,
        &errors::SSH_FAILED,
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
        "project.search",
        "ssh.look",
        "ssh.command",
    ],
    budget_bytes: 49152usize,
};
