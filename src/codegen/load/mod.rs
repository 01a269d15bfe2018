//! Reads the files of `spec/` and `knowledge/` into the model, one file of Rust for each kind of file.

mod actions;
mod calls;
mod catalog;
mod errors;
mod examples;
mod failures;
mod files;
mod knowledge;
mod params;
mod pattern;
mod platform;
mod publication;
mod released;
mod sandbox;
mod server;
mod situations;
mod syntax;
mod tools;
mod traits;
mod types;
mod workflow;

pub use files::Files;
pub(crate) use files::{PAGES, load};
