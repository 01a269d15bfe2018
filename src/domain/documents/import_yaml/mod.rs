//! import.yaml: which services there are, and of which project.

pub mod document;
pub mod project;
pub mod scaling;
pub mod service;

pub use document::{ImportYaml, parse, read, tree};
pub use project::{CorePackage, Location, Project};
pub use scaling::VerticalAutoscaling;
pub use service::{InlineZeropsYaml, Mode, Policy, Service};

pub(crate) use document::RECORDS;
