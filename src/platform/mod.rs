//! The only way to the platform: its REST API over HTTP.

pub mod connection;
