//! The sandbox as a client sees it: over HTTP.

mod boundary;
mod client;
mod env;
mod faults;
mod flows;
mod logs;
mod subdomain;
mod wire;
