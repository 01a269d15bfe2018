//! How things look on the wire: the union of the fields that the two SDK generations read, with
//! every array present and every nullable field sent as null.

pub(crate) mod app_version;
pub(crate) mod catalog;
pub(crate) mod error;
pub(crate) mod index;
pub(crate) mod process;
pub(crate) mod project;
pub(crate) mod reply;
pub(crate) mod scaling;
pub(crate) mod service;
pub(crate) mod user;
