//! `zerops_browse`: Look at a page
//! Source: spec/tools/zerops_browse.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_browse`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// look at the page.
    #[serde(rename = "open")]
    Open(OpenArgs),
    /// do steps, then look.
    #[serde(rename = "use")]
    Use(UseArgs),
}

/// Arguments of `zerops_browse` with `action=open`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenArgs {
    /// Service whose page it is.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Path on its public address, or a whole address.
    #[serde(default)]
    pub page: Option<types::PageAddress>,
    /// true once the human agreed to an outside address.
    #[serde(default)]
    pub confirm: Option<bool>,
}

impl OpenArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            page: None,
            confirm: None,
        }
    }
}

/// Arguments of `zerops_browse` with `action=use`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UseArgs {
    /// Service whose page it is.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// One step a line: click NAME, fill FIELD=TEXT, press KEY, wait TEXT.
    pub steps: String,
    /// Path on its public address, or a whole address.
    #[serde(default)]
    pub page: Option<types::PageAddress>,
    /// true once the human agreed to an outside address.
    #[serde(default)]
    pub confirm: Option<bool>,
}

impl UseArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname, steps: String) -> Self {
        Self {
            service_hostname,
            steps,
            page: None,
            confirm: None,
        }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_browse";
}

/// What `zerops_browse` can answer besides a result.
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
    /// `BROWSER_MISSING`
    BrowserMissing,
    /// `BROWSER_FAILED`
    BrowserFailed,
    /// `PAGE_UNREACHABLE`
    PageUnreachable,
    /// `CONFIRM_REQUIRED`
    ConfirmRequired,
    /// `CONFIRM_REFUSED`
    ConfirmRefused,
    /// `CONFIRM_UNANSWERED`
    ConfirmUnanswered,
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
            Self::BrowserMissing => &errors::BROWSER_MISSING,
            Self::BrowserFailed => &errors::BROWSER_FAILED,
            Self::PageUnreachable => &errors::PAGE_UNREACHABLE,
            Self::ConfirmRequired => &errors::CONFIRM_REQUIRED,
            Self::ConfirmRefused => &errors::CONFIRM_REFUSED,
            Self::ConfirmUnanswered => &errors::CONFIRM_UNANSWERED,
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

impl From<errors::code::BrowserMissing> for Error {
    fn from(_: errors::code::BrowserMissing) -> Self {
        Self::BrowserMissing
    }
}

impl From<errors::code::BrowserFailed> for Error {
    fn from(_: errors::code::BrowserFailed) -> Self {
        Self::BrowserFailed
    }
}

impl From<errors::code::PageUnreachable> for Error {
    fn from(_: errors::code::PageUnreachable) -> Self {
        Self::PageUnreachable
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
    name: "zerops_browse",
    title: "Look at a page",
    group: "runtime",
    sets: &[],
    description: "Open a page in a headless browser: what it shows, script errors, failed requests, picture.",
    docs: "A page can answer 200 and show nothing: its scripts failed. `open` starts a headless Chromium of this computer, opens the page, and says where it ended,\nwith which status and title, what it says and offers as an outline of its accessibility tree, which scripts and which\nrequests failed, and shows a picture of it. `use` makes `steps` first, one a line, at most 20:\n\n| Step | Does |\n|---|---|\n| `click Sign in` | Clicks what is called so: a button, a link, a field; else what a CSS selector finds. |\n| `fill Email=a@b.cz` | Writes into the field of this label, placeholder, name or selector. In a list it chooses the entry. |\n| `press Enter` | Presses a key. |\n| `wait Welcome` | Waits until the page shows this text, up to 5 s. |\n\nSteps stop at the first one that cannot be made; the page is described as it is then. Frames of other sites and\nshadow trees are not looked into.\n\n`page` is a path of its first HTTP port, or a whole address: a public one of the project, `http://HOSTNAME:PORT` of\nthe private network, or another one that the human named, such as its own domain; for that they are asked.\nThe page stays at these: where it leads elsewhere, that is refused and said. Everything that the page asks for goes through\nzcp, which connects to public addresses and to the project's own, and to nothing private. The browser has an empty\nprofile, is given no credentials, and ends with the call. It goes to the network directly: proxies of the\nenvironment are not used.\n\nIt takes Chromium, Chrome, Edge or Brave; `ZCP_BROWSER` names another program. Only as root, where Chromium refuses\nit, its own sandbox is off. On Windows there is none yet.",
    input_schema: include_str!("../schemas/zerops_browse.input.json"),
    output_schema: include_str!("../schemas/zerops_browse.output.json"),
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
                kind: Kind::Enum(&["open", "use"]),
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
                name: "page",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 2000usize,
                    pattern: None,
                    rule: "a path that begins with / or an address that begins with http:// or https://, of at most 2000 characters",
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
            Field {
                name: "steps",
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
        ],
        rules: &[],
        actions: &[
            Action {
                name: "open",
                fields: &["serviceHostname", "page", "confirm"],
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
                name: "use",
                fields: &["serviceHostname", "page", "confirm", "steps"],
                required: &["serviceHostname", "steps"],
                hints: Hints {
                    read_only: false,
                    destructive: true,
                    idempotent: false,
                    open_world: true,
                },
                local: true,
            },
        ],
        default_action: Some("open"),
    },
    errors: &[
        &errors::SERVICE_REQUIRED,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_NOT_FOUND,
        &errors::INVALID_PARAMETER,
        &errors::BROWSER_MISSING,
        &errors::BROWSER_FAILED,
        &errors::PAGE_UNREACHABLE,
        &errors::CONFIRM_REQUIRED,
        &errors::CONFIRM_REFUSED,
        &errors::CONFIRM_UNANSWERED,
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
        "http.probe",
        "browser.open",
        "browser.act",
    ],
    budget_bytes: 49152usize,
};
