//! Serving over HTTP: real connections, byte by byte.

mod client;
mod hostile;
mod limits;
mod protocol;
mod server;
