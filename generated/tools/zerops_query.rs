//! `zerops_query`: Ask a database
//! Source: spec/tools/zerops_query.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_query`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Database to ask.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// One statement, or one Valkey command.
    pub query: types::Question,
    /// Runtime to go through, over SSH.
    #[serde(default)]
    pub via: Option<types::Hostname>,
    /// Most rows.
    #[serde(
        default = "Args::default_limit",
        skip_serializing_if = "Args::is_default_limit"
    )]
    pub limit: i64,
    /// Longest time in seconds.
    #[serde(
        default = "Args::default_timeout",
        skip_serializing_if = "Args::is_default_timeout"
    )]
    pub timeout: i64,
}

impl Args {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname, query: types::Question) -> Self {
        Self {
            service_hostname,
            query,
            via: None,
            limit: Self::default_limit(),
            timeout: Self::default_timeout(),
        }
    }
    /// `limit` when it is not given.
    #[must_use]
    pub fn default_limit() -> i64 {
        100i64
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_limit(value: &i64) -> bool {
        *value == Self::default_limit()
    }
    /// `timeout` when it is not given.
    #[must_use]
    pub fn default_timeout() -> i64 {
        10i64
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_timeout(value: &i64) -> bool {
        *value == Self::default_timeout()
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_query";
}

/// What `zerops_query` can answer besides a result.
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
    /// `QUERY_REFUSED`
    QueryRefused,
    /// `QUERY_FAILED`
    QueryFailed,
    /// `DATABASE_UNREACHABLE`
    DatabaseUnreachable,
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
            Self::QueryRefused => &errors::QUERY_REFUSED,
            Self::QueryFailed => &errors::QUERY_FAILED,
            Self::DatabaseUnreachable => &errors::DATABASE_UNREACHABLE,
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

impl From<errors::code::QueryRefused> for Error {
    fn from(_: errors::code::QueryRefused) -> Self {
        Self::QueryRefused
    }
}

impl From<errors::code::QueryFailed> for Error {
    fn from(_: errors::code::QueryFailed) -> Self {
        Self::QueryFailed
    }
}

impl From<errors::code::DatabaseUnreachable> for Error {
    fn from(_: errors::code::DatabaseUnreachable) -> Self {
        Self::DatabaseUnreachable
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
    name: "zerops_query",
    title: "Ask a database",
    group: "upkeep",
    sets: &[],
    description: "Read from a PostgreSQL, MariaDB or Valkey of the project; writes are refused.",
    docs: "One SQL statement, or one command of Valkey such as `HGETALL user:1`. It is asked with the service's own user, whose\npassword nobody is shown. Where zcp runs in the project, or a VPN leads into it, the database is reached directly, otherwise\nthrough a runtime over the `ssh` of the computer that zcp runs on, which `via` names.\n\nThat nothing is written is held by the server: PostgreSQL and MariaDB are asked in a transaction that may only read, of a\nsession that may only read, which is never committed; a statement is prepared first, which they do with one alone. Of Valkey\nonly commands are asked that the server marks as reading, and a few that tell of the server. What a read-only transaction\ndoes not hold is refused by zcp: in MariaDB what is no part of a transaction, such as `CALL` and `SET`, comments\nthat it executes, and what writes a file; in PostgreSQL what does not begin with SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN, functions that end\nother sessions or run a text, and a user who is, or may become, one that runs programs, reads or writes files, replicates or signals others. A function that opens a connection of its own is not held.\n\nEach row is a JSON list. Numbers beyond 2^53, decimals, times and bytes are texts; bytes are in hex. Values of more than 2,000\nbytes are cut, and so is what follows 14,000 bytes or `limit` rows. A question that takes longer than `timeout` is ended by the server.",
    input_schema: include_str!("../schemas/zerops_query.input.json"),
    output_schema: include_str!("../schemas/zerops_query.output.json"),
    hints: Hints {
        read_only: true,
        destructive: false,
        idempotent: true,
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
                name: "via",
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
                name: "limit",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(1000i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "timeout",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(60i64),
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
        &errors::QUERY_REFUSED,
        &errors::QUERY_FAILED,
        &errors::DATABASE_UNREACHABLE,
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
        "ssh.look",
        "database.read",
    ],
    budget_bytes: 49152usize,
};
