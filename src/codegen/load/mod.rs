//! Reads the files of `spec/` into the model, one file of Rust for each kind of file.

mod actions;
mod calls;
mod catalog;
mod errors;
mod examples;
mod failures;
mod files;
mod params;
mod pattern;
mod platform;
mod server;
mod syntax;
mod tools;
mod types;

pub(crate) use files::{Files, load};
