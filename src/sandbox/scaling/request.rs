//! The body of an autoscaling request.

use serde_json::Value;

use super::limits::{CpuMode, Scaling};
use super::rules::Limit;
use crate::sandbox::wire::error::ApiError;

/// Reads `customAutoscaling`.
///
/// Derived: the shape. An absent or null group names nothing.
pub(crate) fn read(custom: &Value) -> Result<Scaling, ApiError> {
    if !matches!(custom, Value::Null | Value::Object(_)) {
        return Err(ApiError::unlike("customAutoscaling", custom, "an object"));
    }
    let vertical = group(custom, "customAutoscaling", "verticalAutoscaling")?;
    let horizontal = group(custom, "customAutoscaling", "horizontalAutoscaling")?;
    let at = "customAutoscaling.verticalAutoscaling";
    let min = group(vertical, at, "minResource")?;
    let max = group(vertical, at, "maxResource")?;
    let free = group(vertical, at, "minFreeResource")?;
    let cpu_mode = match &vertical["cpuMode"] {
        Value::Null => None,
        Value::String(name) => match CpuMode::from_wire(name) {
            Some(mode) => Some(mode),
            None => return Err(ApiError::user_input(&format!("{at}.cpuMode"), "must be SHARED or DEDICATED")),
        },
        _ => return Err(ApiError::user_input(&format!("{at}.cpuMode"), "must be a string")),
    };
    let swap = match &vertical["swapEnabled"] {
        Value::Null => None,
        Value::Bool(on) => Some(*on),
        _ => return Err(ApiError::user_input(&format!("{at}.swapEnabled"), "must be a boolean")),
    };
    Ok(Scaling {
        cpu_mode,
        swap,
        min_cpu: integer(&min["cpuCoreCount"], Limit::MinCpu)?,
        max_cpu: integer(&max["cpuCoreCount"], Limit::MaxCpu)?,
        min_ram: number(&min["memoryGBytes"], Limit::MinRam)?,
        max_ram: number(&max["memoryGBytes"], Limit::MaxRam)?,
        min_disk: number(&min["diskGBytes"], Limit::MinDisk)?,
        max_disk: number(&max["diskGBytes"], Limit::MaxDisk)?,
        start_cpu: integer(&vertical["startCpuCoreCount"], Limit::StartCpu)?,
        free_cpu_cores: number(&free["cpuCoreCount"], Limit::FreeCpuCores)?,
        free_cpu_percent: number(&free["cpuCorePercent"], Limit::FreeCpuPercent)?,
        free_ram: number(&free["memoryGBytes"], Limit::FreeRam)?,
        free_ram_percent: number(&free["memoryPercent"], Limit::FreeRamPercent)?,
        min_containers: integer(&horizontal["minContainerCount"], Limit::MinContainers)?,
        max_containers: integer(&horizontal["maxContainerCount"], Limit::MaxContainers)?,
    })
}

/// The name of a limit in the request.
pub(crate) fn field(limit: Limit) -> String {
    let (group, name) = match limit {
        Limit::MinCpu => ("verticalAutoscaling.minResource", "cpuCoreCount"),
        Limit::MaxCpu => ("verticalAutoscaling.maxResource", "cpuCoreCount"),
        Limit::MinRam => ("verticalAutoscaling.minResource", "memoryGBytes"),
        Limit::MaxRam => ("verticalAutoscaling.maxResource", "memoryGBytes"),
        Limit::MinDisk => ("verticalAutoscaling.minResource", "diskGBytes"),
        Limit::MaxDisk => ("verticalAutoscaling.maxResource", "diskGBytes"),
        Limit::StartCpu => ("verticalAutoscaling", "startCpuCoreCount"),
        Limit::FreeCpuCores => ("verticalAutoscaling.minFreeResource", "cpuCoreCount"),
        Limit::FreeCpuPercent => ("verticalAutoscaling.minFreeResource", "cpuCorePercent"),
        Limit::FreeRam => ("verticalAutoscaling.minFreeResource", "memoryGBytes"),
        Limit::FreeRamPercent => ("verticalAutoscaling.minFreeResource", "memoryPercent"),
        Limit::MinContainers => ("horizontalAutoscaling", "minContainerCount"),
        Limit::MaxContainers => ("horizontalAutoscaling", "maxContainerCount"),
    };
    format!("customAutoscaling.{group}.{name}")
}

fn group<'a>(parent: &'a Value, path: &str, name: &str) -> Result<&'a Value, ApiError> {
    match &parent[name] {
        value @ (Value::Null | Value::Object(_)) => Ok(value),
        _ => Err(ApiError::user_input(&format!("{path}.{name}"), "must be an object")),
    }
}

fn integer(value: &Value, limit: Limit) -> Result<Option<u64>, ApiError> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => match number.as_u64() {
            Some(number) => Ok(Some(number)),
            // A negative number is a number: it is out of range, not of the wrong type.
            None if number.as_i64().is_some() => Ok(Some(0)),
            None => Err(ApiError::user_input(&field(limit), "must be an integer")),
        },
        _ => Err(ApiError::user_input(&field(limit), "must be an integer")),
    }
}

fn number(value: &Value, limit: Limit) -> Result<Option<f64>, ApiError> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_f64()),
        _ => Err(ApiError::user_input(&field(limit), "must be a number")),
    }
}
