//! `zerops_scale`: Scale a service
//! Source: spec/tools/zerops_scale.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Rule, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_scale`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Service to scale.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// DEDICATED or SHARED cores; can change once an hour.
    #[serde(rename = "cpuMode")]
    #[serde(default)]
    pub cpu_mode: Option<types::CpuMode>,
    /// Fewest CPU cores.
    #[serde(rename = "minCpu")]
    #[serde(default)]
    pub min_cpu: Option<i64>,
    /// Most CPU cores.
    #[serde(rename = "maxCpu")]
    #[serde(default)]
    pub max_cpu: Option<i64>,
    /// Least RAM in GB.
    #[serde(rename = "minRam")]
    #[serde(default)]
    pub min_ram: Option<f64>,
    /// Most RAM in GB.
    #[serde(rename = "maxRam")]
    #[serde(default)]
    pub max_ram: Option<f64>,
    /// Least disk in GB.
    #[serde(rename = "minDisk")]
    #[serde(default)]
    pub min_disk: Option<f64>,
    /// Most disk in GB.
    #[serde(rename = "maxDisk")]
    #[serde(default)]
    pub max_disk: Option<f64>,
    /// Fewest containers.
    #[serde(rename = "minContainers")]
    #[serde(default)]
    pub min_containers: Option<i64>,
    /// Most containers.
    #[serde(rename = "maxContainers")]
    #[serde(default)]
    pub max_containers: Option<i64>,
    /// RAM kept free.
    #[serde(rename = "minFreeRamGB")]
    #[serde(default)]
    pub min_free_ram_gb: Option<f64>,
    /// Share of RAM kept free.
    #[serde(rename = "minFreeRamPercent")]
    #[serde(default)]
    pub min_free_ram_percent: Option<f64>,
    /// Cores kept free, DEDICATED only.
    #[serde(rename = "minFreeCpuCores")]
    #[serde(default)]
    pub min_free_cpu_cores: Option<f64>,
    /// Share of CPU kept free, DEDICATED only.
    #[serde(rename = "minFreeCpuPercent")]
    #[serde(default)]
    pub min_free_cpu_percent: Option<f64>,
    /// Cores while a container starts.
    #[serde(rename = "startCpuCoreCount")]
    #[serde(default)]
    pub start_cpu_core_count: Option<i64>,
    /// Let containers swap.
    #[serde(rename = "swapEnabled")]
    #[serde(default)]
    pub swap_enabled: Option<bool>,
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
            cpu_mode: None,
            min_cpu: None,
            max_cpu: None,
            min_ram: None,
            max_ram: None,
            min_disk: None,
            max_disk: None,
            min_containers: None,
            max_containers: None,
            min_free_ram_gb: None,
            min_free_ram_percent: None,
            min_free_cpu_cores: None,
            min_free_cpu_percent: None,
            start_cpu_core_count: None,
            swap_enabled: None,
            wait: None,
        }
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_scale";
}

impl Args {
    /// What of these arguments is `ScalingView`.
    #[must_use]
    pub fn carried(&self) -> types::ScalingView {
        types::ScalingView {
            cpu_mode: self.cpu_mode.as_ref().map(|word| word.as_str().to_owned()),
            min_cpu: self.min_cpu,
            max_cpu: self.max_cpu,
            min_ram: self.min_ram,
            max_ram: self.max_ram,
            min_disk: self.min_disk,
            max_disk: self.max_disk,
            min_containers: self.min_containers,
            max_containers: self.max_containers,
            min_free_ram_gb: self.min_free_ram_gb,
            min_free_ram_percent: self.min_free_ram_percent,
            min_free_cpu_cores: self.min_free_cpu_cores,
            min_free_cpu_percent: self.min_free_cpu_percent,
            start_cpu_core_count: self.start_cpu_core_count,
            swap_enabled: self.swap_enabled,
        }
    }
}

/// What `zerops_scale` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `SERVICE_REQUIRED`
    ServiceRequired,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
    /// `INVALID_SCALING`
    InvalidScaling,
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
            Self::InvalidScaling => &errors::INVALID_SCALING,
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

impl From<errors::code::InvalidScaling> for Error {
    fn from(_: errors::code::InvalidScaling) -> Self {
        Self::InvalidScaling
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
    name: "zerops_scale",
    title: "Scale a service",
    group: "config",
    sets: &["core"],
    description: "Set the limits between which one service scales, per container; what is not named stays.",
    docs: "Every limit is checked against the platform's ranges, the kind of the service and the limits in\nforce before anything is sent. A change that is under way is waited for, and what is in force in the end is looked\nat, so that two changes at a time do not undo each other. Databases scale vertically only; object storage does not scale.",
    input_schema: include_str!("../schemas/zerops_scale.input.json"),
    output_schema: include_str!("../schemas/zerops_scale.output.json"),
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
                name: "cpuMode",
                kind: Kind::Enum(&["SHARED", "DEDICATED"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minCpu",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(8i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "maxCpu",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(8i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minRam",
                kind: Kind::Number {
                    min: Some(0.125f64),
                    max: Some(48f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "maxRam",
                kind: Kind::Number {
                    min: Some(0.125f64),
                    max: Some(48f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minDisk",
                kind: Kind::Number {
                    min: Some(1f64),
                    max: Some(250f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "maxDisk",
                kind: Kind::Number {
                    min: Some(1f64),
                    max: Some(250f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minContainers",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(10i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "maxContainers",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(10i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minFreeRamGB",
                kind: Kind::Number {
                    min: Some(0f64),
                    max: Some(48f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minFreeRamPercent",
                kind: Kind::Number {
                    min: Some(0f64),
                    max: Some(100f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minFreeCpuCores",
                kind: Kind::Number {
                    min: Some(0f64),
                    max: Some(8f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "minFreeCpuPercent",
                kind: Kind::Number {
                    min: Some(0f64),
                    max: Some(100f64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "startCpuCoreCount",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(8i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "swapEnabled",
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
        rules: &[
            Rule::AtLeastOne {
                fields: &[
                    "cpuMode",
                    "minCpu",
                    "maxCpu",
                    "minRam",
                    "maxRam",
                    "minDisk",
                    "maxDisk",
                    "minContainers",
                    "maxContainers",
                    "minFreeRamGB",
                    "minFreeRamPercent",
                    "minFreeCpuCores",
                    "minFreeCpuPercent",
                    "startCpuCoreCount",
                    "swapEnabled",
                ],
                error: "INVALID_SCALING",
            },
            Rule::Ordered {
                low: "minCpu",
                high: "maxCpu",
                error: "INVALID_SCALING",
            },
            Rule::Ordered {
                low: "minRam",
                high: "maxRam",
                error: "INVALID_SCALING",
            },
            Rule::Ordered {
                low: "minDisk",
                high: "maxDisk",
                error: "INVALID_SCALING",
            },
            Rule::Ordered {
                low: "minContainers",
                high: "maxContainers",
                error: "INVALID_SCALING",
            },
        ],
        actions: &[],
        default_action: None,
    },
    errors: &[
        &errors::SERVICE_REQUIRED,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_NOT_FOUND,
        &errors::INVALID_SCALING,
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
        "project.process.list",
        "service.autoscaling.put",
        "process.get",
    ],
    budget_bytes: 16384usize,
};
