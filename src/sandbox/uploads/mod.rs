//! Uploads: archives on their way into the sandbox, and those that wait to be built.

pub(crate) mod receive;
pub(crate) mod store;
