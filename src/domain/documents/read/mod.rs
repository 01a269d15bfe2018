//! Reads nodes of a document into typed values and reports what does not fit.

pub(crate) mod entries;
pub(crate) mod hints;
pub(crate) mod reader;
pub(crate) mod record;
pub(crate) mod shape;
pub(crate) mod sink;
