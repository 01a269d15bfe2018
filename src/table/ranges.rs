//! The ranges within which a service scales: for the parameters of tools, for documents, for the sandbox.

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The smallest.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// Of what.
    pub unit: &'static str,
}

/// CPU cores of a container.
pub const CORES: Range = Range { least: 1.0, most: 8.0, unit: "cores" };
/// GB of RAM of a container. The types of some services take more at least.
pub const RAM: Range = Range { least: 0.125, most: 48.0, unit: "GB" };
/// GB of disk of a container. The types of some services take more at least.
pub const DISK: Range = Range { least: 1.0, most: 250.0, unit: "GB" };
/// Containers of a runtime.
pub const CONTAINERS: Range = Range { least: 1.0, most: 10.0, unit: "containers" };
/// Cores that are kept free.
pub const FREE_CORES: Range = Range { least: 0.0, most: CORES.most, unit: "cores" };
/// GB of RAM that are kept free.
pub const FREE_RAM: Range = Range { least: 0.0, most: RAM.most, unit: "GB" };
/// A share.
pub const PERCENT: Range = Range { least: 0.0, most: 100.0, unit: "percent" };

/// What the spec calls them, as the `range` of a parameter.
pub const NAMED: &[(&str, Range)] = &[
    ("cores", CORES),
    ("ram", RAM),
    ("disk", DISK),
    ("containers", CONTAINERS),
    ("freeCores", FREE_CORES),
    ("freeRam", FREE_RAM),
    ("percent", PERCENT),
];

impl Range {
    /// Whether a number is in it.
    #[must_use]
    pub fn holds(self, number: f64) -> bool {
        number >= self.least && number <= self.most
    }

    /// The same from a larger number on.
    #[must_use]
    pub const fn from(self, least: f64) -> Self {
        Self { least, ..self }
    }
}
