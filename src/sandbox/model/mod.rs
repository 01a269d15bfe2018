//! The things a platform holds, as plain data. What happens to them is in [`super::lifecycle`],
//! how they look on the wire in [`super::wire`].

pub(crate) mod app_version;
pub(crate) mod data;
pub(crate) mod env;
pub(crate) mod process;
pub(crate) mod project;
pub(crate) mod service;
pub(crate) mod shelf;
pub(crate) mod variables;
