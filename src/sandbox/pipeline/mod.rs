//! What becomes of an uploaded version: it is built, prepared and deployed.
//!
//! A version is taken up as a [`job::Job`]. Whoever works on it says through a [`report::Report`]
//! how it goes; the state machines and the clock stay where they are. Without a
//! [`worker::Worker`] the work is `simulated`: the archive is looked at and the clock does the rest.

pub(crate) mod archive;
pub(crate) mod begin;
pub(crate) mod deploy_files;
mod headers;
pub(crate) mod job;
pub(crate) mod report;
pub(crate) mod simulated;
pub(crate) mod start;
pub(crate) mod worker;
