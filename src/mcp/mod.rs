//! The MCP server: one hand-written handler over the generated table, and the two ways to reach it.
//!
//! Deliberately absent: anything about a single tool. What a tool is comes from its row of the
//! table, what it does from [`crate::ops`].

pub mod audit;
pub mod caller;
pub mod consent;
pub mod http;
pub mod metrics;
pub mod offer;
pub mod refusal;
pub mod render;
pub mod server;
pub mod skills;
pub mod stdio;

mod broken_line;
mod call;
mod cancelling;
mod completion;
#[cfg(feature = "conformance-fixtures")]
#[expect(deprecated, reason = "older revisions of the protocol have these, and the suite asks for them")]
mod fixtures;
mod handler;
mod hosts;
pub(crate) mod incoming;
mod methods;
mod narrow;
mod progress;
mod prompts;
mod record;
mod resources;
mod tasks;

#[cfg(test)]
mod tests;
