//! Scaling limits of a service. Every number may be null, which in a request leaves a limit out.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::process::Process;

/// Limits of a service: what is in force, or what its owner has set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Autoscaling {
    /// CPU, RAM and disk of each container.
    #[serde(default)]
    pub vertical_autoscaling: Option<VerticalAutoscaling>,
    /// The number of containers.
    #[serde(default)]
    pub horizontal_autoscaling: Option<HorizontalAutoscaling>,
}

/// Limits of CPU, RAM and disk of each container.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerticalAutoscaling {
    /// `SHARED` or `DEDICATED`.
    #[serde(default)]
    pub cpu_mode: Option<String>,
    /// Cores that a container starts with.
    #[serde(default)]
    pub start_cpu_core_count: Option<i64>,
    /// Whether swap is on.
    #[serde(default)]
    pub swap_enabled: Option<bool>,
    /// The lower bounds.
    #[serde(default)]
    pub min_resource: Option<Resource>,
    /// The upper bounds.
    #[serde(default)]
    pub max_resource: Option<Resource>,
    /// What must stay free before a container grows.
    #[serde(default)]
    pub min_free_resource: Option<MinFreeResource>,
}

/// An amount of each resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// Cores; the API refuses a fraction.
    #[serde(default)]
    pub cpu_core_count: Option<i64>,
    /// RAM in GB.
    #[serde(default, rename = "memoryGBytes")]
    pub memory_gbytes: Option<f64>,
    /// Disk in GB.
    #[serde(default, rename = "diskGBytes")]
    pub disk_gbytes: Option<f64>,
}

/// What must stay free before a container grows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MinFreeResource {
    /// Cores, fractions allowed.
    #[serde(default)]
    pub cpu_core_count: Option<f64>,
    /// Percent of the cores.
    #[serde(default)]
    pub cpu_core_percent: Option<f64>,
    /// RAM in GB.
    #[serde(default, rename = "memoryGBytes")]
    pub memory_gbytes: Option<f64>,
    /// Percent of the RAM.
    #[serde(default)]
    pub memory_percent: Option<f64>,
}

/// Limits of the number of containers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HorizontalAutoscaling {
    /// The lower bound.
    #[serde(default)]
    pub min_container_count: Option<i64>,
    /// The upper bound.
    #[serde(default)]
    pub max_container_count: Option<i64>,
}

/// The body that sets limits. It has no mode: the API takes one for a change of it, and null too. Whether a
/// profile that is left out stays is unknown, so what a service has is sent along.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AutoscalingRequest {
    /// The profile that the service has, which managed services are sized by; left out where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autoscaling_profile_id: Option<String>,
    /// What its owner has changed of the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autoscaling_profile_overrides: Option<Value>,
    /// The limits.
    #[serde(default)]
    pub custom_autoscaling: Option<Autoscaling>,
}

/// What setting limits answers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AutoscalingAnswer {
    /// The process that applies the limits; absent when they applied at once.
    #[serde(default)]
    pub process: Option<Process>,
}
