//! What services use, and what that costs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::envelope::Condition;
use super::lenient::{moment, readable, write_moment};
use crate::domain::ids::ServiceId;

/// A question for sums by group.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupRequest {
    /// Conditions that must all hold.
    pub search: Vec<Condition>,
    /// What a group is, such as `serviceStackId`.
    pub group_by: String,
    /// How long a bucket is: `1m`, `1h` or `1d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_group_by: Option<String>,
    /// Where days begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// From when on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub till: Option<Timestamp>,
    /// How many groups at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// An amount with its limit: cores, or GB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// What the containers have together.
    #[serde(default, deserialize_with = "readable")]
    pub limit: Option<f64>,
    /// What they use of it.
    #[serde(default, deserialize_with = "readable")]
    pub used: Option<f64>,
}

/// What a service uses now.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LiveUsage {
    /// The service.
    pub service_stack_id: ServiceId,
    /// Dedicated cores; 0 of 0 where they are shared.
    #[serde(default, deserialize_with = "readable")]
    pub cpu: Option<Amount>,
    /// Shared cores.
    #[serde(default, deserialize_with = "readable")]
    pub v_cpu: Option<Amount>,
    /// RAM in GB.
    #[serde(default, rename = "ramGBytes", deserialize_with = "readable")]
    pub ram: Option<Amount>,
    /// Disk in GB.
    #[serde(default, rename = "diskGBytes", deserialize_with = "readable")]
    pub disk: Option<Amount>,
}

/// What a service used on average in a while, all containers together.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageBucket {
    /// When it began.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub from: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub till: Option<Timestamp>,
    /// The service.
    pub service_stack_id: ServiceId,
    /// How many containers it had.
    #[serde(default, deserialize_with = "readable")]
    pub container_count: Option<f64>,
    /// Dedicated cores that there were.
    #[serde(default, deserialize_with = "readable")]
    pub cpu_limit: Option<f64>,
    /// Dedicated cores that were used.
    #[serde(default, deserialize_with = "readable")]
    pub cpu_used: Option<f64>,
    /// Shared cores that there were.
    #[serde(default, deserialize_with = "readable")]
    pub v_cpu_limit: Option<f64>,
    /// Shared cores that were used.
    #[serde(default, deserialize_with = "readable")]
    pub v_cpu_used: Option<f64>,
    /// RAM that there was, in GB.
    #[serde(default, deserialize_with = "readable")]
    pub ram_limit: Option<f64>,
    /// RAM that was used, in GB.
    #[serde(default, deserialize_with = "readable")]
    pub ram_used: Option<f64>,
    /// Disk that there was, in GB.
    #[serde(default, deserialize_with = "readable")]
    pub disk_limit: Option<f64>,
    /// Disk that was used, in GB.
    #[serde(default, deserialize_with = "readable")]
    pub disk_used: Option<f64>,
}

/// What a service cost on a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DayCost {
    /// The service; none for what the project costs by itself.
    #[serde(default, deserialize_with = "readable")]
    pub stack_id: Option<ServiceId>,
    /// The day.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub from: Option<Timestamp>,
    /// In the currency of the account.
    #[serde(default, deserialize_with = "readable")]
    pub sum_total_price: Option<f64>,
}
