//! `zerops_dev_server`: Development server
//! Source: spec/tools/zerops_dev_server.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_dev_server`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// run it and await an answer.
    #[serde(rename = "start")]
    Start(StartArgs),
    /// end and run it again.
    #[serde(rename = "restart")]
    Restart(RestartArgs),
    /// end it.
    #[serde(rename = "stop")]
    Stop(StopArgs),
    /// process and port and answer.
    #[serde(rename = "status")]
    Status(StatusArgs),
    /// last lines it wrote.
    #[serde(rename = "logs")]
    Logs(LogsArgs),
}

/// Arguments of `zerops_dev_server` with `action=start`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartArgs {
    /// Dev service to run it in.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Shell line; by default the last one, else detected.
    #[serde(default)]
    pub command: Option<String>,
    /// Port it listens on, that of zerops.yaml by default.
    #[serde(default)]
    pub port: Option<i64>,
    /// HTTP path to ask for, / by default.
    #[serde(rename = "healthPath")]
    #[serde(default)]
    pub health_path: Option<String>,
    /// Folder to start it in.
    #[serde(rename = "workingDir")]
    #[serde(default)]
    pub working_dir: Option<String>,
    /// Longest wait for an answer in seconds.
    #[serde(
        default = "StartArgs::default_timeout",
        skip_serializing_if = "StartArgs::is_default_timeout"
    )]
    pub timeout: i64,
}

impl StartArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            command: None,
            port: None,
            health_path: None,
            working_dir: None,
            timeout: Self::default_timeout(),
        }
    }
    /// `timeout` when it is not given.
    #[must_use]
    pub fn default_timeout() -> i64 {
        30i64
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_timeout(value: &i64) -> bool {
        *value == Self::default_timeout()
    }
}

/// Arguments of `zerops_dev_server` with `action=restart`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestartArgs {
    /// Dev service to run it in.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Shell line; by default the last one, else detected.
    #[serde(default)]
    pub command: Option<String>,
    /// Port it listens on, that of zerops.yaml by default.
    #[serde(default)]
    pub port: Option<i64>,
    /// HTTP path to ask for, / by default.
    #[serde(rename = "healthPath")]
    #[serde(default)]
    pub health_path: Option<String>,
    /// Folder to start it in.
    #[serde(rename = "workingDir")]
    #[serde(default)]
    pub working_dir: Option<String>,
    /// Longest wait for an answer in seconds.
    #[serde(
        default = "RestartArgs::default_timeout",
        skip_serializing_if = "RestartArgs::is_default_timeout"
    )]
    pub timeout: i64,
}

impl RestartArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            command: None,
            port: None,
            health_path: None,
            working_dir: None,
            timeout: Self::default_timeout(),
        }
    }
    /// `timeout` when it is not given.
    #[must_use]
    pub fn default_timeout() -> i64 {
        30i64
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_timeout(value: &i64) -> bool {
        *value == Self::default_timeout()
    }
}

/// Arguments of `zerops_dev_server` with `action=stop`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StopArgs {
    /// Dev service to run it in.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Port it listens on, that of zerops.yaml by default.
    #[serde(default)]
    pub port: Option<i64>,
}

impl StopArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            port: None,
        }
    }
}

/// Arguments of `zerops_dev_server` with `action=status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusArgs {
    /// Dev service to run it in.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Port it listens on, that of zerops.yaml by default.
    #[serde(default)]
    pub port: Option<i64>,
    /// HTTP path to ask for, / by default.
    #[serde(rename = "healthPath")]
    #[serde(default)]
    pub health_path: Option<String>,
}

impl StatusArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            port: None,
            health_path: None,
        }
    }
}

/// Arguments of `zerops_dev_server` with `action=logs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogsArgs {
    /// Dev service to run it in.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Port it listens on, that of zerops.yaml by default.
    #[serde(default)]
    pub port: Option<i64>,
}

impl LogsArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            port: None,
        }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_dev_server";
}

/// What `zerops_dev_server` can answer besides a result.
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
    /// `DEV_SERVER_EXITED`
    DevServerExited,
    /// `DEV_SERVER_SILENT`
    DevServerSilent,
    /// `DEV_SERVER_FAILS`
    DevServerFails,
    /// `DEV_SERVER_LOCAL`
    DevServerLocal,
    /// `PORT_TAKEN`
    PortTaken,
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
            Self::DevServerExited => &errors::DEV_SERVER_EXITED,
            Self::DevServerSilent => &errors::DEV_SERVER_SILENT,
            Self::DevServerFails => &errors::DEV_SERVER_FAILS,
            Self::DevServerLocal => &errors::DEV_SERVER_LOCAL,
            Self::PortTaken => &errors::PORT_TAKEN,
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

