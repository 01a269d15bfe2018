//! The MCP server: one hand-written handler over the generated table, the transport of standard
//! input and output, and what a process needs around them.
//!
//! Deliberately absent: anything about a single tool. What a tool is comes from its row of the
//! table, what it does from [`crate::ops`].

pub mod consent;
pub mod descriptor;
pub mod logging;
pub mod offer;
pub mod refusal;
pub mod render;
pub mod runtime;
pub mod server;
pub mod stdio;

mod broken_line;
mod call;
mod completion;
mod in_flight;
pub(crate) mod incoming;
pub(crate) mod lines;
mod methods;
mod narrow;
mod progress;
mod prompts;
mod resources;
pub(crate) mod transport;

#[cfg(test)]
mod tests;
