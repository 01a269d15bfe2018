//! The way into the services of a sandbox: a real SSH server.

pub mod machines;
