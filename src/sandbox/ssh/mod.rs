//! The way into the services of a sandbox: a real SSH server on loopback, with a port for each
//! service, that OpenSSH and what is built on it (scp, sftp, sshfs, git) can use.
//!
//! A port can be reached as from inside of a service (`ssh -W`). Deliberately absent: forwarding to the client, of agents
//! and of X11, and any way in without the key in the sandbox's folder.

pub mod machines;

#[cfg(unix)]
mod client_config;
#[cfg(unix)]
mod command;
#[cfg(unix)]
mod connection;
#[cfg(unix)]
mod group;
#[cfg(unix)]
mod input;
#[cfg(unix)]
mod keys;
#[cfg(unix)]
mod limits;
#[cfg(unix)]
pub mod server;
#[cfg(unix)]
mod session;
#[cfg(unix)]
pub mod sftp;
#[cfg(unix)]
mod terminal;
