//! `zerops_mount`: Mount the files of a service
//! Source: spec/tools/zerops_mount.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_mount`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// show its files here.
    #[serde(rename = "mount")]
    Mount(MountArgs),
    /// remove the mount.
    #[serde(rename = "unmount")]
    Unmount(UnmountArgs),
    /// state of one mount or all.
    #[serde(rename = "status")]
    Status(StatusArgs),
}

/// Arguments of `zerops_mount` with `action=mount`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MountArgs {
    /// Runtime whose /var/www is mounted.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Local folder, its hostname by default.
    #[serde(default)]
    pub path: Option<String>,
    /// Let nothing be written.
    #[serde(rename = "readOnly")]
    #[serde(default)]
    pub read_only: Option<bool>,
}

impl MountArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            path: None,
            read_only: None,
        }
    }
}

/// Arguments of `zerops_mount` with `action=unmount`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnmountArgs {
    /// Runtime whose /var/www is mounted.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Local folder, its hostname by default.
    #[serde(default)]
    pub path: Option<String>,
}

impl UnmountArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            path: None,
        }
    }
}

/// Arguments of `zerops_mount` with `action=status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatusArgs {
    /// Runtime whose /var/www is mounted.
    #[serde(rename = "serviceHostname")]
    #[serde(default)]
    pub service_hostname: Option<types::Hostname>,
    /// Local folder, its hostname by default.
    #[serde(default)]
    pub path: Option<String>,
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_mount";
}

/// What `zerops_mount` can answer besides a result.
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
    /// `MOUNT_UNAVAILABLE`
    MountUnavailable,
    /// `MOUNT_FAILED`
    MountFailed,
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
            Self::MountUnavailable => &errors::MOUNT_UNAVAILABLE,
            Self::MountFailed => &errors::MOUNT_FAILED,
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

impl From<errors::code::MountUnavailable> for Error {
    fn from(_: errors::code::MountUnavailable) -> Self {
        Self::MountUnavailable
    }
}

impl From<errors::code::MountFailed> for Error {
    fn from(_: errors::code::MountFailed) -> Self {
        Self::MountFailed
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
    name: "zerops_mount",
    title: "Mount the files of a service",
    group: "lifecycle",
    sets: &["core"],
    description: "Mount the files of a runtime as a local folder over SSH.",
    docs: "A mount shows `/var/www` of a runtime's container as a folder here, so that files can be read and edited in place.\nWith `readOnly` nothing can be written through it. What is built or run still runs in the container: `zerops_exec`, `zerops_dev_server`. Where zcp runs in a service of the project, the\nfolder is `/var/www/HOSTNAME`; where `ZCP_SSH_CONFIG` names an ssh configuration, it is `HOSTNAME` in the working\nfolder. `path` names another one in the same place. It must be empty or not exist yet.\n\n| State | Meaning |\n|---|---|\n| `mounted` | Mounted, and it answers. |\n| `stale` | Mounted, and nothing answers. `mount` mounts it again, `unmount` takes it away. |\n| `pending` | Not mounted; the service has no running container yet. |\n| `not_mounted` | Not mounted. |\n\nWhat is mounted is looked up in the system's table of mounts, and only a program of its own, which is given up after\nthree seconds, ever looks into one: a dead mount holds nothing up. zcp writes nothing into a mount. A deploy replaces\nthe container, and with it what was edited and not deployed. `unmount` needs neither the service nor the platform.\n\nOn a computer of one's own without such a configuration there is nothing to mount: work on the local files and\ndeploy them.",
    input_schema: include_str!("../schemas/zerops_mount.input.json"),
    output_schema: include_str!("../schemas/zerops_mount.output.json"),
    hints: Hints {
        read_only: false,
        destructive: false,
        idempotent: true,
        open_world: true,
    },
    local: true,
    params: Params {
        fields: &[
            Field {
                name: "action",
                kind: Kind::Enum(&["mount", "unmount", "status"]),
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
                name: "path",
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
                name: "readOnly",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[
            Action {
                name: "mount",
                fields: &["serviceHostname", "path", "readOnly"],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "unmount",
                fields: &["serviceHostname", "path"],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "status",
                fields: &["serviceHostname", "path"],
                required: &[],
                hints: Hints {
                    read_only: true,
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
        &errors::INVALID_PARAMETER,
        &errors::SERVICE_PROTECTED,
        &errors::MOUNT_UNAVAILABLE,
        &errors::MOUNT_FAILED,
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
        "ssh.exec",
        "mount.read",
        "mount.write",
    ],
    budget_bytes: 16384usize,
};
