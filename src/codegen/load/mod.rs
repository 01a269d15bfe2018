//! Reads the files of `spec/` into the model, one file of Rust for each kind of file.

mod calls;
mod catalog;
mod errors;
mod files;
mod platform;
mod server;
mod tools;
mod types;

pub(crate) use files::{Files, load};
