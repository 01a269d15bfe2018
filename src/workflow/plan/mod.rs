//! A plan: which services a project is to have, checked, and the documents that make them.
//!
//! `check` says everything that is wrong with a plan at once and what becomes of each service,
//! [`import_yaml`] writes the document that makes those that are missing, and [`scaffold`] the zerops.yaml that
//! a runtime is deployed with. All of it is pure; what exists is passed in.

pub mod check;
pub mod families;
pub mod import_yaml;
pub mod scaffold;
#[cfg(test)]
mod tests;
mod types;

pub use check::{Checked, Existing, Finding, Resolution, Resolved, Role, World, check};
