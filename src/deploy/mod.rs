//! Getting an application onto the platform: which files it consists of, how they travel, and what
//! became of them. The operation in `ops::deploy` puts these parts together.

pub mod archive;
pub(crate) mod changes;
pub mod classify;
pub mod commit;
pub(crate) mod dev_server;
pub(crate) mod edits;
pub(crate) mod exec;
pub mod files;
pub(crate) mod mounts;
pub mod programs;
pub mod remote;
pub mod ssh;
pub mod stage;
pub mod zcli;

#[cfg(all(test, unix))]
mod testing;
