//! Builds: from an archive to the files of a version.

pub(crate) mod cache;
pub(crate) mod stage;
pub(crate) mod tree;
pub(crate) mod unpack;
