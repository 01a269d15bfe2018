//! `zerops_backup`: Backups of a service
//! Source: spec/tools/zerops_backup.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_backup`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// newest first.
    #[serde(rename = "list")]
    List(ListArgs),
    /// a new one.
    #[serde(rename = "create")]
    Create(CreateArgs),
    /// to a file.
    #[serde(rename = "download")]
    Download(DownloadArgs),
    /// for good.
    #[serde(rename = "delete")]
    Delete(DeleteArgs),
}

/// Arguments of `zerops_backup` with `action=list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ListArgs {
    /// Database or storage.
    #[serde(rename = "serviceHostname")]
    #[serde(default)]
    pub service_hostname: Option<types::Hostname>,
}

/// Arguments of `zerops_backup` with `action=create`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateArgs {
    /// Database or storage.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Labels for create.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl CreateArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            tags: Vec::new(),
        }
    }
}

/// Arguments of `zerops_backup` with `action=download`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DownloadArgs {
    /// Database or storage.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Name; the newest for download.
    #[serde(default)]
    pub backup: Option<String>,
    /// New file to write.
    #[serde(rename = "filePath")]
    #[serde(default)]
    pub file_path: Option<String>,
}

impl DownloadArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            backup: None,
            file_path: None,
        }
    }
}

/// Arguments of `zerops_backup` with `action=delete`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeleteArgs {
    /// Database or storage.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Name; the newest for download.
    pub backup: String,
    /// The human agreed.
    #[serde(default)]
    pub confirm: Option<bool>,
}

impl DeleteArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname, backup: String) -> Self {
        Self {
            service_hostname,
            backup,
            confirm: None,
        }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_backup";
}

/// What `zerops_backup` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `SERVICE_REQUIRED`
    ServiceRequired,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
    /// `BACKUP_NOT_FOUND`
    BackupNotFound,
    /// `BACKUP_UNSUPPORTED`
    BackupUnsupported,
    /// `DOWNLOAD_FAILED`
    DownloadFailed,
    /// `FILE_REFUSED`
    FileRefused,
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
            Self::ServiceRequired => &errors::SERVICE_REQUIRED,
            Self::InvalidHostname => &errors::INVALID_HOSTNAME,
            Self::ServiceNotFound => &errors::SERVICE_NOT_FOUND,
            Self::BackupNotFound => &errors::BACKUP_NOT_FOUND,
            Self::BackupUnsupported => &errors::BACKUP_UNSUPPORTED,
            Self::DownloadFailed => &errors::DOWNLOAD_FAILED,
            Self::FileRefused => &errors::FILE_REFUSED,
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

impl From<errors::code::BackupNotFound> for Error {
    fn from(_: errors::code::BackupNotFound) -> Self {
        Self::BackupNotFound
    }
}

impl From<errors::code::BackupUnsupported> for Error {
    fn from(_: errors::code::BackupUnsupported) -> Self {
        Self::BackupUnsupported
    }
}

impl From<errors::code::DownloadFailed> for Error {
    fn from(_: errors::code::DownloadFailed) -> Self {
        Self::DownloadFailed
    }
}

impl From<errors::code::FileRefused> for Error {
    fn from(_: errors::code::FileRefused) -> Self {
        Self::FileRefused
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
    name: "zerops_backup",
    title: "Backups of a service",
    group: "upkeep",
    sets: &[],
    description: "Backups of a database or storage. zerops_knowledge says how to restore one.",
    docs: "The platform makes backups of databases and storages by itself, once a day unless that was changed, and keeps them for\nseven days after their service was deleted. Runtimes and object storages have none.\n\n`list` without a service has those of the whole project, also of services that are gone. A backup is named by its name in the\nlist, with or without the ending. `create` asks for one and looks for it in the list, for 20 seconds, with a\nprogress token for up to five minutes; what is not there by then goes on and is listed when it is done. `tags` are what\nthe retention settings of the service may protect from being deleted.\n\n`download` writes the newest one, or the one that is named, to a new file below the working folder, which only its owner\nmay read. Nothing is overwritten, and a transfer that is not complete leaves nothing. What it writes are the data of the\nservice: keep it out of git. A deploy leaves it out by its name, and tells of what is unpacked of it. A backup of more than 10 GB is for the GUI.\n\nThere is no call that restores a backup: the document `topics/restoring-a-backup` says how it is done for each type.\nDeleting a backup takes the human's word where the client can ask; elsewhere `confirm: true`.",
    input_schema: include_str!("../schemas/zerops_backup.input.json"),
    output_schema: include_str!("../schemas/zerops_backup.output.json"),
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
                kind: Kind::Enum(&["list", "create", "download", "delete"]),
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
                name: "backup",
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
                name: "tags",
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
                name: "filePath",
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
                name: "list",
                fields: &["serviceHostname"],
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
                name: "create",
                fields: &["serviceHostname", "tags"],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: false,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "download",
                fields: &["serviceHostname", "backup", "filePath"],
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
                name: "delete",
                fields: &["serviceHostname", "backup", "confirm"],
                required: &["serviceHostname", "backup"],
                hints: Hints {
                    read_only: false,
                    destructive: true,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
        ],
        default_action: None,
    },
    errors: &[
        &errors::SERVICE_REQUIRED,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_NOT_FOUND,
        &errors::BACKUP_NOT_FOUND,
        &errors::BACKUP_UNSUPPORTED,
        &errors::DOWNLOAD_FAILED,
        &errors::FILE_REFUSED,
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
        "service.byName",
        "project.service.list",
        "service.backup.list",
        "project.backup.list",
        "service.backup.create",
        "service.backup.download",
        "backup.fetch",
        "files.write",
        "service.backup.delete",
    ],
    budget_bytes: 16384usize,
};
