//! The sandbox as a client sees it: over HTTP.

mod boundary;
mod bounds;
mod client;
mod deploys;
mod documents;
mod env;
mod faults;
mod flows;
mod logs;
mod subdomain;
mod timeline;
mod wire;