impl From<errors::code::DevServerExited> for Error {
    fn from(_: errors::code::DevServerExited) -> Self {
        Self::DevServerExited
    }
}

impl From<errors::code::DevServerSilent> for Error {
    fn from(_: errors::code::DevServerSilent) -> Self {
        Self::DevServerSilent
    }
}

impl From<errors::code::DevServerFails> for Error {
    fn from(_: errors::code::DevServerFails) -> Self {
        Self::DevServerFails
    }
}

impl From<errors::code::DevServerLocal> for Error {
    fn from(_: errors::code::DevServerLocal) -> Self {
        Self::DevServerLocal
    }
}

impl From<errors::code::PortTaken> for Error {
    fn from(_: errors::code::PortTaken) -> Self {
        Self::PortTaken
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
    name: "zerops_dev_server",
    title: "Development server",
    group: "runtime",
    sets: &[],
    description: "Run a development server in a dev service that has `start: zsc noop`.",
    docs: "A dev service is kept alive by `zsc noop --silent`, so its container runs and nothing answers. `start` runs the program of the code\nin it and waits until it answers. It goes on when the call ends, until `stop`, a restart of the service, or the next deploy, which\nreplaces the container. The server is known by its port, and by its process with the moment when that began, so\nthat no other process is taken for it.\n\n| State | Meaning |\n|---|---|\n| `ready` | It listens, and answers `healthPath` with a status below 500. |\n| `local` | It answers, and listens on 127.0.0.1 alone, so nothing outside of the container reaches it. |\n| `failing` | It listens, and answers 5xx or no HTTP. |\n| `silent` | It runs, and nothing listens on its port; `others` are ports that it listens on instead. |\n| `exited` | It ended by itself; the exit code and the log say why. |\n| `taken` | It does not run, and something else has its port. |\n| `stopped` | It does not run. |\n\n`command` is a line for a shell, without `&`. Where it is left out, it is that of the last start; of a container that knows none\nthe development script of package.json (`dev`, `start:dev`, `develop`, `start`, by npm, pnpm, yarn or bun as the lock file says), or\nwhat is usual with manage.py, artisan, bin/rails, mix.exs, go.mod or Cargo.toml. `port` is the HTTP port of the service, or that of\nthe setup with `zsc noop` in its zerops.yaml; PORT is set to it where the service does not set PORT itself. Everything is checked\ninside of the container with what every system has; HTTP takes curl or wget there.\n\nThe log is kept in the memory of the container (`/tmp`), its newest 2 MB at most. Values of secret variables are `[hidden]` in it. Files\nthat are edited through a mount change without an event, so watchers have to poll.",
    input_schema: include_str!("../schemas/zerops_dev_server.input.json"),
    output_schema: include_str!("../schemas/zerops_dev_server.output.json"),
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
                name: "action",
                kind: Kind::Enum(&["start", "restart", "stop", "status", "logs"]),
                required: false,
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
                required: true,
                missing: Some("SERVICE_REQUIRED"),
                local: false,
            },
            Field {
                name: "command",
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
                name: "port",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(65535i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "healthPath",
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
                name: "timeout",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(300i64),
                },
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[
            Action {
                name: "start",
                fields: &[
                    "serviceHostname",
                    "command",
                    "port",
                    "healthPath",
                    "workingDir",
                    "timeout",
                ],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: false,
                    destructive: true,
                    idempotent: false,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "restart",
                fields: &[
                    "serviceHostname",
                    "command",
                    "port",
                    "healthPath",
                    "workingDir",
                    "timeout",
                ],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: false,
                    destructive: true,
                    idempotent: false,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "stop",
                fields: &["serviceHostname", "port"],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: false,
                    destructive: true,
                    idempotent: false,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "status",
                fields: &["serviceHostname", "port", "healthPath"],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "logs",
                fields: &["serviceHostname", "port"],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: true,
            },
        ],
        default_action: Some("status"),
    },
    errors: &[
        &errors::SERVICE_REQUIRED,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_NOT_FOUND,
        &errors::INVALID_PARAMETER,
        &errors::SERVICE_PROTECTED,
        &errors::SERVICE_NOT_RUNNING,
        &errors::SSH_FAILED,
        &errors::DEV_SERVER_EXITED,
        &errors::DEV_SERVER_SILENT,
        &errors::DEV_SERVER_FAILS,
        &errors::DEV_SERVER_LOCAL,
        &errors::PORT_TAKEN,
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
