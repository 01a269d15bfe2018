//! Generated from `spec/` by build.rs. Do not edit: change the spec and build.

pub mod operations;
pub mod registry;
