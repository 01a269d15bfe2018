//! Applications that really run in a sandbox, driven over its API.

mod builds;
mod driver;
mod endings;
mod managed;
mod services;
mod verify;
