//! The import of services: what a document says, and making it so. Seeds take the same way.

pub(crate) mod ahead;
pub(crate) mod apply;
pub(crate) mod builds;
pub(crate) mod document;
mod fields;
mod over;
mod preprocessor;
pub(crate) mod service;
#[cfg(test)]
mod tests;
pub(crate) mod zerops_yaml;
