//! The limits between which the platform scales a service by itself.

use crate::sandbox::catalog::{Category, Mode, TypeInfo};

/// How CPU cores are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CpuMode {
    Shared,
    Dedicated,
}

impl CpuMode {
    /// The mode as it goes on the wire.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Shared => "SHARED",
            Self::Dedicated => "DEDICATED",
        }
    }

    /// The mode of this name on the wire.
    pub(crate) fn from_wire(name: &str) -> Option<Self> {
        match name {
            "SHARED" => Some(Self::Shared),
            "DEDICATED" => Some(Self::Dedicated),
            _ => None,
        }
    }
}

/// A set of limits of which any may be absent: the defaults, what a user set, or a change.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scaling {
    pub(crate) cpu_mode: Option<CpuMode>,
    pub(crate) min_cpu: Option<u64>,
    pub(crate) max_cpu: Option<u64>,
    /// GB, like everything of RAM and disk here.
    pub(crate) min_ram: Option<f64>,
    pub(crate) max_ram: Option<f64>,
    pub(crate) min_disk: Option<f64>,
    pub(crate) max_disk: Option<f64>,
    pub(crate) start_cpu: Option<u64>,
    pub(crate) swap: Option<bool>,
    pub(crate) free_cpu_cores: Option<f64>,
    pub(crate) free_cpu_percent: Option<f64>,
    pub(crate) free_ram: Option<f64>,
    pub(crate) free_ram_percent: Option<f64>,
    pub(crate) min_containers: Option<u64>,
    pub(crate) max_containers: Option<u64>,
}

impl Scaling {
    /// These limits with a change over them.
    ///
    /// Guessed: what a change does not name stays as it is.
    pub(crate) fn overlaid(&self, change: &Self) -> Self {
        Self {
            cpu_mode: change.cpu_mode.or(self.cpu_mode),
            min_cpu: change.min_cpu.or(self.min_cpu),
            max_cpu: change.max_cpu.or(self.max_cpu),
            min_ram: change.min_ram.or(self.min_ram),
            max_ram: change.max_ram.or(self.max_ram),
            min_disk: change.min_disk.or(self.min_disk),
            max_disk: change.max_disk.or(self.max_disk),
            start_cpu: change.start_cpu.or(self.start_cpu),
            swap: change.swap.or(self.swap),
            free_cpu_cores: change.free_cpu_cores.or(self.free_cpu_cores),
            free_cpu_percent: change.free_cpu_percent.or(self.free_cpu_percent),
            free_ram: change.free_ram.or(self.free_ram),
            free_ram_percent: change.free_ram_percent.or(self.free_ram_percent),
            min_containers: change.min_containers.or(self.min_containers),
            max_containers: change.max_containers.or(self.max_containers),
        }
    }

    /// Whether it names a number of containers.
    pub(crate) fn is_horizontal(&self) -> bool {
        self.min_containers.is_some() || self.max_containers.is_some()
    }

    /// Whether it names anything of one container's resources.
    pub(crate) fn is_vertical(&self) -> bool {
        let mut rest = self.clone();
        (rest.min_containers, rest.max_containers) = (None, None);
        rest != Self::default()
    }
}

/// The limits of a new service.
///
/// Derived: the documented ranges and thresholds. Object storage has none.
/// Guessed: a runtime in mode HA starts with two containers.
pub(crate) fn defaults(kind: &TypeInfo, mode: Mode) -> Scaling {
    let family = kind.family;
    let containers = match (family.category, mode) {
        (Category::ObjectStorage, _) => return Scaling::default(),
        (Category::User, Mode::NonHa) => (1, 10),
        (Category::User, Mode::Ha) => (2, 10),
        (Category::SharedStorage, Mode::Ha) => (2, 2),
        (Category::Standard, Mode::Ha) => (3, 3),
        _ => (1, 1),
    };
    Scaling {
        cpu_mode: Some(CpuMode::Shared),
        min_cpu: Some(1),
        max_cpu: Some(8),
        min_ram: Some(family.min_ram(mode)),
        max_ram: Some(48.0),
        min_disk: Some(family.min_disk),
        max_disk: Some(250.0),
        start_cpu: Some(2),
        swap: Some(true),
        free_cpu_cores: Some(0.1),
        free_cpu_percent: Some(0.0),
        free_ram: Some(0.0625),
        free_ram_percent: Some(0.0),
        min_containers: Some(containers.0),
        max_containers: Some(containers.1),
    }
}
