//! Applications that really run in a sandbox, driven over its API.

mod builds;
pub(crate) mod driver;
mod endings;
mod hanging;
mod managed;
mod repository;
mod services;
mod users;
mod verify;
