//! The only way to the platform: its REST API over HTTP.
//!
//! A [`connection::Connection`] costs nothing until its first session. The session finds out who
//! the token belongs to and which project it works on, then offers one method per operation of
//! `spec/platform.yaml`. There is no trait to fake behind it: tests run the local platform.

pub mod connection;
pub mod credentials;
pub mod deploys;
pub mod documents;
pub mod error;
pub mod host;
pub mod logs;
pub mod probe;
pub mod published;
pub mod recipes;
pub mod session;
pub mod settings;
pub mod timeline;
pub mod tls;
pub mod token;
pub mod upload;
pub mod usage;
pub mod wire;

mod answer;
pub mod backups;
pub(crate) mod causes;
mod cli_data;
mod client;
mod discovery;
mod door;
mod duration;
mod grants;
pub mod kept;
mod lists;
mod reasons;
mod retry;
mod search;
pub(crate) mod secrets;
mod transport;
pub mod variables;
