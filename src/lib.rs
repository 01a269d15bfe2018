//! zcp: an MCP server that gives a coding agent the operations of one Zerops project.
//!
//! Tools are declared in `spec/` and generated into `generated/`; the operations behind them are
//! in [`ops`]; the platform is reached through [`platform`] alone, which may be the real one or
//! the local one of [`sandbox`].

mod browser;
pub mod cli;
mod database;
pub mod deploy;
pub mod domain;
mod files;
pub mod knowledge;
pub mod mcp;
pub mod ops;
pub mod platform;
mod preprocessor;
pub mod process;
mod programs;
pub mod sandbox;
mod suggest;
pub mod workflow;

#[rustfmt::skip]
#[expect(clippy::doc_markdown, clippy::too_many_lines, clippy::unreadable_literal, reason = "its texts are the spec's, its functions are tables")]
#[path = "../generated/mod.rs"]
pub mod generated;

#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
