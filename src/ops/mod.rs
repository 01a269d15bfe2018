//! The operations behind the tools, written by hand: one file per domain, one function per `op` of
//! the spec. A `pub` function that takes `&Context` first is such an op; helpers are `pub(crate)`.

pub mod context;
pub mod delete;
pub mod discover;
pub mod env;
pub mod events;
mod failure;
pub(crate) mod finish;
mod follow;
pub mod guidance;
pub mod logs;
pub mod manage;
pub mod process;
pub mod scale;
mod scaling;
mod services;
pub mod subdomain;
pub mod tool;
mod views;
