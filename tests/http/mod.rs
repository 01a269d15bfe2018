//! Serving over HTTP: real connections, byte by byte.

mod audit;
mod client;
mod hostile;
mod issuer;
mod limits;
mod nginx;
mod oauth;
mod program;
mod protocol;
mod replicas;
mod server;
mod skills;
mod slow;
mod tasks;
