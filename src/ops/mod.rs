//! The operations behind the tools, written by hand: one file per domain, one function per `op` of
//! the spec. A `pub` function that takes `&Context` first is such an op; helpers are `pub(crate)`.

mod addresses;
pub(crate) mod completion;
mod consent;
pub mod context;
pub mod delete;
pub mod deploy;
pub mod discover;
pub mod documents;
pub mod env;
pub mod events;
mod failure;
mod files;
pub(crate) mod finish;
mod follow;
pub mod guidance;
pub mod import;
pub mod knowledge;
mod live;
pub mod logs;
pub mod manage;
pub mod mount;
pub(crate) mod notebook;
mod plan;
pub mod process;
mod remote;
pub mod scale;
mod scaling;
mod schema;
mod services;
pub mod subdomain;
pub mod tool;
mod unknowable;
mod vacate;
pub mod verify;
mod views;
pub mod workflow;
