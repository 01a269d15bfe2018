//! What is wrong with documents whose values all have the right types.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod fits;
pub(crate) mod import_yaml;
pub(crate) mod isolation;
mod kind;
pub(crate) mod priority;
pub(crate) mod probes;
pub(crate) mod profile_overrides;
pub(crate) mod project;
pub(crate) mod ranges;
pub(crate) mod retired;
pub(crate) mod run;
pub(crate) mod scaling;
pub(crate) mod scope;
pub(crate) mod service;
pub(crate) mod setups;
pub(crate) mod storage;
pub(crate) mod system;
pub(crate) mod twice;
pub(crate) mod variables;
pub(crate) mod volume;
pub(crate) mod web_server;
pub(crate) mod zerops_yaml;
