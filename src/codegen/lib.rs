//! From `spec/` and `knowledge/` to `generated/`. A package of its own, for the build script,
//! the tests and the releases; no part of the program.
//!
//! Loading reads every file and collects every fault; rendering is a pure function from the model
//! to a map of paths and texts; only `drive` touches the disk.

pub(crate) mod causes;
pub(crate) mod check;
pub mod commit;
pub(crate) mod diagnostics;
pub mod drive;
pub(crate) mod examples;
pub(crate) mod fields;
pub(crate) mod forms;
pub(crate) mod hints;
pub mod load;
pub mod marked;
pub mod model;
pub(crate) mod names;
pub mod ops;
mod queries;
pub(crate) mod reader;
pub(crate) mod render;
pub mod surface;
pub(crate) mod tables;

use zcp_table as domain;
