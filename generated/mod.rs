//! Generated from `spec/` by build.rs. Do not edit: change the spec and build.
//! Source: spec/. Written by build.rs (src/codegen/render/file.rs); edit the spec.

pub mod catalog;
pub mod errors;
pub mod failures;
pub mod family_names;
pub mod knowledge;
pub mod further;
pub mod operations;
pub mod registry;
pub mod situations;
pub mod tools;
pub mod types;
pub mod variables;
pub mod workflows;
