//! What services write: a bounded store, the lines that simulated services and builds leave in it,
//! and the backend that reads and follows it.

pub(crate) mod access;
pub(crate) mod lines;
pub(crate) mod query;
pub(crate) mod store;
pub(crate) mod stream;
pub(crate) mod wire;
