//! Scaling limits of a service. Every number may be null, which in a request leaves a limit out.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::scaling::Scaling;

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

impl Autoscaling {
    /// The form in which a request has limits; those of the number of containers only where they are for the service.
    #[must_use]
    pub fn of(limits: &Scaling, horizontal: bool) -> Self {
        let resource = |cores, ram, disk| Resource { cpu_core_count: cores, memory_gbytes: ram, disk_gbytes: disk };
        Self {
            vertical_autoscaling: Some(VerticalAutoscaling {
                cpu_mode: limits.cpu_mode.clone(),
                start_cpu_core_count: limits.start_cpu_core_count,
                swap_enabled: limits.swap_enabled,
                min_resource: Some(resource(limits.min_cpu, limits.min_ram, limits.min_disk)),
                max_resource: Some(resource(limits.max_cpu, limits.max_ram, limits.max_disk)),
                min_free_resource: Some(MinFreeResource {
                    cpu_core_count: limits.min_free_cpu_cores,
                    cpu_core_percent: limits.min_free_cpu_percent,
                    memory_gbytes: limits.min_free_ram_gb,
                    memory_percent: limits.min_free_ram_percent,
                }),
            }),
            horizontal_autoscaling: horizontal.then_some(HorizontalAutoscaling {
                min_container_count: limits.min_containers,
                max_container_count: limits.max_containers,
            }),
        }
    }

    /// The limits that it has.
    #[must_use]
    pub fn limits(&self) -> Scaling {
        let vertical = self.vertical_autoscaling.clone().unwrap_or_default();
        let horizontal = self.horizontal_autoscaling.clone().unwrap_or_default();
        let least = vertical.min_resource.unwrap_or_default();
        let most = vertical.max_resource.unwrap_or_default();
        let free = vertical.min_free_resource.unwrap_or_default();
        Scaling {
            cpu_mode: vertical.cpu_mode,
            min_cpu: least.cpu_core_count,
            max_cpu: most.cpu_core_count,
            min_ram: least.memory_gbytes,
            max_ram: most.memory_gbytes,
            min_disk: least.disk_gbytes,
            max_disk: most.disk_gbytes,
            min_containers: horizontal.min_container_count,
            max_containers: horizontal.max_container_count,
            min_free_ram_gb: free.memory_gbytes,
            min_free_ram_percent: free.memory_percent,
            min_free_cpu_cores: free.cpu_core_count,
            min_free_cpu_percent: free.cpu_core_percent,
            start_cpu_core_count: vertical.start_cpu_core_count,
            swap_enabled: vertical.swap_enabled,
        }
    }
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
