//! The operations behind the tools, written by hand: one file, or one file with a folder, for each tool, one function
//! per `op` of the spec. A `pub` function that takes `&Context` first is such an op; helpers are `pub(crate)`.
//!
//! No tools are [`context`] and [`tool`], which the server and the generated table use, and `completion`; that of
//! `zerops_context` is [`guidance`]. What several operations need is in `support`.

pub mod backup;
pub mod browse;
pub(crate) mod completion;
pub mod context;
pub mod delete;
pub mod deploy;
pub mod dev_server;
pub mod discover;
pub mod env;
pub mod events;
pub mod exec;
pub mod guidance;
pub mod import;
pub mod knowledge;
pub mod logs;
pub mod manage;
pub mod mount;
pub mod preprocess;
pub mod process;
pub mod query;
pub mod recipes;
pub mod scale;
pub mod status;
pub mod subdomain;
pub(crate) mod support;
pub mod tool;
pub mod usage;
pub mod validate;
pub mod verify;
pub mod versions;
pub mod workflow;
