//! The limits between which one container scales.

use super::super::read::record::{choice, record};

choice! {
    /// How CPU cores are given out.
    CpuMode {
        /// Cores are shared with others.
        Shared = "SHARED",
        /// Cores of its own.
        Dedicated = "DEDICATED",
    }
}

record! {
    /// The limits between which one container scales.
    VerticalAutoscaling {
        /// How CPU cores are given out.
        optional cpu_mode: CpuMode = "cpuMode",
        /// The fewest CPU cores.
        optional min_cpu: i64 = "minCpu",
        /// The most CPU cores.
        optional max_cpu: i64 = "maxCpu",
        /// The least RAM in GB.
        optional min_ram: f64 = "minRam",
        /// The most RAM in GB.
        optional max_ram: f64 = "maxRam",
        /// The least disk in GB.
        optional min_disk: f64 = "minDisk",
        /// The most disk in GB.
        optional max_disk: f64 = "maxDisk",
        /// CPU cores at the start of a container.
        optional start_cpu_core_count: i64 = "startCpuCoreCount",
        /// The free part of a core below which cores are added; dedicated cores only.
        optional min_free_cpu_cores: f64 = "minFreeCpuCores",
        /// The free percentage of all cores below which cores are added; dedicated cores only.
        optional min_free_cpu_percent: f64 = "minFreeCpuPercent",
        /// The free RAM in GB below which RAM is added.
        optional min_free_ram: f64 = "minFreeRamGB",
        /// The free percentage of RAM below which RAM is added.
        optional min_free_ram_percent: f64 = "minFreeRamPercent",
        /// Whether there is swap.
        optional swap_enabled: bool = "swapEnabled",
        /// CPU cores of a virtual machine.
        optional cpu: i64 = "cpu",
        /// RAM of a virtual machine in GB.
        optional ram: f64 = "ram",
        /// Disk of a virtual machine in GB.
        optional disk: f64 = "disk",
        /// The old name of `minCpu`.
        optional min_vcpu: i64 = "minVCpu",
        /// The old name of `maxCpu`.
        optional max_vcpu: i64 = "maxVCpu",
    }
}
