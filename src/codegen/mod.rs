//! From `spec/` and `knowledge/` to `generated/`. Compiled into build.rs and into the tests, never into the product.
//!
//! Loading reads every file and collects every fault; rendering is a pure function from the model
//! to a map of paths and texts; only `drive` touches the disk.

pub(crate) mod causes;
pub(crate) mod check;
pub(crate) mod commit;
pub(crate) mod diagnostics;
pub(crate) mod drive;
pub(crate) mod examples;
pub(crate) mod fields;
pub(crate) mod forms;
pub(crate) mod hints;
pub(crate) mod load;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod ops;
mod queries;
pub(crate) mod reader;
pub(crate) mod render;
pub(crate) mod surface;
pub(crate) mod tables;
