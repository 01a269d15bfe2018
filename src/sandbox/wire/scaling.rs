//! Scaling limits on the wire.

use serde_json::{Value, json};

use crate::sandbox::scaling::limits::Scaling;

/// `CustomAutoscaling`, or null when nothing is set.
pub(crate) fn custom(scaling: &Scaling) -> Value {
    if *scaling == Scaling::default() {
        return Value::Null;
    }
    json!({
        "verticalAutoscaling": if scaling.is_vertical() { vertical(scaling) } else { Value::Null },
        "horizontalAutoscaling": if scaling.is_horizontal() { horizontal(scaling) } else { Value::Null },
    })
}

fn vertical(scaling: &Scaling) -> Value {
    json!({
        "cpuMode": scaling.cpu_mode.map(super::super::scaling::limits::CpuMode::wire),
        "startCpuCoreCount": scaling.start_cpu,
        "swapEnabled": scaling.swap,
        "minResource": {
            "cpuCoreCount": scaling.min_cpu,
            "memoryGBytes": scaling.min_ram,
            "diskGBytes": scaling.min_disk,
        },
        "maxResource": {
            "cpuCoreCount": scaling.max_cpu,
            "memoryGBytes": scaling.max_ram,
            "diskGBytes": scaling.max_disk,
        },
        "minFreeResource": {
            "cpuCoreCount": scaling.free_cpu_cores,
            "cpuCorePercent": scaling.free_cpu_percent,
            "memoryGBytes": scaling.free_ram,
            "memoryPercent": scaling.free_ram_percent,
        },
    })
}

fn horizontal(scaling: &Scaling) -> Value {
    json!({ "minContainerCount": scaling.min_containers, "maxContainerCount": scaling.max_containers })
}
