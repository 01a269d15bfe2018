//! How services, processes and app versions change: pure state machines, the table of what the
//! platform can do, and the engine that applies both as time passes.

pub(crate) mod action;
pub(crate) mod app_version;
pub(crate) mod effects;
pub(crate) mod engine;
pub(crate) mod process;
pub(crate) mod service;
pub(crate) mod stages;
