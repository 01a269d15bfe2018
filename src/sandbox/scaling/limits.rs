//! The limits between which the platform scales a service by itself.

use crate::domain::ranges;
use crate::domain::scaling::{CpuMode, Scaling};
use crate::domain::status::Category;
use crate::sandbox::catalog::{Mode, TypeInfo};

/// Limits with a change over them.
///
/// Guessed: what a change does not name stays as it is.
pub(crate) fn overlaid(limits: &Scaling, change: &Scaling) -> Scaling {
    let mut all = limits.clone();
    all.overlay(change);
    all
}

/// The limits of a new service.
///
/// Derived: the documented ranges and thresholds. Object storage has none.
/// Guessed: a runtime in mode HA starts with two containers.
pub(crate) fn defaults(kind: &TypeInfo, mode: Mode) -> Scaling {
    let family = kind.family;
    let containers = match (&family.category, mode) {
        (Category::ObjectStorage, _) => return Scaling::default(),
        (Category::User, Mode::NonHa) => (1, 10),
        (Category::User, Mode::Ha) => (2, 10),
        (Category::SharedStorage, Mode::Ha) => (2, 2),
        (Category::Standard, Mode::Ha) => (3, 3),
        _ => (1, 1),
    };
    Scaling {
        cpu_mode: Some(CpuMode::Shared.word().to_owned()),
        min_cpu: Some(1),
        max_cpu: Some(8),
        min_ram: Some(family.min_ram(mode)),
        max_ram: Some(ranges::RAM.most),
        min_disk: Some(family.min_disk),
        max_disk: Some(ranges::DISK.most),
        min_containers: Some(containers.0),
        max_containers: Some(containers.1),
        min_free_ram_gb: Some(0.0625),
        min_free_ram_percent: Some(0.0),
        min_free_cpu_cores: Some(0.1),
        min_free_cpu_percent: Some(0.0),
        start_cpu_core_count: Some(2),
        swap_enabled: Some(true),
    }
}
