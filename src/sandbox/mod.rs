//! A local Zerops: the platform's REST API over loopback, with state machines behind it.
//!
//! It is an implementation, not a mock: what a call answers follows from state that earlier calls
//! left. State lives in memory. Each behaviour says in its documentation how it is known:
//! `Observed:` the platform was seen doing it, `Derived:` it follows from how its clients work,
//! `Guessed:` nobody has looked yet.
//!
//! With `execute` what is deployed really runs (`exec`).

pub mod control;
#[cfg(unix)]
pub mod exec;
pub mod faults;
pub mod options;
pub mod platform_date;
pub mod requests;
pub mod seeds;
pub mod server;
pub mod ssh;
pub mod tokens;

mod authority;
pub(crate) mod backups;
mod catalog;
mod catalog_former;
mod connection;
mod control_http;
mod endpoints;
mod env_file;
mod execution;
mod fault_answers;
mod fault_texts;
pub(crate) mod folder;
mod git;
mod glob;
mod handlers;
pub(crate) mod ids;
mod import;
mod lifecycle;
mod logs;
mod model;
mod paths;
pub(crate) mod pipeline;
mod population;
mod recipes;
mod routes;
mod scaling;
mod schemas;
mod search;
mod secure;
mod shared;
#[cfg(test)]
mod tests;
mod uploads;
mod usage;
mod wire;
mod world;
mod zerops_yaml;
