//! From the model to the text of every generated file. Pure: no file is read or written here.

mod calls;
mod catalog;
mod docs;
mod errors;
mod failures;
mod file;
mod further;
mod knowledge;
mod operations;
mod params;
mod publish;
mod registry;
mod rust;
mod schemas;
mod situations;
mod tests;
mod tool;
mod types;
mod variables;
mod workflows;

pub(crate) use file::{CHANGES, TOOLS, render};
pub(crate) use schemas::accepted as accepted_schema;
