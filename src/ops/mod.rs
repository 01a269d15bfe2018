//! The operations behind the tools, written by hand: one file per domain, one function per `op` of
//! the spec.

pub mod context;
pub mod tool;
