//! Serving over HTTP: real connections, byte by byte.

mod audit;
mod client;
mod hostile;
mod limits;
mod protocol;
mod replicas;
mod server;
